import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { foreignCollection } from './reading.ts';

export interface KnownPacket {
	readonly source: string;
	readonly format: string;
	readonly knownAt: Instant;
	readonly collections: readonly string[];
	/** Whether it could not be read as a whole, when it was read last. */
	readonly refused: boolean;
	/** Refusals of single records of it, when it was read last. */
	readonly refusedRecords: number;
	/** Those of them that were refused for their sender's sake. */
	readonly foreignRecords: number;
	/** Collection that was wanted for its public rows. */
	readonly wantedCollection: string | null;
}

/** Every reading on record of packets with these SHA-256, by the digest in hexadecimal. */
export async function knownPackets(
	{ sql }: Database,
	digests: readonly Uint8Array[]
): Promise<Map<string, KnownPacket[]>> {
	const rows = await sql<(KnownPacket & { sha256: Uint8Array })[]>`
		select p.sha256, p.source, p.format, p.known_at as "knownAt", p.collections,
			exists (select from quarantine q where q.packet = p.id and q.record is null) as refused,
			(select count(*)::integer from quarantine q where q.packet = p.id and q.record is not null)
				as "refusedRecords",
			(select count(*)::integer from quarantine q where q.packet = p.id and q.code = ${foreignCollection})
				as "foreignRecords",
			p.wanted_collection as "wantedCollection"
		from packet p
		where p.sha256 in (
			select decode(hex, 'hex') from unnest(${digests.map((digest) => Buffer.from(digest).toString('hex'))}::text[]) hex)`;
	return Map.groupBy(rows, (row) => Buffer.from(row.sha256).toString('hex'));
}

/** Draws numbers for `count` new packets. */
export async function packetIds({ sql }: Database, count: number): Promise<bigint[]> {
	const rows = await sql<{ id: bigint }[]>`
		select nextval('packet_id') as id from generate_series(1, ${count}::integer)`;
	return rows.map((row) => row.id);
}
