import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { retelling } from '#lib/access/contributions.server.ts';
import { openPaths, type Arrival } from '#lib/archive/packets/open.server.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { ingest } from './ingest.server.ts';
import type { IngestOptions } from './options.ts';
import { IngestReport } from './report.ts';

export interface RetryOptions extends Omit<IngestOptions, 'onProgress' | 'collection' | 'again'> {
	/** Once aborted, nothing more is begun. */
	readonly signal: AbortSignal;
	readonly onProgress: (done: number, all: number) => void;
}

interface RefusedPacket {
	readonly name: string;
	readonly wanted_collection: string | null;
	readonly received_at: Instant;
	readonly segment: string;
	readonly byte_offset: bigint;
	readonly byte_length: number;
}

/**
 * Reads the packets that are refused, as a whole or in some records, again, from the bytes that were kept. What can
 * be read now is recorded as it would have been when it came: received then, in the collection wanted then. In the
 * report, `repeated` are those of which nothing more can be read.
 */
export async function retry(
	database: Database,
	store: RawStore,
	{ signal, onProgress, ...options }: RetryOptions
): Promise<IngestReport> {
	const report = new IngestReport();
	const packets = await refusedPackets(database);
	const folder = await mkdtemp(join(tmpdir(), 'lookback-retry-'));
	let done = 0;
	const again = async function* (group: readonly RefusedPacket[]) {
		for (const packet of group) {
			if (signal.aborted) return;
			yield* arrivalsOf(packet, store, folder);
			onProgress(++done, packets.length);
		}
	};
	try {
		for (const [collection, group] of Map.groupBy(packets, (packet) => packet.wanted_collection)) {
			report.include(await ingest(database, store, again(group), { ...options, collection, again: true }));
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
	return report;
}

/**
 * Packets with a refusal at their last reading, each by its first receipt. Contributions stay as they are: read again
 * here they would be recorded with the rights of whoever retries, not their sender's, who may send them again.
 */
function refusedPackets({ sql }: Database): Promise<RefusedPacket[]> {
	return sql<RefusedPacket[]>`
		with readings as (
			select p.id, p.sha256, p.name, p.wanted_collection, p.received_at, b.segment, p.byte_offset, p.byte_length,
				exists (select from quarantine q where q.packet = p.id) as refused,
				row_number() over (partition by p.sha256, p.wanted_collection order by p.id desc) as place
			from packet p join batch b on b.batch = p.batch
			where b.kind not in ('contribution', ${retelling}))
		select name, wanted_collection, received_at, segment, byte_offset, byte_length
		from readings
		where place = 1 and refused
		order by received_at, id`;
}

/** The packet as it arrived, unpacked where it was compressed, by its own name. */
async function* arrivalsOf(packet: RefusedPacket, store: RawStore, folder: string): AsyncGenerator<Arrival> {
	const file = join(folder, 'packet');
	await writeFile(file, await store.read(packet.segment, Number(packet.byte_offset), packet.byte_length));
	for await (const arrival of openPaths([file])) {
		yield { ...arrival, name: packet.name + arrival.name.slice(file.length), receivedAt: packet.received_at };
	}
}
