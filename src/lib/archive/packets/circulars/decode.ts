import type { PacketFacts, StatementFact } from '#lib/archive/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import type { PacketContext } from '../decoder.ts';
import { spelled } from '../gcn/event-names.ts';
import { gcnCollection, noticePacket, sameEvent } from '../gcn/notice-packet.ts';
import { circularFacts, isCircular } from './circular.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a JSON value is a dump of GCN's tables: a list of circulars under `circulars`. */
export function isCircularDump(json: unknown): json is Fields {
	return typeof json === 'object' && json !== null && Array.isArray((json as Fields)['circulars']);
}

/**
 * Reads one GCN Circular, a list of them, or a dump of GCN's tables (`circulars`, `circulars_history`, `synonyms`):
 * a yield for each version of each circular, older versions first, and for each group of event synonyms.
 */
export function* decodeCirculars(
	json: unknown,
	context: PacketContext
): Generator<PacketFacts | LookbackError> {
	if (isCircularDump(json)) {
		yield* versions([...rowsOf(json, 'circulars_history'), ...rowsOf(json, 'circulars')], context);
		yield* synonyms(rowsOf(json, 'synonyms'));
		yield* refused(json, context);
	} else yield* versions(Array.isArray(json) ? json : [json], context);
}

function* versions(rows: readonly unknown[], context: PacketContext): Generator<PacketFacts | LookbackError> {
	const circulars = rows.filter(isCircular);
	const place = (circular: Fields): number => Number(circular['circularId']);
	const version = (circular: Fields): number => Number(circular['version'] ?? 1);
	for (const circular of circulars.sort((a, b) => place(a) - place(b) || version(a) - version(b)))
		yield orReason(() => circularFacts(circular));
	for (let row = circulars.length; row < rows.length; row += 1)
		yield new LookbackError(
			'unsupported',
			'circulars/not-circular',
			`A row in ${context.name} is no GCN Circular: circularId, subject, body and submitter are wanted.`,
			{ name: context.name }
		);
}

/** The facts, or the reason for which this one record is refused, so that its neighbours go on. */
function orReason(read: () => PacketFacts): PacketFacts | LookbackError {
	try {
		return read();
	} catch (error) {
		if (error instanceof LookbackError) return error;
		throw error;
	}
}

/** Events that GCN holds to be one share a synonymId. It does not say since when: known when received. */
function* synonyms(rows: readonly unknown[]): Generator<PacketFacts> {
	const groups = Map.groupBy(rows as readonly Fields[], (row) => String(row['synonymId']));
	for (const group of groups.values()) {
		const [first, ...others] = group.map((row) => spelled(String(row['eventId'])));
		if (first === undefined || others.length === 0) continue;
		const statements: StatementFact[] = others.map((other) => sameEvent(first, other, 'gcn', gcnCollection));
		yield noticePacket({
			source: 'gcn',
			format: 'gcn-circular',
			schemaVersion: null,
			statedAt: null,
			role: 'observation',
			statements
		});
	}
}

const readTables = new Set(['circulars', 'circulars_history', 'synonyms']);

/** The dump's other tables: proposals that were never published, and accounts of the site. */
function* refused(json: Fields, context: PacketContext): Generator<LookbackError> {
	for (const [table, rows] of Object.entries(json)) {
		if (readTables.has(table) || !Array.isArray(rows) || rows.length === 0) continue;
		yield new LookbackError(
			'unsupported',
			'circulars/table',
			`The table ${table} in ${context.name} holds ${rows.length} rows that GCN never published, so they are not archived.`,
			{ table, rows: rows.length }
		);
	}
}

function rowsOf(json: Fields, table: string): readonly unknown[] {
	const rows = json[table];
	return Array.isArray(rows) ? rows : [];
}
