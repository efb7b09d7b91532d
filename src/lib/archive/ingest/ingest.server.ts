import { hash } from 'node:crypto';
import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { keptOf, type Arrival, type RefusedArrival } from '#lib/archive/packets/open.server.ts';
import { isSchemaDocument, schemasOnRecord } from '#lib/archive/packets/schemas-on-record.server.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { BareRefusals } from './bare-refusals.server.ts';
import { Batch } from './batch.server.ts';
import { Collections } from './collections.server.ts';
import { decodePacket, type Decoded } from './decoded.ts';
import type { KnownRule } from './knowledge.ts';
import { knownPackets, packetIds } from './packets-on-record.server.ts';
import { ObjectPlaces } from './places.server.ts';
import { IngestReport } from './report.ts';
import { rowsOf, type RecordRows } from './rows.ts';
import { NewTellings } from './tellings.server.ts';

export interface IngestOptions {
	/** Who loads: goes into the ledger. */
	readonly actor: string;
	readonly note: string;
	readonly rule: KnownRule;
	/** Overrides the source the packets name, where it is given. */
	readonly source?: string | null;
	/** Collection for rows that would be public otherwise. */
	readonly collection?: string | null;
	/** Clock of receipt. */
	readonly now: () => Instant;
	readonly onProgress?: (report: IngestReport) => void;
}

/** An arrival with what is kept of it. */
interface Kept {
	readonly arrival: Arrival;
	readonly original: Uint8Array;
}

interface Packet {
	readonly id: bigint;
	readonly name: string;
	readonly original: Uint8Array;
	readonly sha256: Buffer;
	readonly receivedAt: Instant;
	readonly decoded: Decoded;
	readonly records: readonly RecordRows[];
}

/** Collection of what could not be read. */
const quarantine = 'quarantine';

const windowPackets = 256;
const windowBytes = 48 * 2 ** 20;

/**
 * Records everything that arrives: facts where a packet can be read, the bytes (if there are any) and a reason where
 * it cannot.
 * Packets are decoded, hashed and compared with what is on record before the ledger is asked for its lock, while the
 * batch before is being written. Loading anything twice changes nothing.
 */
export async function ingest(
	database: Database,
	store: RawStore,
	arrivals: AsyncIterable<Arrival>,
	options: IngestOptions
): Promise<IngestReport> {
	const run = new Ingest(database, store, options);
	await run.prepare();
	let window: Arrival[] = [];
	let bytes = 0;
	for await (const arrival of arrivals) {
		window.push(arrival);
		bytes += arrival.bytes?.length ?? 0;
		if (window.length >= windowPackets || bytes >= windowBytes) {
			await run.take(window);
			for (const taken of window) if ('release' in taken) taken.release?.();
			window = [];
			bytes = 0;
		}
	}
	await run.take(window);
	await run.finish();
	return run.report;
}

class Ingest {
	readonly report = new IngestReport();
	readonly #database: Database;
	readonly #store: RawStore;
	readonly #options: IngestOptions;
	readonly #places: ObjectPlaces;
	readonly #tellings: NewTellings;
	readonly #collections: Collections;
	readonly #bareRefusals: BareRefusals;
	#schemas!: Awaited<ReturnType<typeof schemasOnRecord>>;
	#batch = new Batch();
	/** Batch up to which the measurements of the batch in hand were compared with what is on record. */
	#compared: bigint | null = null;
	/** The same of the window in hand, whose rows may fill several batches. */
	#comparedLast: bigint | null = null;
	readonly #own: bigint[] = [];
	#writing: Promise<void> = Promise.resolve();

	constructor(database: Database, store: RawStore, options: IngestOptions) {
		this.#database = database;
		this.#store = store;
		this.#options = options;
		this.#places = new ObjectPlaces(database);
		this.#tellings = new NewTellings(database);
		this.#collections = new Collections(database);
		this.#bareRefusals = new BareRefusals(database);
	}

	async prepare(): Promise<void> {
		this.#schemas = await schemasOnRecord(this.#database, this.#store);
		await this.#collections.load();
	}

	/** Takes in a window of arrivals, sealing batches as they fill. */
	async take(arrivals: readonly Arrival[]): Promise<void> {
		const kept: Kept[] = [];
		const bare: RefusedArrival[] = [];
		for (const arrival of arrivals) {
			const original = keptOf(arrival);
			if (original) kept.push({ arrival, original });
			else if ('refused' in arrival) bare.push(arrival);
		}
		const packets = await this.#read(kept);
		const measured = packets.flatMap((packet) => packet.records.flatMap((record) => record.photometry));
		const first = new Map<string, bigint | null>();
		for (const { records } of packets) for (const record of records) firstPositions(record, first);
		const { of: places, isNew } = await this.#places.resolve(first);
		const placed = measured.flatMap((row) => {
			const hpx = places.get(`${row.survey}/${row.object_id}`);
			return hpx === undefined ? [] : [Object.assign(row, { hpx })];
		});
		this.#comparedLast = await this.#tellings.load(placed, isNew);
		this.#compared ??= this.#comparedLast;
		for (const packet of packets) await this.#add(packet, places);
		await this.#addBare(bare);
		this.#options.onProgress?.(this.report);
	}

	async finish(): Promise<void> {
		await this.#seal();
		await this.#writing;
		this.#options.onProgress?.(this.report);
	}

	async #read(arrivals: readonly Kept[]): Promise<Packet[]> {
		const { now, rule, collection, source } = this.#options;
		const digests = arrivals.map(({ original }) => hash('sha256', original, 'buffer'));
		const known = await knownPackets(this.#database, digests);
		const ids = await packetIds(this.#database, arrivals.length);
		const packets: Packet[] = [];
		for (const [index, { arrival, original }] of arrivals.entries()) {
			const sha256 = digests[index]!;
			const recorded = known.get(sha256.toString('hex'));
			if (recorded && !recorded.refused && rule.kind === 'received' && !collection) {
				this.report.of(recorded.source, recorded.format).repeated++;
				continue;
			}
			const receivedAt = now();
			const decoded = await this.#decode(arrival);
			const reception = { packet: ids[index]!, receivedAt, rule, collection: collection ?? null };
			const records = decoded.records.flatMap((facts, record) =>
				facts instanceof LookbackError ? [] : [rowsOf(facts, record, reception)]
			);
			const repeats =
				recorded && (recorded.refused || records.every((one) => recorded.knownAt <= one.known.knownAt));
			if (
				repeats &&
				(!collection || recorded.collections.includes(collection)) &&
				(!recorded.refused || decoded.refused)
			) {
				this.report.of(recorded.source, recorded.format).repeated++;
				continue;
			}
			known.set(sha256.toString('hex'), {
				source: sourceOf(decoded, source),
				format: decoded.format,
				refused: decoded.refused !== null,
				knownAt: records.map((one) => one.known.knownAt).reduce((a, b) => (a < b ? a : b), receivedAt),
				collections: collectionsOf(records)
			});
			packets.push({ id: ids[index]!, name: arrival.name, original, sha256, receivedAt, decoded, records });
		}
		return packets;
	}

	async #decode(arrival: Arrival): Promise<Decoded> {
		if ('refused' in arrival) return { format: 'unknown', records: [], refused: arrival.refused };
		const decoded = await decodePacket(arrival.bytes, { name: arrival.name, schemas: this.#schemas });
		if (isSchemaDocument(decoded.format))
			this.#schemas.add(arrival.name, JSON.parse(Buffer.from(arrival.bytes).toString()));
		return decoded;
	}

	async #add(packet: Packet, places: ReadonlyMap<string, bigint>): Promise<void> {
		const { decoded, records } = packet;
		const source = sourceOf(decoded, this.#options.source);
		const collections = collectionsOf(records);
		const facts = decoded.records.find((one): one is PacketFacts => !(one instanceof LookbackError));
		const own = collections[0] ?? quarantine;
		const known = records[0]?.known ?? { knownAt: packet.receivedAt, knownFrom: 'received' as const };
		const about = {
			collection: own,
			known_at: known.knownAt,
			known_from: known.knownFrom,
			version: 0n,
			packet: packet.id
		};
		const report = this.report.of(source, decoded.format);
		report.packets++;
		report.records += decoded.records.length;

		for (const policy of this.#collections.introduce([...collections, own], packet.receivedAt))
			this.#batch.add(policy);
		const place = this.#batch.addPacket(packet.original, packet.name);
		this.#batch.add({
			relation: 'packet',
			row: {
				id: packet.id,
				source,
				format: decoded.format,
				schema_version: facts?.schemaVersion ?? null,
				role: facts?.role ?? 'observation',
				name: packet.name,
				sha256: packet.sha256,
				byte_offset: BigInt(place.offset),
				byte_length: place.length,
				records: decoded.records.length,
				collections: collections.length > 0 ? collections : [own],
				stated_at: facts?.statedAt ?? null,
				received_at: packet.receivedAt,
				...about
			}
		});
		const refuse = (error: LookbackError, record: number | null) => {
			report.refused++;
			this.report.refuse(error, packet.name);
			this.#batch.add({
				relation: 'quarantine',
				row: { record, name: packet.name, code: error.code, reason: error.message, ...about }
			});
		};
		if (decoded.refused) refuse(decoded.refused, null);
		decoded.records.forEach((one, record) => {
			if (one instanceof LookbackError) refuse(one, record);
		});
		for (const { record, rows, photometry, withdrawals, refused } of records) {
			for (const error of refused) refuse(error, record);
			for (const row of rows) this.#batch.add(row);
			for (const measurement of photometry) {
				const hpx = places.get(`${measurement.survey}/${measurement.object_id}`);
				if (hpx === undefined) refuse(withoutPlace(measurement.survey, measurement.object_id), record);
				else if (this.#tellings.isNew(measurement)) {
					this.#batch.addMeasurement(Object.assign(measurement, { hpx }));
				}
			}
			for (const withdrawal of withdrawals) this.#batch.addWithdrawal(withdrawal);
			if (this.#batch.isFull) await this.#seal();
		}
		if (this.#batch.isFull) await this.#seal();
	}

	/** Records refusals of what came without any bytes: there is no packet to keep. */
	async #addBare(arrivals: readonly RefusedArrival[]): Promise<void> {
		await this.#bareRefusals.load(arrivals);
		for (const arrival of arrivals) {
			const report = this.report.of(this.#options.source ?? 'unknown', 'unknown');
			if (!this.#bareRefusals.isNew(arrival)) {
				report.repeated++;
				continue;
			}
			report.packets++;
			report.refused++;
			this.report.refuse(arrival.refused, arrival.name);
			const receivedAt = this.#options.now();
			for (const policy of this.#collections.introduce([quarantine], receivedAt)) this.#batch.add(policy);
			this.#batch.add({
				relation: 'quarantine',
				row: {
					record: null,
					name: arrival.name,
					code: arrival.refused.code,
					reason: arrival.refused.message,
					collection: quarantine,
					known_at: receivedAt,
					known_from: 'received',
					version: 0n,
					packet: null
				}
			});
			if (this.#batch.isFull) await this.#seal();
		}
	}

	/** Hands the full batch over to be written once the one before is; only one waits at a time. */
	async #seal(): Promise<void> {
		const batch = this.#batch;
		const compared = this.#compared ?? 0n;
		this.#batch = new Batch();
		this.#compared = this.#comparedLast;
		await this.#writing;
		if (batch.isEmpty) return;
		const { actor, note, now } = this.#options;
		const entry = { actor, kind: 'ingest', note, receivedAt: now() };
		this.#writing = batch.seal(this.#database, this.#store, entry, compared, this.#own).then((sealed) => {
			if (!sealed) return;
			this.#own.push(sealed.batch);
			this.report.sealed(sealed.recorded);
		});
		this.#writing.catch(() => {}); // is thrown by the await that comes next
	}
}

function sourceOf(decoded: Decoded, wanted: string | null | undefined): string {
	const facts = decoded.records.find((one): one is PacketFacts => !(one instanceof LookbackError));
	return wanted ?? facts?.source ?? 'unknown';
}

function collectionsOf(records: readonly RecordRows[]): string[] {
	const names = records.flatMap(({ rows, photometry }) => [
		...rows.map(({ row }) => row.collection),
		...photometry.map((row) => row.collection)
	]);
	return [...new Set(names)].sort();
}

/** First position of each object in a record: of its alert, else of a measurement that has one. */
function firstPositions({ rows, photometry }: RecordRows, into: Map<string, bigint | null>): void {
	for (const one of rows) {
		if (one.relation !== 'alert') continue;
		const key = `${one.row.survey}/${one.row.object_id}`;
		if (!into.get(key)) into.set(key, one.row.hpx);
	}
	for (const row of photometry) {
		const key = `${row.survey}/${row.object_id}`;
		if (!into.has(key)) into.set(key, null);
	}
}

function withoutPlace(survey: string, objectId: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'archive/object-without-position',
		`Photometry of ${survey}/${objectId} came without any position of the object, here or on record.`,
		{ survey, objectId }
	);
}
