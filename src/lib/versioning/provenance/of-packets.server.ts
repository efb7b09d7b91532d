import { asOf, readBatch, type Question } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { agent, type Provenance, type Relation, type Thing } from './model.ts';
import { pointingRow, pointingThing, type PointingRow } from './planner-things.ts';
import { statementThing, type StatementRow } from './statement-thing.ts';
import {
	alertThing,
	batchThing,
	derived,
	mostBeside,
	noticeThing,
	unknown,
	type AlertRow,
	type NoticeRow
} from './things.ts';

/** A packet: who published it, the batch that recorded it, and what it told. */
export async function ofPacket(question: Question, number: bigint): Promise<Provenance> {
	const { sql } = question.database;
	const [packet] = await packetRows(question, [number]);
	if (!packet || !isPartlyOpen(question, packet)) throw unknown(`packets/${number}`);
	const thing = packetThing(packet);
	const [alerts, notices, statements, pointings] = await Promise.all([
		sql<AlertRow[]>`
			select survey, alert_id, object_id, band, known_at from ${asOf(question, 'alert')} a
			where a.batch = ${packet.batch} and a.packet = ${number} order by alert_id limit ${mostBeside}`,
		sql<NoticeRow[]>`
			select notice_id, kind, stream, known_at from ${asOf(question, 'notice')} n
			where n.batch = ${packet.batch} and n.packet = ${number} order by notice_id limit ${mostBeside}`,
		sql<StatementRow[]>`
			select batch, fact, subject, property, agent, value_text, value_number, unit, known_at
			from ${asOf(question, 'statement')} s
			where s.batch = ${packet.batch} and s.packet = ${number} order by fact limit ${mostBeside}`,
		sql<PointingRow[]>`
			select ${sql(pointingRow)} from ${asOf(question, 'pointing')} p
			where p.batch = ${packet.batch} and p.packet = ${number} order by p.from_at, p.pointing limit ${mostBeside}`
	]);
	const told = [
		...alerts.map(alertThing),
		...notices.map(noticeThing),
		...statements.map(statementThing),
		...pointings.map(pointingThing)
	];
	const source = agent(packet.source);
	const batch = batchThing(packet.batch, null);
	return {
		things: [thing, source, batch, ...told],
		relations: [
			{ type: 'wasAttributedTo', from: thing.id, to: source.id },
			{ type: 'wasGeneratedBy', from: thing.id, to: batch.id },
			...told.flatMap(({ id }) => derived(id, [thing]))
		]
	};
}

/** A batch: who wrote it, for administrators, and the packets that came with it. */
export async function ofBatch(question: Question, number: bigint): Promise<Provenance> {
	const { database, basis, viewer } = question;
	if (number < 1n || number > basis.batch) throw unknown(`batches/${number}`);
	const batch = await readBatch(database, number);
	const thing = batchThing(number, batch.sealed_at);
	const rows = await database.sql<PacketRow[]>`
		select id, source, format, sha256, collections, known_at, batch
		from packet
		where batch = ${number} and known_at <= ${basis.knownAt}
			and collections && ${[...viewer.collections]}::text[]
		order by id limit ${mostBeside}`;
	const packets = rows.map((row) => packetThing(shown(question, row)));
	const who = viewer.isAdministrator ? [agent(batch.actor)] : [];
	return {
		things: [thing, ...packets, ...who],
		relations: [
			...packets.map(({ id }): Relation => ({ type: 'wasGeneratedBy', from: id, to: thing.id })),
			...who.map(({ id }): Relation => ({ type: 'wasAssociatedWith', from: thing.id, to: id }))
		]
	};
}

/** Packets that visible facts came in: whoever sees one of its facts may know of it, and who published it in which format. */
export async function packetsNamed(
	question: Question,
	numbers: readonly (bigint | null)[]
): Promise<Thing[]> {
	const distinct = [...new Set(numbers.filter((one) => one !== null))].slice(0, mostBeside);
	return (await packetRows(question, distinct)).map(packetThing);
}

interface PacketRow {
	readonly id: bigint;
	readonly source: string;
	readonly format: string;
	readonly sha256: Uint8Array | null;
	readonly collections: readonly string[];
	readonly known_at: Instant;
	readonly batch: bigint;
}

async function packetRows(question: Question, numbers: readonly bigint[]): Promise<PacketRow[]> {
	if (numbers.length === 0) return [];
	const rows = await question.database.sql<PacketRow[]>`
		select id, source, format, sha256, collections, known_at, batch
		from packet
		where id = any(${numbers.map(String)}::bigint[])
			and known_at <= ${question.basis.knownAt} and batch <= ${question.basis.batch}
		order by id`;
	return rows.map((row) => shown(question, row));
}

/** Whether some of its rows are the asker's to see. */
function isPartlyOpen({ viewer }: Question, { collections }: PacketRow): boolean {
	return collections.some((name) => viewer.collections.includes(name));
}

/** The digest tells of all rows of a packet: it is for who may see all of them. */
function shown({ viewer }: Question, row: PacketRow): PacketRow {
	const isOpen = row.collections.every((name) => viewer.collections.includes(name));
	return isOpen ? row : { ...row, sha256: null };
}

function packetThing({ id, source, format, sha256, known_at }: PacketRow): Thing {
	return {
		id: `packets/${id}`,
		kind: 'entity',
		type: 'packet',
		label: `packet ${id}, ${format}`,
		at: known_at,
		detail: { source, format, sha256: sha256 && Buffer.from(sha256).toString('hex') }
	};
}
