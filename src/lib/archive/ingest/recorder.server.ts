import { LookbackError } from '#lib/errors.ts';
import type { RefusedArrival } from '#lib/archive/packets/open.server.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { SegmentSeal } from '#lib/db/manifest.ts';
import type { Instant } from '#lib/sky/time.ts';
import { Batch } from './batch.server.ts';
import { Collections } from './collections.server.ts';
import { ObjectPlaces } from './places.server.ts';
import type { Reading, ReadRecord } from './reading.ts';
import type { IngestReport } from './report.ts';
import type { RecordRows } from './rows.ts';
import { NewTellings } from './tellings.server.ts';

/** So many batches are stored, and wait to be recorded, at once. */
const batchesAtOnce = 3;

/** Collection of what cannot be read, where none was wanted. */
export const quarantine = 'quarantine';

/** A packet on its way into the ledger. */
export interface Packet {
	readonly id: bigint;
	readonly name: string;
	readonly source: string;
	readonly original: Uint8Array;
	readonly sha256: Buffer;
	readonly receivedAt: Instant;
	/** Collection that was wanted for its public rows and for what cannot be read. */
	readonly wantedCollection: string | null;
	readonly reading: Reading;
}

/** Some records of a packet; the first of them bring the packet itself along. */
export interface Part {
	readonly packet: Packet;
	readonly isFirst: boolean;
	readonly records: readonly ReadRecord[];
}

/** Fills batches with what is new, and has each written while the next is filled. */
export class Recorder {
	readonly #database: Database;
	readonly #store: RawStore;
	readonly #entry: { readonly actor: string; readonly note: string; readonly now: () => Instant };
	readonly #report: IngestReport;
	readonly #places: ObjectPlaces;
	readonly #tellings: NewTellings;
	readonly #collections: Collections;
	#batch = new Batch();
	/** Batch up to which the measurements of the batch in hand were compared with what is on record. */
	#compared: bigint | null = null;
	/** The same of the parts in hand, whose rows may fill several batches. */
	#comparedLast: bigint | null = null;
	readonly #own: bigint[] = [];
	/** Batches on their way, the oldest first; each is recorded behind the one before it. */
	readonly #writing: Promise<void>[] = [];

	constructor(
		database: Database,
		store: RawStore,
		entry: { readonly actor: string; readonly note: string; readonly now: () => Instant },
		report: IngestReport
	) {
		this.#database = database;
		this.#store = store;
		this.#entry = entry;
		this.#report = report;
		this.#places = new ObjectPlaces(database);
		this.#tellings = new NewTellings(database);
		this.#collections = new Collections(database);
	}

	prepare(): Promise<void> {
		return this.#collections.load();
	}

	/** Adds parts of packets, comparing their measurements with what is on record in one question. */
	async add(parts: readonly Part[]): Promise<void> {
		const first = new Map<string, bigint | null>();
		const read = parts.flatMap((part) => part.records.filter((one): one is RecordRows => !('error' in one)));
		for (const record of read) firstPositions(record, first);
		const { of: places, isNew } = await this.#places.resolve(first);
		const placed = read.flatMap((record) =>
			record.photometry.flatMap((row) => {
				const hpx = places.get(`${row.survey}/${row.object_id}`);
				return hpx === undefined ? [] : [Object.assign(row, { hpx })];
			})
		);
		this.#comparedLast = await this.#tellings.load(placed, isNew);
		this.#compared ??= this.#comparedLast;
		for (const part of parts) await this.#addPart(part, places);
	}

	/** Records the refusal of what came without any bytes: there is no packet to keep. */
	async addBare({ name, refused }: RefusedArrival, collection: string): Promise<void> {
		const receivedAt = this.#entry.now();
		this.#introduce([collection], receivedAt);
		this.#report.refuse(refused, name);
		this.#batch.add({
			relation: 'quarantine',
			row: {
				record: null,
				name,
				code: refused.code,
				reason: refused.message,
				collection,
				known_at: receivedAt,
				known_from: 'received',
				version: 0n,
				packet: null
			}
		});
		if (this.#batch.isFull) await this.#seal();
	}

	/** Writes what is left. */
	async finish(): Promise<void> {
		await this.#seal();
		await Promise.all(this.#writing);
	}

	async #addPart({ packet, isFirst, records }: Part, places: ReadonlyMap<string, bigint>): Promise<void> {
		if (isFirst) this.#addPacket(packet);
		for (const one of records) {
			if ('error' in one) this.#refuse(packet, one.error, one.record);
			else this.#addRecord(packet, one, places);
			if (this.#batch.isFull) await this.#seal();
		}
		if (this.#batch.isFull) await this.#seal();
	}

	#addPacket(packet: Packet): void {
		const { id, name, source, original, sha256, receivedAt, reading } = packet;
		const report = this.#report.of(source, reading.format);
		report.packets++;
		report.records += reading.records;
		const about = aboutPacket(packet);
		this.#introduce([...reading.collections, about.collection], receivedAt);
		const place = this.#batch.addPacket(original, sha256, name);
		this.#batch.add({
			relation: 'packet',
			row: {
				id,
				source,
				format: reading.format,
				schema_version: reading.schemaVersion,
				role: reading.role,
				name,
				wanted_collection: packet.wantedCollection,
				sha256,
				byte_offset: BigInt(place.offset),
				byte_length: place.length,
				records: reading.records,
				collections: reading.collections.length > 0 ? [...reading.collections] : [about.collection],
				stated_at: reading.statedAt,
				received_at: receivedAt,
				...about
			}
		});
		if (reading.refused) this.#refuse(packet, reading.refused, null);
	}

	#addRecord(packet: Packet, read: RecordRows, places: ReadonlyMap<string, bigint>): void {
		const { record, rows, photometry, withdrawals, refused } = read;
		for (const error of refused) this.#refuse(packet, error, record);
		for (const row of rows) this.#batch.add(row);
		for (const measurement of photometry) {
			const hpx = places.get(`${measurement.survey}/${measurement.object_id}`);
			if (hpx === undefined) {
				this.#refuse(packet, withoutPlace(measurement.survey, measurement.object_id), record);
			} else if (this.#tellings.isNew(measurement)) {
				this.#batch.addMeasurement(Object.assign(measurement, { hpx }));
			}
		}
		for (const withdrawal of withdrawals) this.#batch.addWithdrawal(withdrawal);
	}

	#refuse(packet: Packet, error: LookbackError, record: number | null): void {
		const { name, source, reading } = packet;
		this.#report.of(source, reading.format).refused++;
		this.#report.refuse(error, name);
		this.#batch.add({
			relation: 'quarantine',
			row: { record, name, code: error.code, reason: error.message, ...aboutPacket(packet) }
		});
	}

	#introduce(collections: readonly string[], receivedAt: Instant): void {
		for (const policy of this.#collections.introduce(collections, receivedAt)) this.#batch.add(policy);
	}

	/** Hands the full batch over: its bytes are stored while those before it are being recorded. */
	async #seal(): Promise<void> {
		const batch = this.#batch;
		const compared = this.#compared ?? 0n;
		this.#batch = new Batch();
		this.#compared = this.#comparedLast;
		if (batch.isEmpty) return;
		if (this.#writing.length >= batchesAtOnce) await this.#writing.shift();
		const stored = handled(batch.store(this.#store, this.#entry.now()));
		this.#writing.push(handled(this.#record(batch, stored, compared, this.#writing.at(-1))));
	}

	async #record(
		batch: Batch,
		stored: Promise<SegmentSeal | null>,
		compared: bigint,
		before: Promise<void> | undefined
	): Promise<void> {
		const [segment] = await Promise.all([stored, before]);
		const { actor, note } = this.#entry;
		const entry = { actor, kind: 'ingest', note, segment };
		const sealed = await batch.record(this.#database, entry, compared, this.#own);
		if (sealed) {
			this.#own.push(sealed.batch);
			this.#report.sealed(sealed.recorded);
		} else if (segment) await this.#store.discard(segment.path);
	}
}

/** A promise whose failure is thrown where it is awaited, which is later. */
function handled<Value>(promise: Promise<Value>): Promise<Value> {
	promise.catch(() => {});
	return promise;
}

/** What the rows about a packet itself have in common. */
function aboutPacket({ id, receivedAt, wantedCollection, reading }: Packet) {
	const { knownAt, knownFrom } = reading.known ?? { knownAt: receivedAt, knownFrom: 'received' as const };
	return {
		collection: reading.collections[0] ?? wantedCollection ?? quarantine,
		known_at: knownAt,
		known_from: knownFrom,
		version: 0n,
		packet: id
	};
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
