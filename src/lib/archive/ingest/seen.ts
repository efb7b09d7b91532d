import type { Unplaced } from './rows.ts';

const slots = 1 << 21;

/**
 * Remembers tellings on record, so that the 27 rows a mean ZTF packet repeats cost no question to the database.
 * Fixed size (32 MB): a new entry takes the slot of an old one, which only costs asking the database again.
 */
export class SeenTellings {
	readonly #tags = new Uint32Array(slots * 2);
	readonly #knownAt = new Float64Array(slots);

	/** Knowledge time under which this telling of `version` is on record, or Infinity when that is not known here. */
	knownAt(row: Unplaced, version: bigint): number {
		const { place, first, second } = tagsOf(row, version);
		const isSame = this.#tags[place * 2] === first && this.#tags[place * 2 + 1] === second;
		return isSame ? this.#knownAt[place]! : Infinity;
	}

	remember(row: Unplaced, version: bigint): void {
		const { place, first, second } = tagsOf(row, version);
		this.#tags[place * 2] = first;
		this.#tags[place * 2 + 1] = second;
		this.#knownAt[place] = row.known_at;
	}
}

const words = new Uint32Array(4);
const longs = new BigInt64Array(words.buffer);

interface Tags {
	place: number;
	first: number;
	second: number;
}
const tags: Tags = { place: 0, first: 0, second: 0 };

/**
 * Three mixes of what makes two tellings of a measurement the same telling (multipliers of MurmurHash3 and xxHash).
 * Versions are halves of SHA-256 digests, so that two tellings do not share all three by chance. A digest in place of
 * this took a fifth of the time of an ingest.
 */
function tagsOf(row: Unplaced, version: bigint): Tags {
	let a = 1;
	let b = 2;
	let c = 3;
	const mix = (word: number) => {
		a = Math.imul(a ^ (a >>> 15) ^ word, 0x85ebca6b);
		b = Math.imul(b ^ (b >>> 13) ^ word, 0xc2b2ae35);
		c = Math.imul(c ^ (c >>> 14) ^ word, 0x27d4eb2f);
	};
	for (const text of [row.object_id, row.survey, row.origin, row.collection]) {
		for (let index = 0; index < text.length; index++) mix(text.charCodeAt(index));
		mix(text.length);
	}
	longs[0] = row.measurement;
	longs[1] = version;
	for (let index = 0; index < words.length; index++) mix(words[index]!);
	tags.place = ((a ^ (a >>> 16)) >>> 0) % slots;
	tags.first = (b ^ (b >>> 16)) >>> 0;
	// odd, because an empty slot has zeros and is no telling
	tags.second = ((c ^ (c >>> 16)) | 1) >>> 0;
	return tags;
}
