import { hash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { keptOf, type Arrival, type RefusedArrival } from '#lib/archive/packets/open.server.ts';
import { isSchemaDocument, schemaDocuments } from '#lib/archive/packets/recognise.ts';
import { schemasOnRecord } from '#lib/archive/packets/schemas-on-record.server.ts';
import type { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import { newestBatch } from '#lib/archive/basis.server.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import { assertCollectionName } from '#lib/access/collection-name.ts';
import type { Database } from '#lib/db/client.server.ts';
import { BareRefusals } from './bare-refusals.server.ts';
import type { IngestOptions } from './options.ts';
import { knownPackets, packetIds, type KnownPacket } from './packets-on-record.server.ts';
import { readPacket, refusedReading, type Reading, type ReadRecord } from './reading.ts';
import { quarantine, Recorder, type Packet } from './recorder.server.ts';
import { Recent } from './recent.ts';
import { IngestReport } from './report.ts';
import type { Reception } from './rows.ts';

const windowPackets = 256;
const windowBytes = 48 * 2 ** 20;
/** A packet of so many bytes (a skymap unpacks to 400 MB) is in memory alone. */
const aloneBytes = 32 * 2 ** 20;
/** So many packets are read before the database's answers to others have a turn. */
const packetsInARow = 16;
/** Records of a large packet that are recorded together. */
const partRecords = 500;

/**
 * Records everything that arrives: facts where a packet can be read, the bytes (if there are any) and a reason where
 * it cannot. Packets are decoded, hashed and compared with what is on record before the ledger is asked for its lock,
 * while the batch before is being written. Loading anything twice changes nothing.
 */
export async function ingest(
	database: Database,
	store: RawStore,
	arrivals: AsyncIterable<Arrival>,
	options: IngestOptions
): Promise<IngestReport> {
	if (options.collection) assertCollectionName(options.collection);
	const run = new Ingest(database, store, options);
	await run.prepare();
	// one window arrives while the one before is read, and the one before that waits for the database
	let recording: Promise<void> = Promise.resolve();
	let reading: Promise<void> = Promise.resolve();
	const take = async (window: readonly Arrival[]) => {
		const read = await run.read(window);
		await recording;
		recording = handled(
			run.record(read).then(() => {
				for (const taken of window) if ('release' in taken) taken.release?.();
			})
		);
	};
	let window: Arrival[] = [];
	let bytes = 0;
	for await (const arrival of arrivals) {
		window.push(arrival);
		bytes += arrival.bytes?.length ?? 0;
		if (window.length < windowPackets && bytes < windowBytes) continue;
		await reading;
		reading = handled(take(window));
		[window, bytes] = [[], 0];
		if ((arrival.bytes?.length ?? 0) < aloneBytes) continue;
		await reading;
		await recording;
	}
	await reading;
	await take(window);
	await recording;
	await run.finish();
	return run.report;
}

/** A promise whose failure is thrown where it is awaited, which is later. */
function handled(promise: Promise<void>): Promise<void> {
	promise.catch(() => {});
	return promise;
}

/** An arrival with what is kept of it. */
interface Kept {
	readonly arrival: Arrival;
	readonly original: Uint8Array;
}

/** What was read of a window of arrivals, compared with what is on record up to batch `compared`. */
interface Window {
	readonly packets: readonly Packet[];
	readonly bare: readonly RefusedArrival[];
	readonly compared: bigint;
}

class Ingest {
	readonly report = new IngestReport();
	readonly #database: Database;
	readonly #store: RawStore;
	readonly #options: IngestOptions;
	readonly #recorder: Recorder;
	readonly #bareRefusals: BareRefusals;
	/** Packets of this run by digest: they may not be on record yet. */
	readonly #lately = new Recent<readonly KnownPacket[]>(50_000);
	#schemas!: SchemaStore;

	constructor(database: Database, store: RawStore, options: IngestOptions) {
		this.#database = database;
		this.#store = store;
		this.#options = options;
		this.#recorder = new Recorder(database, store, options, this.report);
		this.#bareRefusals = new BareRefusals(database);
	}

	async prepare(): Promise<void> {
		this.#schemas = await schemasOnRecord(this.#database, this.#store);
		await this.#recorder.prepare();
	}

	/** Reads what has arrived, leaving out what is on record. */
	async read(arrivals: readonly Arrival[]): Promise<Window> {
		const kept: Kept[] = [];
		const bare: RefusedArrival[] = [];
		for (const arrival of arrivals) {
			const original = keptOf(arrival);
			if (original) kept.push({ arrival, original });
			else if ('refused' in arrival) bare.push(arrival);
		}
		const { batch: compared } = await newestBatch(this.#database);
		return { packets: await this.#read(kept), bare, compared };
	}

	/** Records what was read: small packets together, large ones part by part. */
	async record({ packets, bare, compared }: Window): Promise<void> {
		const small = packets.flatMap((packet) => {
			const records = packet.reading.again();
			return Array.isArray(records) ? [{ packet, isFirst: true, records: records as ReadRecord[] }] : [];
		});
		await this.#recorder.add(small, compared);
		for (const packet of packets) await this.#addLarge(packet, compared);
		await this.#bareRefusals.load(bare);
		for (const arrival of bare) await this.#addBare(arrival);
		this.#options.onProgress?.(this.report);
	}

	async finish(): Promise<void> {
		await this.#recorder.finish();
		this.#options.onProgress?.(this.report);
	}

	async #read(arrivals: readonly Kept[]): Promise<Packet[]> {
		const { now, rule, collection = null, source, mayAddTo } = this.#options;
		const digests = arrivals.map(({ original }) => hash('sha256', original, 'buffer'));
		const [recordedBefore, ids] = await Promise.all([
			knownPackets(this.#database, digests),
			packetIds(this.#database, arrivals.length)
		]);
		const packets: Packet[] = [];
		for (const [index, { arrival, original }] of arrivals.entries()) {
			if (index % packetsInARow === 0) await turn();
			const [id, sha256] = [ids[index]!, digests[index]!];
			const key = sha256.toString('hex');
			const recorded = this.#lately.get(key) ?? recordedBefore.get(key) ?? [];
			const settled = recorded.find((one) => this.#isSettled(one));
			if (settled) {
				this.report.of(settled.source, settled.format).repeated++;
				continue;
			}
			const receivedAt = arrival.receivedAt ?? now();
			const { isOnRecord } = this.#recorder;
			const reception = { packet: id, receivedAt, rule, collection, isOnRecord, mayAddTo };
			const reading = await this.#readOne(arrival, reception);
			const repeated = recorded.find((one) => this.#repeats(one, reading));
			if (repeated) {
				this.report.of(repeated.source, repeated.format).repeated++;
				continue;
			}
			const packet: Packet = {
				id,
				name: arrival.name,
				source: source ?? reading.source ?? 'unknown',
				original,
				sha256,
				receivedAt,
				wantedCollection: collection,
				reading
			};
			const read: KnownPacket = {
				source: packet.source,
				format: reading.format,
				refused: reading.refused !== null,
				refusedRecords: reading.refusedRecords,
				foreignRecords: reading.foreignRecords,
				knownAt: reading.known?.knownAt ?? receivedAt,
				collections: reading.collections,
				wantedCollection: collection
			};
			this.#lately.set(key, [...recorded, read]);
			packets.push(packet);
		}
		return packets;
	}

	/** Whether a packet with these bytes says nothing new, so that it need not even be read. */
	#isSettled(recorded: KnownPacket): boolean {
		const { rule, collection, again } = this.#options;
		if (recorded.refused || (again && recorded.refusedRecords > 0)) return false;
		// what was sent for another collection, or by who might not add all of it, says something new here
		const isWhole = recorded.foreignRecords === 0 && recorded.wantedCollection === null;
		return rule.kind === 'received' && !collection && isWhole;
	}

	/** Whether what was read of it is on record: readable as it was, known no later, in the same collections. */
	#repeats(recorded: KnownPacket, reading: Reading): boolean {
		if (recorded.refused) return reading.refused !== null;
		if (this.#options.again && reading.refusedRecords < recorded.refusedRecords) return false;
		if (reading.foreignRecords < recorded.foreignRecords) return false;
		if (!reading.collections.every((name) => recorded.collections.includes(name))) return false;
		return reading.known === null || recorded.knownAt <= reading.known.knownAt;
	}

	async #readOne(arrival: Arrival, reception: Reception): Promise<Reading> {
		if ('refused' in arrival) return refusedReading('unknown', arrival.refused);
		const context = { name: arrival.name, schemas: this.#schemas };
		const reading = await readPacket(arrival.bytes, context, reception);
		if (isSchemaDocument(reading.format) && !reading.refused) {
			for (const json of schemaDocuments(arrival.bytes, arrival.name)) this.#schemas.add(arrival.name, json);
		}
		return reading;
	}

	async #addLarge(packet: Packet, compared: bigint): Promise<void> {
		const all = packet.reading.again();
		if (Array.isArray(all)) return;
		let part: ReadRecord[] = [];
		let isFirst = true;
		for await (const record of all) {
			part.push(record);
			if (part.length < partRecords) continue;
			await this.#recorder.add([{ packet, isFirst, records: part }], compared);
			[part, isFirst] = [[], false];
		}
		await this.#recorder.add([{ packet, isFirst, records: part }], compared);
	}

	async #addBare(arrival: RefusedArrival): Promise<void> {
		const report = this.report.of(this.#options.source ?? 'unknown', 'unknown');
		if (!this.#bareRefusals.isNew(arrival)) {
			report.repeated++;
			return;
		}
		report.packets++;
		report.refused++;
		await this.#recorder.addBare(arrival, this.#options.collection ?? quarantine);
	}
}
