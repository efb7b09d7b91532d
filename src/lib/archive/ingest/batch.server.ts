import { retelling } from '#lib/access/contributions.server.ts';
import type { Database, Transaction } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record, type Contents, type Sealed } from '#lib/db/ledger.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import { BatchPackets } from './batch-packets.server.ts';
import { isToldOf, othersSince, packetsOnRecord, type Replacement } from './meanwhile.server.ts';
import type { Row, WithdrawalOf } from './rows.ts';
import { NewTellings } from './tellings.server.ts';

/** A larger batch would make a person's small write wait: 8,000 rows hold the ledger for 0.2 s. */
const batchRows = 8000;

/** A segment of this many bytes waits for no more packets: they are in memory until it is written. */
const segmentBytes = 32 * 2 ** 20;

/** What the batches of one writer share. */
export interface Writer {
	readonly database: Database;
	readonly store: RawStore;
	readonly actor: string;
	/** `contribution` where its sender may not add to every collection. */
	readonly kind: 'ingest' | 'contribution';
	readonly note: string;
	readonly now: () => Instant;
	/** Batches it wrote. */
	readonly own: bigint[];
	/** Packets of its that another writer had just recorded, and what stands in their place. */
	readonly replaced: Map<bigint, Replacement>;
}

/** Rows and packets on their way into one batch of the ledger. */
export class Batch {
	readonly packets = new BatchPackets();
	readonly #writer: Writer;
	/** Batch up to which all in it was compared with what is on record. */
	#compared: bigint | null = null;
	#rows: Row[] = [];
	#photometry: NewFact<'photometry'>[] = [];
	readonly #withdrawals: WithdrawalOf[] = [];
	#isRetelling = false;

	constructor(writer: Writer) {
		this.#writer = writer;
	}

	get isEmpty(): boolean {
		return this.packets.rows.length + this.#rows.length + this.#photometry.length === 0;
	}

	get isFull(): boolean {
		const rows = this.packets.rows.length + this.#rows.length + this.#photometry.length;
		return rows >= batchRows || this.packets.byteLength >= segmentBytes;
	}

	/** Says up to which batch what is added from now on was compared with what is on record; the least counts. */
	comparedWith(batch: bigint): void {
		if (this.#compared === null || batch < this.#compared) this.#compared = batch;
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

	/** Says that a packet of it tells again what is another group's to tell: its collections are not its owner's to open. */
	retells(): void {
		this.#isRetelling = true;
	}

	/** Records the batch behind the one that `turn` stands for; null when none of it was new. */
	async record(turn: Promise<void> | undefined): Promise<Sealed | null> {
		const { database, store, actor, kind, note } = this.#writer;
		const segment = await this.packets.stored;
		const entry = { actor, kind: this.#isRetelling ? retelling : kind, note, segment };
		const revise = (tx: Transaction) => this.#revise(tx);
		const sealed = await record(database, entry, this.#encoded(), { turn, revise });
		if (!sealed) await this.packets.discard(store);
		return sealed;
	}

	/**
	 * Under the ledger's lock: where another writer has recorded the same packets, or told of the same objects, since
	 * this batch was compared with what is on record, it is compared again. Null when it can stay as it is.
	 */
	async #revise(tx: Transaction): Promise<Contents | null> {
		const { own, replaced } = this.#writer;
		const others = await othersSince(tx, this.#compared ?? 0n, own);
		if (others.length > 0) {
			const refused = new Set(this.#rows.filter(isRefusedWhole).map(({ row }) => row.packet));
			const same = await packetsOnRecord(tx, others, this.packets.rows, (packet) => refused.has(packet));
			for (const [ours, theirs] of same) replaced.set(ours, theirs);
		}
		const isReplaced =
			replaced.size > 0 &&
			[...this.packets.rows, ...this.#ownRows()].some(
				({ packet }) => packet !== null && replaced.has(packet)
			);
		const isTold = others.length > 0 && (await isToldOf(tx, others, this.#photometry));
		if (!isReplaced && !isTold) return null;
		await this.#replacePackets();
		const tellings = new NewTellings(tx);
		await tellings.load(this.#photometry, new Set());
		this.#photometry = this.#photometry.filter((row) => tellings.isNew(row));
		return { facts: this.#encoded(), segment: await this.packets.stored };
	}

	/** Rows of packets that another writer has recorded come to name that writer's; its own refusals suffice. */
	async #replacePackets(): Promise<void> {
		const { store, now, replaced } = this.#writer;
		await this.packets.leaveOut(new Set(replaced.keys()), store, now());
		this.#rows = this.#rows.filter(
			({ relation, row }) => relation !== 'quarantine' || !replaced.has(row.packet ?? 0n)
		);
		for (const row of this.#ownRows()) {
			const theirs = row.packet === null ? undefined : replaced.get(row.packet);
			if (!theirs) continue;
			row.packet = theirs.id;
			// bytes are received once: a second process that reads them tells nothing of another moment
			if (row.known_from === 'received') row.known_at = theirs.knownAt;
		}
	}

	#ownRows(): Pick<NewFact<'alert'>, 'packet' | 'known_at' | 'known_from'>[] {
		return [
			...this.#rows.map(({ row }) => row),
			...this.#photometry,
			...this.#withdrawals.map(({ row }) => row)
		];
	}

	#encoded(): FactSet {
		const facts = new FactSet();
		for (const row of this.packets.rows) facts.add('packet', row);
		for (const { relation, row } of this.#rows) facts.add(relation, row);
		for (const row of this.#photometry) facts.add('photometry', row);
		for (const { row, of } of this.#withdrawals)
			facts.add('withdrawal', { ...row, target_version: of.version });
		return facts;
	}
}

function isRefusedWhole({ relation, row }: Row): boolean {
	return relation === 'quarantine' && row.record === null;
}
