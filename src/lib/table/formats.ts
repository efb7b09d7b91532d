import type { Table } from '#lib/table/column.ts';
import { writeCsv } from '#lib/table/csv.ts';
import { fileKinds, type FormatName } from '#lib/table/file-kinds.ts';
import { writeJson, writeNdjson } from '#lib/table/json.ts';
import { writeParquet } from '#lib/table/parquet.ts';
import { writeVotable } from '#lib/table/votable.ts';

/** A way to write a table: `write` gives the bytes in chunks, and takes rows only as chunks are asked for. */
export interface Format {
	readonly label: string;
	/** What ends a URL or file name in this format. */
	readonly suffix: string;
	readonly contentType: string;
	readonly write: (table: Table) => AsyncGenerator<Uint8Array>;
}

/** Every file format of tables, by name. */
export const formats: Readonly<Record<FormatName, Format>> = {
	csv: { ...fileKinds.csv, write: writeCsv },
	ndjson: { ...fileKinds.ndjson, write: writeNdjson },
	json: { ...fileKinds.json, write: writeJson },
	votable: { ...fileKinds.votable, write: writeVotable },
	parquet: { ...fileKinds.parquet, write: writeParquet }
};
