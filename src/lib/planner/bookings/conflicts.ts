import { directionOf } from '#lib/sky/direction.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import type { Instant } from '#lib/sky/time.ts';
import { FieldOfView } from '../coverage/field-of-view.ts';
import type { Footprint } from '../facilities/footprint.ts';
import type { Block } from './read.server.ts';

/**
 * Two blocks that get in each other's way, or that look at the same for two groups: `telescope`, the same telescope at the same
 * time; `target`, the same place on the sky; `field`, one within the field of the other.
 */
export interface Pair {
	readonly kind: 'telescope' | 'target' | 'field';
	/** The one that was there first comes first. */
	readonly blocks: readonly [Block, Block];
}

/** As far apart in time two looks at the same are still counted as one too many. */
const duplicateHours = 24;
const sameTargetDeg = 5 / 3600;
const roundingDeg = 1e-6;

/** Which pairs are looked for: those of which one touches the time asked for, and one is asked for. */
export interface PairsAsked {
	readonly touches: (block: Block) => boolean;
	readonly isOf: (block: Block) => boolean;
	/** The field of an instrument, or null where it is not known. */
	readonly footprintOf: (block: Block) => Footprint | null;
}

/**
 * Pairs at odds among blocks that are proposed or accepted, those of one block with all that begin later at a time. Looks at the same
 * are compared between groups, in the same band, within a day; a group's own are its own business. They are found as they are
 * asked for: a crowd of blocks at one time has half its square of them.
 */
export function* pairsAmong(
	blocks: readonly Block[],
	{ touches, isOf, footprintOf }: PairsAsked
): Generator<readonly Pair[]> {
	const live = blocks
		.filter(({ state }) => state === 'proposed' || state === 'accepted')
		.sort((a, b) => a.from_at - b.from_at);
	const fields = new Map<Block, FieldOfView | null>();
	const fieldOf = (block: Block) => {
		let field = fields.get(block);
		if (field === undefined) {
			const footprint = footprintOf(block);
			field = footprint && new FieldOfView(footprint, { raDeg: block.ra_deg, decDeg: block.dec_deg });
			fields.set(block, field);
		}
		return field;
	};
	const places = new Places(live, footprintOf);
	const [inTime, asked] = [touches, isOf].map((has) => Uint8Array.from(live, (one) => Number(has(one))));
	const begins = Float64Array.from(live, ({ from_at }) => from_at);
	for (const [i, a] of live.entries()) {
		const found: Pair[] = [];
		const last = a.to_at + duplicateHours * 3.6e9;
		for (let j = i + 1; j < live.length; j++) {
			if (begins[j]! > last) break;
			if (!places.mayBe(i, j) || !(inTime![i]! | inTime![j]!) || !(asked![i]! | asked![j]!)) continue;
			const b = live[j]!;
			const kind = between(a, b, fieldOf);
			if (kind) found.push({ kind, blocks: a.known_at <= b.known_at ? [a, b] : [b, a] });
		}
		yield found;
	}
}

/** What tells of nearly all pairs that they are not at odds, in numbers that lie beside each other: there may be ten million. */
class Places {
	readonly #telescope: Int32Array;
	readonly #subject: Int32Array;
	readonly #band: Int32Array;
	readonly #directions: Float64Array;
	/** Cosine of how far from its own place something may be that a block is at odds with. */
	readonly #reach: Float64Array;

	constructor(blocks: readonly Block[], footprintOf: PairsAsked['footprintOf']) {
		const numbered = (nameOf: (block: Block) => string | null) => {
			const numbers = new Map<string, number>();
			return Int32Array.from(blocks, (block) => {
				const name = nameOf(block);
				if (name === null) return -1;
				if (!numbers.has(name)) numbers.set(name, numbers.size);
				return numbers.get(name)!;
			});
		};
		this.#telescope = numbered(({ facility, telescope }) => JSON.stringify([facility, telescope]));
		this.#subject = numbered(({ subject }) => subject);
		this.#band = numbered(({ band }) => band);
		this.#directions = new Float64Array(3 * blocks.length);
		blocks.forEach(({ ra_deg, dec_deg }, i) => this.#directions.set(directionOf(ra_deg, dec_deg), 3 * i));
		const radii = new Map<Footprint, number>();
		const radiusDeg = (footprint: Footprint | null) => {
			if (footprint === null) return 0;
			let radius = radii.get(footprint);
			if (radius === undefined) {
				radius = new FieldOfView(footprint, { raDeg: 0, decDeg: 0 }).boundingRadiusDeg;
				radii.set(footprint, radius);
			}
			return radius;
		};
		this.#reach = Float64Array.from(blocks, (block) => {
			const reachDeg = Math.max(sameTargetDeg, radiusDeg(footprintOf(block))) + roundingDeg;
			return Math.cos(Math.min(Math.PI, (reachDeg * Math.PI) / 180));
		});
	}

	/** Whether two may be at odds. */
	mayBe(i: number, j: number): boolean {
		if (this.#telescope[i] === this.#telescope[j]) return true;
		if (this.#band[i] !== this.#band[j]) return false;
		if (this.#subject[i]! >= 0 && this.#subject[i] === this.#subject[j]) return true;
		const [a, b, of] = [3 * i, 3 * j, this.#directions];
		const cosine = of[a]! * of[b]! + of[a + 1]! * of[b + 1]! + of[a + 2]! * of[b + 2]!;
		return cosine >= Math.min(this.#reach[i]!, this.#reach[j]!);
	}
}

function between(a: Block, b: Block, fieldOf: (block: Block) => FieldOfView | null): Pair['kind'] | null {
	if (a.facility === b.facility && a.telescope === b.telescope && b.from_at < a.to_at) return 'telescope';
	const isOwn = a.owner !== null && a.owner === b.owner;
	if (isOwn || a.band !== b.band) return null;
	const apartDeg = separationDeg(a.ra_deg, a.dec_deg, b.ra_deg, b.dec_deg);
	if ((a.subject !== null && a.subject === b.subject) || apartDeg <= sameTargetDeg) return 'target';
	return covers(a, b, apartDeg, fieldOf) || covers(b, a, apartDeg, fieldOf) ? 'field' : null;
}

/** Whether the middle of one, so far from the other's, lies in the field of the other. */
function covers(
	a: Block,
	b: Block,
	apartDeg: number,
	fieldOf: (block: Block) => FieldOfView | null
): boolean {
	const field = fieldOf(a);
	return field !== null && apartDeg <= field.boundingRadiusDeg && field.contains(b.ra_deg, b.dec_deg);
}

/** Time of a telescope that is free for so long, of some that it could be. */
export function firstFree(
	windows: readonly { readonly from: Instant; readonly to: Instant }[],
	held: readonly { readonly from_at: Instant; readonly to_at: Instant }[],
	length: number
): Instant | null {
	for (const { from, to } of windows) {
		let at: number = from;
		for (const one of held.toSorted((a, b) => a.from_at - b.from_at))
			if (one.from_at < at + length && one.to_at > at) at = one.to_at;
		if (at + length <= to) return at as Instant;
	}
	return null;
}
