import { createHash, type Hash } from 'node:crypto';
import type { Problem } from '#lib/planner/schedule/problem.ts';

/** Parts of a problem of which each has a digest, and what they are in words. */
export const problemParts = {
	time: 'slots',
	telescopes: 'telescopes, the time they give, or how they slew',
	visits: 'visits that are wanted',
	starts: 'when they can be observed',
	quality: 'how good it is then',
	requests: 'requests',
	coverage: 'fields and the sky that they cover',
	groups: 'groups and what they are owed'
} as const;

export type ProblemDigests = Readonly<Record<keyof typeof problemParts, string>>;

/**
 * SHA-256 over each part of a problem, hexadecimal. Real numbers count to their ninth decimal: in the last digits of a
 * sine one kind of processor differs from another.
 */
export function problemDigests(problem: Problem): ProblemDigests {
	const { slotSeconds, slots, shortfallWorth, instruments, visits, requests, goals, atoms, groups } = problem;
	return {
		time: digestOf((hash) => line(hash, [slotSeconds, slots, shortfallWorth])),
		telescopes: digestOf((hash) => {
			for (const { id, given, slew } of instruments)
				line(hash, [
					id,
					slew.settleSeconds,
					slew.degPerSecond,
					...given.flatMap(({ from, to }) => [from, to])
				]);
		}),
		visits: digestOf((hash) => {
			for (const { id, group, raDeg, decDeg, worth, options } of visits)
				line(hash, [
					...[id, group, raDeg, decDeg, worth],
					...options.flatMap(({ instrument, seconds }) => [instrument, seconds])
				]);
		}),
		starts: digestOf((hash) => {
			const numbers = new HashedNumbers(hash);
			for (const { options } of visits) for (const { starts } of options) numbers.add(starts, 1);
			numbers.flush();
		}),
		quality: digestOf((hash) => {
			const numbers = new HashedNumbers(hash);
			for (const { options } of visits) for (const { quality } of options) numbers.add(quality, 1e9);
			numbers.flush();
		}),
		requests: digestOf((hash) => {
			for (const { id, visits: members, leastSlots, greatestSlots, isWhole } of requests)
				line(hash, [id, leastSlots, String(greatestSlots), isWhole, ...members]);
		}),
		coverage: digestOf((hash) => {
			for (const { id, worth } of goals) line(hash, [id, worth]);
			for (const { goal, probability, visits: members } of atoms) line(hash, [goal, probability, ...members]);
		}),
		groups: digestOf((hash) => {
			for (const { id, owedSlots } of groups) line(hash, [id, owedSlots]);
		})
	};
}

function digestOf(feed: (hash: Hash) => void): string {
	const hash = createHash('sha256');
	feed(hash);
	return hash.digest('hex');
}

function line(hash: Hash, values: readonly (string | number | boolean | null)[]): void {
	const told = values.map((one) => (typeof one === 'number' ? rounded(one, 1e9) / 1e9 : one));
	hash.update(`${JSON.stringify(told)}\n`);
}

/** Lists of numbers on their way into a hash, of which there may be tens of millions. */
class HashedNumbers {
	readonly #hash: Hash;
	readonly #waiting = new Float64Array(8192);
	#count = 0;

	constructor(hash: Hash) {
		this.#hash = hash;
	}

	/** Numbers with how many they are, so that where one list ends and the next begins counts too. */
	add(values: ArrayLike<number>, scale: number): void {
		this.#push(values.length);
		for (let i = 0; i < values.length; i++) this.#push(rounded(values[i]!, scale));
	}

	flush(): void {
		this.#hash.update(new Uint8Array(this.#waiting.buffer, 0, 8 * this.#count));
		this.#count = 0;
	}

	#push(value: number): void {
		if (this.#count === this.#waiting.length) this.flush();
		this.#waiting[this.#count++] = value;
	}
}

function rounded(value: number, scale: number): number {
	// without the sign of a zero
	return Math.round(value * scale) + 0;
}
