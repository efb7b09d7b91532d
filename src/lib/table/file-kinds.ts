/** The files a table can become, without the code that writes them (see `formats`): pages need no more to link to. */
export const fileKinds = {
	csv: { label: 'CSV', suffix: '.csv', contentType: 'text/csv; charset=utf-8; header=present' },
	ndjson: { label: 'NDJSON', suffix: '.ndjson', contentType: 'application/x-ndjson' },
	json: { label: 'JSON', suffix: '.json', contentType: 'application/json' },
	votable: {
		label: 'VOTable',
		suffix: '.vot',
		contentType: 'application/x-votable+xml; serialization=tabledata'
	},
	parquet: { label: 'Parquet', suffix: '.parquet', contentType: 'application/vnd.apache.parquet' }
} as const;

/** A file kind by the name that `--format`, `RESPONSEFORMAT` and links use. */
export type FormatName = keyof typeof fileKinds;
