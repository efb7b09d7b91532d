import type { Instant } from '#lib/sky/time.ts';
import type { Question } from './question.ts';

/** What has rows of one collection. A packet with rows of several counts in each of them. */
export interface CollectionCount {
	readonly collection: string;
	readonly packets: number;
	readonly records: number;
	readonly first_received_at: Instant;
	readonly last_received_at: Instant;
}

/** What was received in one period of time, from all sources. */
export interface ReceivedCount {
	readonly received_from: Instant;
	readonly packets: number;
	readonly records: number;
}

export interface Received {
	readonly unit: 'hour' | 'day' | 'month';
	/** Periods in which something was received, the earliest first. */
	readonly counts: readonly ReceivedCount[];
}

/** Packets all of which the viewer may see, by collection; of the small table that counts each batch's. */
export function countByCollection(question: Question): Promise<CollectionCount[]> {
	const { sql } = question.database;
	return sql<CollectionCount[]>`
		select collection, sum(packets)::integer as packets, sum(records)::integer as records,
			min(first_received_at) as first_received_at, max(last_received_at) as last_received_at
		from ${visibleTally(question)} t, unnest(collections) as collection
		group by collection
		order by collection`;
}

/** The same by when they were received: by month, or by day or hour where all came within a hundred of them. */
export async function countByTime(question: Question): Promise<Received> {
	const { sql } = question.database;
	const [{ hours }] = await sql<[{ hours: number }]>`
		select coalesce(extract(epoch from max(first_received_at) - min(first_received_at)) / 3600, 0)::double precision
			as hours
		from ${visibleTally(question)} t`;
	const unit = hours <= 100 ? 'hour' : hours <= 2400 ? 'day' : 'month';
	const counts = await sql<ReceivedCount[]>`
		select date_trunc(${unit}, first_received_at, 'UTC') as received_from, sum(packets)::integer as packets,
			sum(records)::integer as records
		from ${visibleTally(question)} t
		group by 1
		order by 1`;
	return { unit, counts };
}

function visibleTally({ database: { sql }, basis, viewer }: Question) {
	return sql`(
		select collections, packets, records, first_received_at, last_received_at
		from packet_tally
		where batch <= ${basis.batch} and collections <@ ${viewer.collections as string[]}::text[])`;
}
