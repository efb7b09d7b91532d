import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column, ColumnType, Row, Table } from '#lib/table/column.ts';
import { jsonText, valueOf, type Value } from '#lib/table/value.ts';
import { votableDescription } from '#lib/table/votable.ts';

/**
 * The table as Parquet (Snappy), a row group at a time, so that memory holds one group however long the table is.
 * Units, UCDs, descriptions and notes stand in its metadata as VOParquet 1.0 has them (IVOA Note 2025-01-16);
 * notes also stand there under their own names, and `overflow` says if rows were left out.
 */
export async function* writeParquet(table: Table): AsyncGenerator<Uint8Array> {
	const { columns, notes } = table;
	const bytes = new ByteWriter();
	const metadata = { ...notes, ...describedByVotable(table) };
	const writer = new ParquetWriter({
		writer: bytes,
		schema: [{ name: 'root', num_children: columns.length }, ...columns.map(schemaOf)],
		kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
		createdBy: 'lookback'
	});
	for await (const group of rowGroups(table)) {
		await writer.write({
			columnData: columns.map(({ name }, i) => ({ name, data: group[i] ?? [] })),
			rowGroupSize: ROW_GROUP_ROWS
		});
		yield take(bytes);
	}
	if (table.overflowed?.()) writer.kvMetadata?.push({ key: 'overflow', value: 'true' });
	await writer.finish();
	yield take(bytes);
}

const ROW_GROUP_ROWS = 65_536;
const ROW_GROUP_BYTES = 33_554_432;

const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } } as const;

// JSON travels as text: astropy cannot read Parquet's own JSON type (NotImplementedError: extension<arrow.json>).
const elements: Record<ColumnType, Omit<SchemaElement, 'name'>> = {
	text: TEXT,
	boolean: { type: 'BOOLEAN' },
	int: { type: 'INT32' },
	long: { type: 'INT64' },
	float: { type: 'FLOAT' },
	double: { type: 'DOUBLE' },
	instant: {
		type: 'INT64',
		converted_type: 'TIMESTAMP_MICROS',
		logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' }
	},
	json: TEXT
};

const schemaOf = ({ name, type }: Column): SchemaElement => ({
	name,
	...elements[type],
	repetition_type: 'OPTIONAL'
});

function describedByVotable(table: Table): Record<string, string> {
	return {
		'IVOA.VOTable-Parquet.version': '1.0',
		'IVOA.VOTable-Parquet.content': votableDescription(table)
	};
}

/** Columns of values, one array a column, closed at a number of rows or of bytes, whichever comes first. */
async function* rowGroups({ columns, rows }: Table): AsyncGenerator<Value[][]> {
	let group: Value[][] = columns.map(() => []);
	let count = 0;
	let size = 0;
	for await (const row of rows) {
		columns.forEach((column, i) => {
			const value = physical(column, row);
			group[i]?.push(value);
			size += typeof value === 'string' ? value.length : 8;
		});
		count++;
		if (count < ROW_GROUP_ROWS && size < ROW_GROUP_BYTES) continue;
		yield group;
		group = columns.map(() => []);
		count = size = 0;
	}
	if (count) yield group;
}

function physical(column: Column, row: Row): Value {
	const value = valueOf(column, row);
	if (value === null) return null;
	if (column.type === 'instant') return BigInt(value as number);
	if (column.type === 'json') return jsonText(value);
	return value;
}

/** What was written since the last time; the writer's `offset` still counts from the start of the file. */
function take(bytes: ByteWriter): Uint8Array {
	const taken = bytes.getBytes().slice();
	bytes.index = 0;
	return taken;
}
