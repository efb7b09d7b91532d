import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPaths, type Arrival } from '#lib/archive/packets/open.server.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { ingest, type IngestOptions } from './ingest.server.ts';
import { IngestReport } from './report.ts';

export interface RetryOptions extends Omit<IngestOptions, 'now' | 'onProgress'> {
	/** Once aborted, nothing more is begun. */
	readonly signal: AbortSignal;
	readonly onProgress: (done: number, all: number) => void;
}

interface RefusedPacket {
	readonly name: string;
	readonly source: string;
	readonly received_at: Instant;
	readonly segment: string;
	readonly byte_offset: bigint;
	readonly byte_length: number;
}

/**
 * Reads the packets that are refused as a whole again, from the bytes that were kept. What can be read now is
 * recorded as it would have been when it came: received then. In the report, `repeated` are those that stay refused.
 * Rights are those of `options.collection`, as for `ingest`: quarantine does not remember them.
 */
export async function retry(
	database: Database,
	store: RawStore,
	{ signal, onProgress, ...options }: RetryOptions
): Promise<IngestReport> {
	const report = new IngestReport();
	const packets = await refusedPackets(database);
	const folder = await mkdtemp(join(tmpdir(), 'lookback-retry-'));
	try {
		for (const [index, packet] of packets.entries()) {
			if (signal.aborted) break;
			// a run for each: its clock of receipt stands at that packet's
			const run = await ingest(database, store, arrivalsOf(packet, store, folder), {
				...options,
				source: options.source ?? (packet.source === 'unknown' ? null : packet.source),
				now: () => packet.received_at
			});
			include(report, run);
			onProgress(index + 1, packets.length);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
	return report;
}

/** Refusals of whole packets that still stand, each by its first receipt; those without any bytes have nothing to read. */
function refusedPackets({ sql }: Database): Promise<RefusedPacket[]> {
	return sql<RefusedPacket[]>`
		with standing as (
			select distinct on (p.sha256)
				p.id, p.name, p.source, p.received_at, b.segment, p.byte_offset, p.byte_length
			from quarantine q
			join packet p on p.id = q.packet
			join batch b on b.batch = p.batch
			where q.record is null and p.byte_length > 0
				and not exists (
					select from packet again
					where again.sha256 = p.sha256
						and not exists (select from quarantine r where r.packet = again.id and r.record is null))
			order by p.sha256, p.received_at, p.id)
		select name, source, received_at, segment, byte_offset, byte_length
		from standing
		order by received_at, id`;
}

/** The packet as it arrived, unpacked where it was compressed, by its own name. */
async function* arrivalsOf(packet: RefusedPacket, store: RawStore, folder: string): AsyncGenerator<Arrival> {
	const file = join(folder, 'packet');
	await writeFile(file, await store.read(packet.segment, Number(packet.byte_offset), packet.byte_length));
	for await (const arrival of openPaths([file]))
		yield { ...arrival, name: packet.name + arrival.name.slice(file.length) };
}

function include(report: IngestReport, { sources, recorded, refusals, batches }: IngestReport): void {
	for (const { source, format, packets, repeated, records, refused } of sources.values()) {
		const sum = report.of(source, format);
		sum.packets += packets;
		sum.repeated += repeated;
		sum.records += records;
		sum.refused += refused;
	}
	for (const [relation, count] of recorded)
		report.recorded.set(relation, (report.recorded.get(relation) ?? 0) + count);
	for (const [code, { count, ...first }] of refusals)
		report.refusals.set(code, {
			...first,
			...report.refusals.get(code),
			count: (report.refusals.get(code)?.count ?? 0) + count
		});
	report.batches += batches;
}
