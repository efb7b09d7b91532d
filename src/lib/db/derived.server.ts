import type { Transaction } from './client.server.ts';
import type { RelationName } from './relations.ts';

/** Number of the batch being written, in SQL; under the ledger's lock nobody else draws one. */
export const nextBatch = '(select coalesce(max(batch), 0) + 1 from batch)';

/** Since when anything of an object was observed and known in a collection, and in which batch it came first. */
function firstKnown(relation: 'alert' | 'photometry'): string {
	return `
		insert into object_known (survey, object_id, collection, observed_at, known_at, batch)
		select survey, object_id, collection, min(observed_at), min(known_at), ${nextBatch}
		from incoming_${relation}
		group by survey, object_id, collection
		order by survey, object_id, collection
		on conflict (survey, object_id, collection) do update
			set known_at = least(excluded.known_at, object_known.known_at),
				observed_at = least(excluded.observed_at, object_known.observed_at)
			where excluded.known_at < object_known.known_at or excluded.observed_at < object_known.observed_at`;
}

/** The newest revision of each block, and the time it holds; a telescope held twice fails the transaction (23P01). */
function bookings(blocks: string): string {
	return `
		insert into booking (block, revision, telescope, held)
		select distinct on (block) block, revision, facility || '/' || telescope,
			case when state = 'accepted' then tstzrange(from_at, to_at) end
		from ${blocks}
		order by block, revision desc
		on conflict (block) do update
			set revision = excluded.revision, telescope = excluded.telescope, held = excluded.held
			where excluded.revision > booking.revision`;
}

/** Makes the bookings anew from the facts. */
export async function rebuildBookings(tx: Transaction): Promise<void> {
	await tx`delete from booking`;
	await tx.unsafe(bookings('block'));
}

/** Between which epochs and places the batch tells facts of a relation. */
function reach(relation: 'alert' | 'photometry'): string {
	return `
		insert into batch_reach
		select ${nextBatch}, '${relation}', min(observed_at), max(observed_at), min(hpx), max(hpx)
		from incoming_${relation}
		having count(*) > 0`;
}

const derived: Partial<Record<RelationName, readonly string[]>> = {
	packet: [
		`insert into packet_tally
		select ${nextBatch}, source, format, collections, count(*), sum(records), min(received_at), max(received_at)
		from incoming_packet
		group by source, format, collections`
	],
	alert: [
		`insert into locator (survey, alert_id, object_id, hpx, observed_at, collection)
		select survey, alert_id, object_id, hpx, observed_at, collection from incoming_alert
		on conflict do nothing`,
		firstKnown('alert'),
		reach('alert')
	],
	photometry: [firstKnown('photometry'), reach('photometry')],
	block: [bookings('incoming_block')]
};

/** Brings what is derived from a relation up to its staged rows. */
export async function derive(tx: Transaction, relation: RelationName): Promise<void> {
	await Promise.all((derived[relation] ?? []).map((statement) => tx.unsafe(statement)));
}
