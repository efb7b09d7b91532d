import {
	asOf,
	readAlert,
	readBatch,
	readEvent,
	readNotice,
	readObject,
	type Question
} from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { agent, others, type Provenance, type Relation, type Thing } from './model.ts';
import { statementThing, type StatementRow } from './statement-thing.ts';

/** Most of a kind that stand beside a thing. */
export const mostBeside = 25;

/** An object: its alerts, or the packets of its measurements; what was said of it and decided about it. */
export async function ofObject(question: Question, survey: string, objectId: string): Promise<Provenance> {
	const id = `objects/${survey}/${objectId}`;
	const { object, alerts, photometry } = await readObject(question, survey, objectId);
	const thing: Thing = {
		id,
		kind: 'entity',
		type: 'object',
		label: objectId,
		at: object.first_known_at,
		detail: { alerts: alerts.length, measurements: photometry.length }
	};
	const first = alerts.slice(0, mostBeside).map(alertThing);
	const packets =
		alerts.length > 0
			? []
			: await packetsNamed(
					question,
					photometry.map(({ packet }) => packet)
				);
	return together(
		{ things: [thing, ...first], relations: derived(id, first) },
		rest(id, alerts.length, 'alerts'),
		{ things: packets, relations: derived(id, packets) },
		await saidAbout(question, id)
	);
}

/** An alert: its packet, and the object it belongs to. */
export async function ofAlert(question: Question, survey: string, alertId: bigint): Promise<Provenance> {
	const alert = await readAlert(question, survey, alertId);
	const thing = alertThing(alert);
	const object: Thing = {
		id: `objects/${alert.survey}/${alert.object_id}`,
		kind: 'entity',
		type: 'object',
		label: alert.object_id,
		at: null
	};
	const packets = await packetsNamed(question, [alert.packet]);
	return {
		things: [thing, object, ...packets],
		relations: [...derived(object.id, [thing]), ...derived(thing.id, packets)]
	};
}

/** An event: its notices; what was said of it and decided about it. */
export async function ofEvent(question: Question, event: string): Promise<Provenance> {
	const id = `events/${event}`;
	const { notices } = await readEvent(question, event);
	const first = notices.slice(0, mostBeside).map(noticeThing);
	const known = notices.map(({ known_at }) => known_at).sort((a, b) => a - b);
	const thing: Thing = {
		id,
		kind: 'entity',
		type: 'event',
		label: event,
		at: known[0] ?? null,
		detail: { notices: notices.length }
	};
	return together(
		{ things: [thing, ...first], relations: derived(id, first) },
		rest(id, notices.length, 'notices'),
		await saidAbout(question, id)
	);
}

/** A notice: its packet, and the event it is about. */
export async function ofNotice(question: Question, noticeId: string): Promise<Provenance> {
	const notice = await readNotice(question, noticeId);
	const thing = noticeThing(notice);
	const packets = await packetsNamed(question, [notice.packet]);
	const event: Thing[] =
		notice.event === null
			? []
			: [{ id: `events/${notice.event}`, kind: 'entity', type: 'event', label: notice.event, at: null }];
	return {
		things: [thing, ...event, ...packets],
		relations: [...event.flatMap(({ id }) => derived(id, [thing])), ...derived(thing.id, packets)]
	};
}

/** A packet: who published it, the batch that recorded it, and what it told. */
export async function ofPacket(question: Question, number: bigint): Promise<Provenance> {
	const { sql } = question.database;
	const [packet] = await packetRows(question, [number]);
	if (!packet || !isPartlyOpen(question, packet)) throw unknown(`packets/${number}`);
	const thing = packetThing(packet);
	const [alerts, notices, statements] = await Promise.all([
		sql<AlertRow[]>`
			select survey, alert_id, object_id, band, known_at from ${asOf(question, 'alert')} a
			where a.batch = ${packet.batch} and a.packet = ${number} order by alert_id limit ${mostBeside}`,
		sql<NoticeRow[]>`
			select notice_id, kind, stream, known_at from ${asOf(question, 'notice')} n
			where n.batch = ${packet.batch} and n.packet = ${number} order by notice_id limit ${mostBeside}`,
		sql<StatementRow[]>`
			select batch, fact, subject, property, agent, value_text, value_number, known_at
			from ${asOf(question, 'statement')} s
			where s.batch = ${packet.batch} and s.packet = ${number} order by fact limit ${mostBeside}`
	]);
	const told = [...alerts.map(alertThing), ...notices.map(noticeThing), ...statements.map(statementThing)];
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

function batchThing(number: bigint, at: Instant | null): Thing {
	return {
		id: `batches/${number}`,
		kind: 'activity',
		type: 'batch',
		label: `recording of batch ${number}`,
		at
	};
}

interface AlertRow {
	readonly survey: string;
	readonly alert_id: bigint;
	readonly band: string | null;
	readonly known_at: Instant;
}

function alertThing({ survey, alert_id, band, known_at }: AlertRow): Thing {
	return {
		id: `alerts/${survey}/${alert_id}`,
		kind: 'entity',
		type: 'alert',
		label: `alert ${alert_id}${band ? ` in ${band}` : ''}`,
		at: known_at
	};
}

interface NoticeRow {
	readonly notice_id: string;
	readonly kind: string;
	readonly stream: string;
	readonly known_at: Instant;
}

function noticeThing({ notice_id, kind, stream, known_at }: NoticeRow): Thing {
	return {
		id: `notices/${notice_id}`,
		kind: 'entity',
		type: 'notice',
		label: `${kind} ${stream}`,
		at: known_at
	};
}

/** What was said of a subject, and decided about it. */
async function saidAbout(question: Question, subject: string): Promise<Provenance> {
	const { sql } = question.database;
	const [statements, decisions] = await Promise.all([
		sql<StatementRow[]>`
			select batch, fact, subject, property, agent, value_text, value_number, known_at
			from ${asOf(question, 'statement')} s
			where s.subject = ${subject} order by known_at, batch, fact limit ${mostBeside + 1}`,
		sql<{ decision: string; action: string; known_at: Instant }[]>`
			select decision, action, known_at from ${asOf(question, 'decision')} d
			where d.subject = ${subject} order by known_at, decision limit ${mostBeside}`
	]);
	const said = statements.slice(0, mostBeside).map(statementThing);
	const decided = decisions.map(({ decision, action, known_at }): Thing => ({
		id: `decisions/${decision}`,
		kind: 'entity',
		type: 'decision',
		label: action,
		at: known_at
	}));
	return {
		things: [...said, ...decided],
		relations: [...said, ...decided].map(({ id }) => ({ type: 'wasInfluencedBy', from: id, to: subject }))
	};
}

function derived(from: string, things: readonly Thing[]): Relation[] {
	return things.map(({ id }) => ({ type: 'wasDerivedFrom', from, to: id }));
}

function rest(id: string, count: number, what: string): Provenance {
	if (count <= mostBeside) return { things: [], relations: [] };
	const thing = others(id, count - mostBeside, what);
	return { things: [thing], relations: derived(id, [thing]) };
}

/** Several together; a thing that is told fully replaces a mention of it. */
export function together(...parts: readonly Provenance[]): Provenance {
	return {
		things: parts.flatMap(({ things }) => things),
		relations: parts.flatMap(({ relations }) => relations)
	};
}

/** What is said of a thing that is not there, or not the asker's to see. */
export function unknown(id: string): LookbackError {
	return new LookbackError(
		'not-found',
		'versioning/unknown-provenance',
		`Nothing is known then of ${id.slice(0, 200)}, or it is not for you to see.`,
		{ id }
	);
}
