import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { LookbackError } from '#lib/errors.ts';
import type { Decoder } from '../decoder.ts';
import { sourceOf } from '../open/bytes.ts';
import { badRow, tnsColumns, tnsDelimiter, tnsRowFacts } from './rows.ts';

const headBytes = 4096;

/**
 * The staged table `tns_public_objects.csv` and its daily and hourly parts: a line with the period it covers, a
 * header, and a row an object. Bad rows are refused one by one.
 */
export const decodeTnsCsv: Decoder = async function* (bytes, { name }) {
	const badRows: LookbackError[] = [];
	const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytes)).toString(
		'latin1'
	);
	const parser = Readable.from(sourceOf(name, bytes).read()).pipe(
		parse({
			bom: true,
			delimiter: tnsDelimiter(head) ?? ',',
			trim: true,
			info: true,
			relax_column_count: true,
			skip_empty_lines: true,
			skip_records_with_error: true
		})
	);
	parser.on('skip', (error: Error) => badRows.push(badRow(error.message, error)));
	let header: readonly string[] | null = null;
	let first: readonly string[] = [];
	for await (const { record, info } of parser as AsyncIterable<{
		record: string[];
		info: { lines: number };
	}>) {
		yield* badRows.splice(0);
		if (header === null) {
			if (tnsColumns.every((column) => record.includes(column))) header = record;
			else if (first.length === 0) first = record;
		} else if (record.some((field) => field.includes('\ufffd')))
			yield badRow(`line ${info.lines} is not UTF-8`);
		else if (record.length !== header.length)
			yield badRow(`line ${info.lines} has ${record.length} fields, and the header ${header.length}`);
		else {
			const row = Object.fromEntries(header.map((column, i) => [column, record[i]]));
			yield tnsRowFacts(row, 'tns-csv', `line ${info.lines}`);
		}
	}
	yield* badRows;
	if (header === null) throw noHeader(first);
};

function noHeader(record: readonly string[]): LookbackError {
	const message = `The table has the columns '${record.join(', ')}', not those of TNS: ${tnsColumns.join(', ')}.`;
	return new LookbackError('incorrect', 'tns/no-header', message, { columns: record });
}
