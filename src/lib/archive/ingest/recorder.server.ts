import { LookbackError } from '#lib/errors.ts';
import type { RefusedArrival } from '#lib/archive/packets/open.server.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import { hpx29 } from '#lib/sky/healpix.ts';
import type { Instant } from '#lib/sky/time.ts';
import { Batch, type Writer } from './batch.server.ts';
import { Collections } from './collections.server.ts';
import { ObjectPlaces } from './places.server.ts';
import type { IngestOptions } from './options.ts';
import type { Reading, ReadRecord } from './reading.ts';
import type { IngestReport } from './report.ts';
import type { RecordRows, Unplaced } from './rows.ts';
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
	readonly #writer: Writer;
	readonly #report: IngestReport;
	readonly #places: ObjectPlaces;
	readonly #tellings: NewTellings;
	readonly #collections: Collections;
	#batch: Batch;
	/** Batch up to which the parts in hand were compared with what is on record. */
	#compared = 0n;
	/** Resolves when the bytes of every batch so far are stored. */
	#stored: Promise<unknown> = Promise.resolve();
	/** Batches on their way, the oldest first; each is recorded behind the one before it. */
	readonly #writing: Promise<void>[] = [];

	constructor(
		database: Database,
		store: RawStore,
		{ actor, note, now, mayAddTo }: Pick<IngestOptions, 'actor' | 'note' | 'now' | 'mayAddTo'>,
		report: IngestReport
	) {
		const kind = mayAddTo ? 'contribution' : 'ingest';
		this.#writer = { database, store, actor, kind, note, now, own: [], replaced: new Map() };
		this.#report = report;
		this.#places = new ObjectPlaces(database);
		this.#tellings = new NewTellings(database.sql);
		this.#collections = new Collections(database);
		this.#batch = new Batch(this.#writer);
	}

	/** Whether a measurement is known to be on record as it stands: nothing needs to be made of it. */
	readonly isOnRecord = (row: Unplaced): boolean => this.#tellings.isOnRecord(row);

	prepare(): Promise<void> {
		return this.#collections.load();
	}

	/**
	 * Adds parts of packets, comparing their measurements with what is on record in one question. The packets were
	 * compared with what is on record up to batch `compared`.
	 */
	async add(parts: readonly Part[], compared: bigint): Promise<void> {
		this.#batch.comparedWith(compared);
		this.#compared = compared;
		const first = new Map<string, bigint | null>();
		const read = parts.flatMap((part) => part.records.filter((one): one is RecordRows => !('error' in one)));
		for (const record of read) firstPositions(record, first);
		const { of: places, isNew } = await this.#places.resolve(first);
		const placed: NewFact<'photometry'>[] = [];
		const judged = new Set<unknown>();
		for (const { photometry, withdrawals } of read) {
			for (const row of photometry) {
				row.hpx = places.get(`${row.survey}/${row.object_id}`) ?? null;
				if (isPlaced(row)) placed.push(row);
			}
			for (const { of } of withdrawals) judged.add(of);
		}
		await this.#tellings.load(placed, isNew, judged);
		for (const part of parts) await this.#addPart(part);
	}

	/** Records the refusal of what came without any bytes: there is no packet to keep. */
	async addBare({ name, refused }: RefusedArrival, collection: string): Promise<void> {
		const receivedAt = this.#writer.now();
		this.#introduce([collection]);
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

	async #addPart({ packet, isFirst, records }: Part): Promise<void> {
		if (isFirst) this.#addPacket(packet);
		for (const one of records) {
			if ('error' in one) this.#refuse(packet, one.error, one.record);
			else this.#addRecord(packet, one);
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
		this.#introduce([...reading.collections, about.collection]);
		if (reading.isRetold) this.#batch.retells();
		this.#batch.packets.add(
			{
				id,
				source,
				format: reading.format,
				schema_version: reading.schemaVersion,
				role: reading.role,
				name,
				wanted_collection: packet.wantedCollection,
				sha256,
				records: reading.records,
				collections: reading.collections.length > 0 ? [...reading.collections] : [about.collection],
				stated_at: reading.statedAt,
				received_at: receivedAt,
				...about
			},
			original
		);
		if (reading.refused) this.#refuse(packet, reading.refused, null);
	}

	#addRecord(packet: Packet, read: RecordRows): void {
		const { record, rows, photometry, withdrawals, refused } = read;
		for (const error of refused) this.#refuse(packet, error, record);
		for (const row of rows) this.#batch.add(row);
		for (const row of photometry) {
			if (!isPlaced(row)) this.#refuse(packet, withoutPlace(row.survey, row.object_id), record);
			else if (this.#tellings.isNew(row)) this.#batch.addMeasurement(row);
		}
		for (const withdrawal of withdrawals) {
			if ('measurement' in withdrawal.of) this.#tellings.settle(withdrawal.of);
			this.#batch.addWithdrawal(withdrawal);
		}
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

	#introduce(collections: readonly string[]): void {
		for (const policy of this.#collections.introduce(collections)) this.#batch.add(policy);
	}

	/** Hands the full batch over: its bytes are stored while those before it are being recorded. */
	async #seal(): Promise<void> {
		const batch = this.#batch;
		if (batch.isEmpty) return;
		this.#batch = new Batch(this.#writer);
		this.#batch.comparedWith(this.#compared);
		if (this.#writing.length >= batchesAtOnce) await this.#writing.shift();
		batch.packets.store(this.#writer.store, this.#writer.now());
		// in order, too: a batch that holds a connection must never wait for one that has none yet
		this.#stored = Promise.all([this.#stored, batch.packets.stored]);
		const written = this.#record(batch, this.#stored, this.#writing.at(-1));
		written.catch(() => {}); // thrown where it is awaited, which is later
		this.#writing.push(written);
	}

	async #record(batch: Batch, stored: Promise<unknown>, turn: Promise<void> | undefined): Promise<void> {
		const packets = batch.packets.rows;
		// before a transaction is open, which a slow store would outlast
		await stored;
		const sealed = await batch.record(turn);
		for (const packet of packets) {
			if (!this.#writer.replaced.has(packet.id)) continue;
			const report = this.#report.of(packet.source, packet.format);
			report.packets--;
			report.records -= packet.records;
			report.repeated++;
		}
		if (!sealed) return;
		this.#writer.own.push(sealed.batch);
		this.#report.sealed(sealed.recorded);
	}
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

function isPlaced(row: Unplaced): row is NewFact<'photometry'> {
	return row.hpx !== null;
}

/** First position of each object in a record: of its alert, else of a measurement that has one. */
function firstPositions({ rows, photometry }: RecordRows, into: Map<string, bigint | null>): void {
	for (const one of rows) {
		if (one.relation !== 'alert') continue;
		const key = `${one.row.survey}/${one.row.object_id}`;
		if (!into.get(key)) into.set(key, one.row.hpx);
	}
	for (const { survey, object_id, ra_deg, dec_deg } of photometry) {
		const key = `${survey}/${object_id}`;
		if (into.get(key)) continue;
		into.set(key, ra_deg === null || dec_deg === null ? null : hpx29(ra_deg, dec_deg));
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
