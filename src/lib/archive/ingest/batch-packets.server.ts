import { randomUUID } from 'node:crypto';
import { FrameDigest } from '#lib/archive/raw/frame-digest.ts';
import { Segment } from '#lib/archive/raw/segment.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import type { SegmentSeal } from '#lib/db/manifest.ts';
import type { NewFact } from '#lib/db/relations.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

/** A packet's row but for its place in the segment. */
export type PacketRow = Omit<NewFact<'packet'>, 'byte_offset' | 'byte_length'>;

/** The packets of one batch: their rows, and their bytes in one segment, which is written ahead of the batch. */
export class BatchPackets {
	#segment = new Segment();
	#rows: NewFact<'packet'>[] = [];
	#stored: Promise<SegmentSeal | null> = Promise.resolve(null);

	get rows(): readonly NewFact<'packet'>[] {
		return this.#rows;
	}

	get byteLength(): number {
		return this.#segment.byteLength;
	}

	/** The segment written, or null where there is none. */
	get stored(): Promise<SegmentSeal | null> {
		return this.#stored;
	}

	add(row: PacketRow, bytes: Uint8Array): void {
		const place = this.#segment.add(bytes, row.sha256, row.name);
		this.#rows.push({ ...row, byte_offset: BigInt(place.offset), byte_length: place.length });
	}

	/** Begins to write the segment; nothing can be added afterwards. A failure is thrown by `stored`. */
	store(store: RawStore, receivedAt: Instant): void {
		this.#stored = this.#write(store, receivedAt);
		this.#stored.catch(() => {});
	}

	/** Takes packets out again, by their numbers, and writes the segment anew without them. */
	async leaveOut(packets: ReadonlySet<bigint>, store: RawStore, receivedAt: Instant): Promise<void> {
		const written = await this.#stored;
		const rows = this.#rows.filter((row) => !packets.has(row.id));
		if (!written || rows.length === this.#rows.length) return;
		this.#segment = new Segment();
		this.#rows = [];
		for (const row of rows) {
			this.add(row, await store.read(written.path, Number(row.byte_offset), row.byte_length));
		}
		this.store(store, receivedAt);
		await this.#stored;
		await store.discard(written.path);
	}

	/** Removes the segment, for a batch that came to nothing. */
	async discard(store: RawStore): Promise<void> {
		const written = await this.#stored;
		if (written) await store.discard(written.path);
	}

	async #write(store: RawStore, receivedAt: Instant): Promise<SegmentSeal | null> {
		if (this.#segment.isEmpty) return null;
		const path = segmentPath(receivedAt);
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
}

function segmentPath(receivedAt: Instant): string {
	const [year, month, day] = formatInstant(receivedAt).slice(0, 10).split('-');
	return `raw/${year}/${month}/${day}/${randomUUID()}.tar`;
}
