import { parquetMetadata, parquetReadObjects, type FileMetaData, type RowGroup } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import type { PacketContext, Decoder } from '../decoder.ts';
import { isLsstAlert, lsstFacts } from '../lsst/facts.ts';
import { isTnsRow, tnsRowFacts } from '../tns/rows.ts';
import { isZtfAlert, ztfFacts } from '../ztf/facts.ts';
import { plainRow } from './columns.ts';
import { finkAlert, type FinkAlert } from './fink-row.ts';
import { assertModest } from './pages.ts';

type Row = Readonly<Record<string, unknown>>;

/** Tables that can be read, told by a row. */
const tables: readonly {
	test: (row: Row) => boolean;
	read: (row: Row, context: PacketContext, where: string) => Iterable<PacketFacts | LookbackError>;
}[] = [
	{
		test: isZtfAlert,
		*read(row, context, where) {
			const alert = finkAlert(row);
			const facts = { ...ztfFacts(alert.packet, context), format: 'ztf-parquet' };
			yield facts;
			if (alert.lostRows > 0) yield lostHistory(alert, facts, where);
		}
	},
	{
		test: isLsstAlert,
		read: (row, context) => [{ ...lsstFacts(finkAlert(row).packet, context), format: 'lsst-parquet' }]
	},
	{ test: isTnsRow, read: (row, _context, where) => [tnsRowFacts(row, 'tns-parquet', where)] }
];

/**
 * Tables of alerts of ZTF and Rubin as Fink keeps them, and of TNS objects, in Parquet: a row an alert, read one
 * row group after the other. Cutouts stay in the file. History rows without identity are refused, once an alert.
 * @throws LookbackError `parquet/malformed`, `parquet/too-large`, and `parquet/unknown-table` naming the columns there are.
 */
export const decodeParquet: Decoder = async function* (bytes, context) {
	const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
	const metadata = metadataOf(file, context.name);
	const columns = columnsOf(metadata).filter((column) => !column.startsWith('cutout'));
	let rowStart = 0;
	for (const group of metadata.row_groups) {
		const rowEnd = rowStart + Number(group.num_rows);
		assertReadable(file, group, context.name);
		const rows = await readRows(file, metadata, columns, rowStart, rowEnd, context.name);
		for (const [i, row] of rows.entries()) yield* factsOf(plainRow(row), context, `row ${rowStart + i + 1}`);
		rowStart = rowEnd;
	}
};

function* factsOf(row: Row, context: PacketContext, where: string): Generator<PacketFacts | LookbackError> {
	const table = tables.find(({ test }) => test(row));
	if (!table) throw unknownTable(Object.keys(row), context.name);
	try {
		yield* table.read(row, context, where);
	} catch (error) {
		if (!(error instanceof LookbackError)) throw error;
		yield error;
	}
}

function lostHistory(
	{ lostRows, historyRows }: FinkAlert,
	{ alerts: [alert] }: PacketFacts,
	where: string
): LookbackError {
	const object = alert!.objectId;
	return new LookbackError(
		'incorrect',
		'parquet/lost-candid',
		`${lostRows} of the ${historyRows} history rows of ${object} (alert ${alert!.alertId}, ${where}) are left out: their candid was rounded to a double and tblid does not bring it back, so they have no identity.`,
		{ object, alertId: String(alert!.alertId), lostRows, historyRows }
	);
}

function metadataOf(file: ArrayBuffer, name: string): FileMetaData {
	try {
		return parquetMetadata(file);
	} catch (error) {
		throw malformed(name, error);
	}
}

function assertReadable(file: ArrayBuffer, group: RowGroup, name: string): void {
	try {
		assertModest(file, group, name);
	} catch (error) {
		throw error instanceof LookbackError ? error : malformed(name, error);
	}
}

async function readRows(
	file: ArrayBuffer,
	metadata: FileMetaData,
	columns: string[],
	rowStart: number,
	rowEnd: number,
	name: string
): Promise<Row[]> {
	try {
		return await parquetReadObjects({ file, metadata, columns, rowStart, rowEnd, compressors });
	} catch (error) {
		throw malformed(name, error);
	}
}

/** Names of the columns at the top: the root's children, each followed by its own. */
function columnsOf({ schema }: FileMetaData): string[] {
	const names: string[] = [];
	const skip = (at: number): number => {
		let next = at + 1;
		for (let child = 0; child < (schema[at]?.num_children ?? 0); child += 1) next = skip(next);
		return next;
	};
	for (let at = 1; at < schema.length; at = skip(at)) names.push(schema[at]!.name);
	return names;
}

function malformed(name: string, cause: unknown): LookbackError {
	const why = cause instanceof Error ? cause.message : String(cause);
	const message = `The Parquet file '${name}' cannot be read: ${why}.`;
	return new LookbackError('incorrect', 'parquet/malformed', message, { name }, { cause });
}

function unknownTable(columns: readonly string[], name: string): LookbackError {
	const shown = columns.slice(0, 8).join(', ');
	const message = `The Parquet table '${name}' has the columns ${shown}; alerts of ZTF or Rubin, or objects of TNS, are wanted.`;
	return new LookbackError('unsupported', 'parquet/unknown-table', message, { name, columns });
}
