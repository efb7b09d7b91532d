import { randomFillSync } from 'node:crypto';
import type { Unplaced } from './rows.ts';

/** At first, for a packet that comes alone, and at most: 40 MB. */
const slots = { first: 1 << 12, most: 1 << 21 };
const growth = 8;

/**
 * Remembers tellings on record, so that the 27 rows a mean ZTF packet repeats cost neither a version nor a question to
 * the database. A new entry takes the slot of an old one, which only costs asking again.
 */
export class SeenTellings {
	#slots = slots.first;
	#tags = new Uint32Array(slots.first * 3);
	#knownAt = new Float64Array(slots.first);
	#remembered = 0;

	/** Knowledge time under which these very values are on record, or Infinity when that is not known here. */
	knownAt(row: Unplaced): number {
		const { first, second, third } = tagsOf(row);
		const place = first % this.#slots;
		const at = place * 3;
		const isSame = this.#tags[at] === first && this.#tags[at + 1] === second && this.#tags[at + 2] === third;
		return isSame ? this.#knownAt[place]! : Infinity;
	}

	remember(row: Unplaced): void {
		if (++this.#remembered > this.#slots / 2 && this.#slots < slots.most) this.#grow();
		this.#put(tagsOf(row), row.known_at);
	}

	#put({ first, second, third }: Tags, knownAt: number): void {
		const place = first % this.#slots;
		this.#tags[place * 3] = first;
		this.#tags[place * 3 + 1] = second;
		this.#tags[place * 3 + 2] = third;
		this.#knownAt[place] = knownAt;
	}

	#grow(): void {
		const [tags, knownAt] = [this.#tags, this.#knownAt];
		this.#slots = Math.min(this.#slots * growth, slots.most);
		this.#tags = new Uint32Array(this.#slots * 3);
		this.#knownAt = new Float64Array(this.#slots);
		for (const [place, at] of knownAt.entries()) {
			const [first, second, third] = [tags[place * 3]!, tags[place * 3 + 1]!, tags[place * 3 + 2]!];
			if (third !== 0) this.#put({ first, second, third }, at);
		}
	}
}

interface Tags {
	first: number;
	second: number;
	third: number;
}
const tags: Tags = { first: 0, second: 0, third: 0 };

/** Three mixes side by side (multipliers of MurmurHash3 and xxHash). */
let a = 0;
let b = 0;
let c = 0;

function mix(word: number): void {
	a = Math.imul(a ^ (a >>> 15) ^ word, 0x85ebca6b);
	b = Math.imul(b ^ (b >>> 13) ^ word, 0xc2b2ae35);
	c = Math.imul(c ^ (c >>> 14) ^ word, 0x27d4eb2f);
}

function mixText(text: string): void {
	for (let index = 0; index < text.length; index++) mix(text.charCodeAt(index));
	mix(text.length);
}

/** Where the mixes start: drawn anew in each process, so that nobody can make two tellings that collide. */
const seeds = randomFillSync(new Int32Array(3));

/** What the rows of a packet share is mixed once. */
const shared = { survey: '', objectId: '', origin: '', collection: '', a: 0, b: 0, c: 0 };

function mixShared({ survey, object_id: objectId, origin, collection }: Unplaced): void {
	const isSame =
		shared.objectId === objectId &&
		shared.origin === origin &&
		shared.survey === survey &&
		shared.collection === collection;
	if (!isSame) {
		[a, b, c] = [seeds[0]!, seeds[1]!, seeds[2]!];
		for (const text of [objectId, survey, origin, collection]) mixText(text);
		Object.assign(shared, { survey, objectId, origin, collection, a, b, c });
	}
	a = shared.a;
	b = shared.b;
	c = shared.c;
}

const doubles = new Float64Array(3);
const longs = new BigInt64Array(1);
const singles = new Float32Array(6);
const words = [
	new Uint32Array(longs.buffer),
	new Uint32Array(doubles.buffer),
	new Uint32Array(singles.buffer)
];

/** Puts a value in its place and answers a bit that says whether there is one. */
function put(into: Float64Array | Float32Array, place: number, value: number | null): number {
	into[place] = value ?? 0;
	return value === null ? 0 : 1;
}

/**
 * 95 bits of all that makes two tellings of a measurement the same telling, its values as the columns hold them. A
 * SHA-256 in place of this took a fifth of the time of an ingest.
 */
function tagsOf(row: Unplaced): Tags {
	mixShared(row);
	longs[0] = row.measurement;
	let present = row.is_positive === null ? 0 : row.is_positive ? 3 : 2;
	doubles[0] = row.observed_at;
	present = present * 2 + put(doubles, 1, row.ra_deg);
	present = present * 2 + put(doubles, 2, row.dec_deg);
	present = present * 2 + put(singles, 0, row.exposure_sec);
	present = present * 2 + put(singles, 1, row.mag);
	present = present * 2 + put(singles, 2, row.mag_err);
	present = present * 2 + put(singles, 3, row.limiting_mag);
	present = present * 2 + put(singles, 4, row.flux_njy);
	present = present * 2 + put(singles, 5, row.flux_err_njy);
	mix(present);
	for (const list of words) for (let index = 0; index < list.length; index++) mix(list[index]!);
	mixText(row.band ?? '\0');
	tags.first = (a ^ (a >>> 16)) >>> 0;
	tags.second = (b ^ (b >>> 16)) >>> 0;
	// odd, because an empty slot has zeros and is no telling
	tags.third = ((c ^ (c >>> 16)) | 1) >>> 0;
	return tags;
}
