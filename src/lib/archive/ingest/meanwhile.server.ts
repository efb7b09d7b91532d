import type { Transaction } from '#lib/db/client.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import type { Instant } from '#lib/sky/time.ts';

const oneReceipt = 3_600_000_000;

/** A packet on record in place of ours. */
export interface Replacement {
	readonly id: bigint;
	readonly knownAt: Instant;
}

/** Batches after `compared` that somebody else wrote; under the ledger's lock, all there can be. */
export async function othersSince(
	tx: Transaction,
	compared: bigint,
	own: readonly bigint[]
): Promise<bigint[]> {
	const rows = await tx<{ batch: bigint }[]>`
		select batch from batch where batch > ${compared} and not batch = any(${own.map(String)}::bigint[])`;
	return rows.map((row) => row.batch);
}

/**
 * Which of `packets` these batches hold already, as readable, in the same collections and known no later (two receipts
 * of the same bytes within an hour are not told apart), by our own number.
 */
export async function packetsOnRecord(
	tx: Transaction,
	batches: readonly bigint[],
	packets: readonly NewFact<'packet'>[],
	isRefused: (packet: bigint) => boolean
): Promise<Map<bigint, Replacement>> {
	const hex = (sha256: Uint8Array) => Buffer.from(sha256).toString('hex');
	const ours = new Map(packets.map((packet) => [hex(packet.sha256), packet]));
	const recorded = await tx<(NewFact<'packet'> & { refused: boolean })[]>`
		select p.id, p.sha256, p.collections, p.known_at, p.known_from,
			exists (select from quarantine q where q.packet = p.id and q.record is null) as refused
		from packet p
		where p.batch = any(${batches.map(String)}::bigint[])
			and p.sha256 in (select decode(hex, 'hex') from unnest(${[...ours.keys()]}::text[]) hex)`;
	const replaced = new Map<bigint, Replacement>();
	for (const theirs of recorded) {
		const own = ours.get(hex(theirs.sha256))!;
		const bothReceived =
			own.known_from === 'received' &&
			theirs.known_from === 'received' &&
			theirs.known_at - own.known_at < oneReceipt;
		const saysAsMuch =
			(theirs.known_at <= own.known_at || bothReceived) &&
			own.collections.every((collection) => theirs.collections.includes(collection)) &&
			(!theirs.refused || isRefused(own.id));
		if (saysAsMuch) replaced.set(own.id, { id: theirs.id, knownAt: theirs.known_at });
	}
	return replaced;
}

/** Whether these batches tell of an object that `measurements` tell of too, and so may restate. */
export async function isToldOf(
	tx: Transaction,
	batches: readonly bigint[],
	measurements: readonly NewFact<'photometry'>[]
): Promise<boolean> {
	const objects = new Map(measurements.map((row) => [`${row.hpx}/${row.object_id}`, row]));
	const rows = [...objects.values()];
	const told = await tx`
		select from photometry p
		join unnest(${rows.map((row) => String(row.hpx))}::bigint[], ${rows.map((row) => row.object_id)}::text[])
			as o (hpx, object_id) on o.hpx = p.hpx and o.object_id = p.object_id
		where p.batch = any(${batches.map(String)}::bigint[])
		limit 1`;
	return told.length > 0;
}
