import { hash } from 'node:crypto';

const slots = 1 << 21;

/**
 * Remembers tellings on record, so that the 27 rows a mean ZTF packet repeats cost a hash each and no question to the
 * database. Fixed size (32 MB): a new entry takes the slot of an old one, which only costs asking the database again.
 */
export class SeenTellings {
	readonly #tags = new Uint32Array(slots * 2);
	readonly #knownAt = new Float64Array(slots).fill(Infinity);

	/** Knowledge time under which the telling with this digest is on record, or Infinity when that is not known here. */
	knownAt(digest: Buffer): number {
		const slot = digest.readUInt32LE(0) % slots;
		const same =
			this.#tags[slot * 2] === digest.readUInt32LE(4) && this.#tags[slot * 2 + 1] === digest.readUInt32LE(8);
		return same ? this.#knownAt[slot]! : Infinity;
	}

	remember(digest: Buffer, knownAt: number): void {
		const slot = digest.readUInt32LE(0) % slots;
		this.#tags[slot * 2] = digest.readUInt32LE(4);
		this.#tags[slot * 2 + 1] = digest.readUInt32LE(8);
		this.#knownAt[slot] = knownAt;
	}
}

/** Digest of what makes two tellings of a measurement the same telling. */
export function tellingDigest(
	survey: string,
	objectId: string,
	measurement: bigint,
	version: bigint,
	origin: string,
	collection: string
): Buffer {
	return hash('sha256', `${survey}|${objectId}|${measurement}|${version}|${origin}|${collection}`, 'buffer');
}
