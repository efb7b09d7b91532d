import type { Instant } from '#lib/sky/time.ts';
import type { Question } from './question.ts';

/** What the archive has been given by one source in one format, of what the viewer may see. */
export interface SourceCount {
	readonly source: string;
	readonly format: string;
	readonly collections: readonly string[];
	readonly packets: number;
	readonly records: number;
	readonly first_received_at: Instant;
	readonly last_received_at: Instant;
}

/** What came from where, as recorded by the basis, whenever it was known: packets all of which the viewer may see. */
export function listSources({ database: { sql }, basis, viewer }: Question): Promise<SourceCount[]> {
	return sql<SourceCount[]>`
		select source, format,
			(select array_agg(distinct one order by one) from unnest(string_to_array(string_agg(
				array_to_string(collections, ','), ','), ',')) one) as collections,
			sum(packets)::integer as packets, sum(records)::integer as records,
			min(first_received_at) as first_received_at, max(last_received_at) as last_received_at
		from packet_tally
		where batch <= ${basis.batch} and collections <@ ${viewer.collections as string[]}::text[]
		group by source, format
		order by source, format`;
}

/** A packet or record that was refused, with its reason. */
export interface Quarantined {
	readonly packet: bigint | null;
	readonly record: number | null;
	readonly name: string;
	readonly code: string;
	readonly reason: string;
	readonly batch: bigint;
	readonly fact: number;
}

/** Refusals that still stand (no later reading of the same bytes took the record), the newest first, from below `before`. */
export function listQuarantine(
	question: Question,
	limit: number,
	before: { readonly batch: bigint; readonly fact: number } | null = null
): Promise<Quarantined[]> {
	const { sql } = question.database;
	return sql<Quarantined[]>`
		select q.packet, q.record, q.name, q.code, q.reason, q.batch, q.fact
		from ${standing(question)} q
		where (${before === null} or (q.batch, q.fact) < (${before?.batch ?? null}::bigint, ${before?.fact ?? null}::integer))
		order by q.batch desc, q.fact desc
		limit ${limit}`;
}

/** How often one reason was given. */
export interface ReasonCount {
	readonly code: string;
	readonly refused: number;
	readonly packets: number;
	/** One of the sentences given with it. */
	readonly example: string;
}

/** Reasons of the newest `limit` refusals that still stand, the most frequent first. */
export function countReasons(question: Question, limit: number): Promise<ReasonCount[]> {
	const { sql } = question.database;
	return sql<ReasonCount[]>`
		select code, count(*)::integer as refused, count(distinct packet)::integer as packets, min(reason) as example
		from (select q.code, q.packet, q.reason from ${standing(question)} q order by q.batch desc, q.fact desc limit ${limit}) r
		group by code
		order by refused desc, code`;
}

/** Where in the refusals of a packet: `record` is -1 for the whole packet. */
export interface RefusalPlace {
	readonly record: number;
	readonly batch: bigint;
	readonly fact: number;
}

/** Refusals that were recorded of a packet, first the whole packet's, then by record; from behind `after` on. */
export function refusalsOf(
	question: Question,
	packet: bigint,
	limit: number,
	after: RefusalPlace | null = null
): Promise<Quarantined[]> {
	const { sql } = question.database;
	const { basis, viewer } = question;
	return sql<Quarantined[]>`
		select packet, record, name, code, reason, batch, fact
		from quarantine
		where packet = ${packet} and batch <= ${basis.batch} and collection = any(${viewer.collections as string[]}::text[])
			and (${after === null} or (coalesce(record, -1), batch, fact)
				> (${after?.record ?? null}::integer, ${after?.batch ?? null}::bigint, ${after?.fact ?? null}::integer))
		order by record nulls first, batch, fact
		limit ${limit}`;
}

function standing({ database: { sql }, basis, viewer }: Question) {
	return sql`(
		select q.packet, q.record, q.name, q.code, q.reason, q.batch, q.fact
		from quarantine q left join packet p on p.id = q.packet
		where q.batch <= ${basis.batch} and q.collection = any(${viewer.collections as string[]}::text[])
			and not exists (
				select from packet again
				where again.sha256 = p.sha256 and again.id > p.id and again.batch <= ${basis.batch}
					and not exists (
						select from quarantine r
						where r.packet = again.id and (r.record is null or r.record = q.record))))`;
}
