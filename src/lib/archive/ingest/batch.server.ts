import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record, type Entry, type Sealed } from '#lib/db/ledger.server.ts';
import type { SegmentSeal } from '#lib/db/manifest.ts';
import type { NewFact } from '#lib/db/relations.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { measuredVersion } from '#lib/archive/restatement.ts';
import { Segment, type Place } from '#lib/archive/raw/segment.ts';
import { FrameDigest } from '#lib/archive/raw/frame-digest.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import { isToldMeanwhile, refuseToldMeanwhile } from './meanwhile.server.ts';
import type { Row, WithdrawalOf } from './rows.ts';
import { NewTellings } from './tellings.server.ts';

/** A larger batch would make a person's small write wait: 50,000 rows hold the ledger for 2 s, 2,000 for 0.1 s. */
const batchRows = 2000;

/** A segment of this many bytes waits for no more packets: they are in memory until it is written. */
const segmentBytes = 32 * 2 ** 20;

/** Rows and packets on their way into one batch of the ledger. */
export class Batch {
	readonly #segment = new Segment();
	readonly #rows: Row[] = [];
	#photometry: NewFact<'photometry'>[] = [];
	readonly #withdrawals: WithdrawalOf[] = [];

	get isEmpty(): boolean {
		return this.#rows.length + this.#photometry.length === 0;
	}

	get isFull(): boolean {
		return (
			this.#rows.length + this.#photometry.length >= batchRows || this.#segment.byteLength >= segmentBytes
		);
	}

	addPacket(bytes: Uint8Array, sha256: Uint8Array, label: string): Place {
		return this.#segment.add(bytes, sha256, label);
	}

	add(row: Row): void {
		this.#rows.push(row);
	}

	addMeasurement(row: NewFact<'photometry'>): void {
		this.#photometry.push(row);
	}

	addWithdrawal(withdrawal: WithdrawalOf): void {
		this.#withdrawals.push(withdrawal);
	}

	/** Writes the packets' bytes, before the batch that names them; null when it has none. */
	async store(store: RawStore, receivedAt: Instant): Promise<SegmentSeal | null> {
		return this.#segment.isEmpty ? null : this.#store(store, segmentPath(receivedAt));
	}

	/**
	 * Records the batch; null when none of it was new. `compared` is the batch up to which the measurements were
	 * compared with what is on record, `own` the later ones this writer wrote itself: where another writer has since
	 * told of the same objects, they are compared again.
	 */
	async record(
		database: Database,
		entry: Entry,
		compared: bigint,
		own: readonly bigint[]
	): Promise<Sealed | null> {
		for (;;) {
			try {
				const check = (tx: Transaction) =>
					this.#photometry.length > 0 ? refuseToldMeanwhile(tx, compared, own) : Promise.resolve();
				return await record(database, entry, this.#encoded(), check);
			} catch (error) {
				if (!isToldMeanwhile(error)) throw error;
				compared = await this.#compareAgain(database);
			}
		}
	}

	async #store(store: RawStore, path: string): Promise<SegmentSeal> {
		const frame = new FrameDigest(this.#segment.packets);
		const chunks = this.#segment.finish();
		const digested = async function* () {
			for await (const chunk of chunks) {
				frame.update(chunk);
				yield chunk;
			}
		};
		await store.write(path, digested());
		return { path, bytes: BigInt(frame.length), frameSha256: frame.finish() };
	}

	async #compareAgain(database: Database): Promise<bigint> {
		const tellings = new NewTellings(database);
		for (const row of this.#photometry) row.version = measuredVersion(row);
		const compared = await tellings.load(this.#photometry, new Set());
		this.#photometry = this.#photometry.filter((row) => tellings.isNew(row));
		return compared;
	}

	#encoded(): FactSet {
		const facts = new FactSet();
		for (const { relation, row } of this.#rows) facts.add(relation, row);
		for (const row of this.#photometry) facts.add('photometry', row);
		for (const { row, of } of this.#withdrawals)
			facts.add('withdrawal', { ...row, target_version: of.version });
		return facts;
	}
}

function segmentPath(receivedAt: Instant): string {
	const [year, month, day] = formatInstant(receivedAt).slice(0, 10).split('-');
	return `raw/${year}/${month}/${day}/${randomUUID()}.tar`;
}
