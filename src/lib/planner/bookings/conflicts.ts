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

/**
 * Pairs at odds among blocks that are proposed or accepted. Looks at the same are compared between groups, in the same band, within
 * a day; a group's own are its own business. `footprintOf` knows the field of an instrument, or null. They are found as they are
 * asked for: a crowd of blocks at one time has half its square of them.
 */
export function* pairsAmong(
	blocks: readonly Block[],
	footprintOf: (block: Block) => Footprint | null
): Generator<Pair> {
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
	for (const [i, a] of live.entries())
		for (let j = i + 1; j < live.length; j++) {
			const b = live[j]!;
			if (b.from_at - a.to_at > duplicateHours * 3.6e9) break;
			const kind = between(a, b, fieldOf);
			if (kind) yield { kind, blocks: a.known_at <= b.known_at ? [a, b] : [b, a] };
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
