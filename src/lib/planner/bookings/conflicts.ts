import { separationDeg } from '#lib/sky/separation.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { FieldOfView } from '../coverage/field-of-view.ts';
import type { Footprint } from '../facilities/footprint.ts';
import type { Block } from './read.server.ts';

/**
 * Two blocks that get in each other's way, or that look at the same for two groups: `telescope`, the same telescope at the same
 * time; `target`, the same place on the sky; `field`, one within the field of the other.
 */
export interface Conflict {
	readonly kind: 'telescope' | 'target' | 'field';
	/** The one that was there first comes first. */
	readonly blocks: readonly [Block, Block];
	/** What is at odds, in a sentence. */
	readonly what: string;
}

/** As far apart in time two looks at the same are still counted as one too many. */
const duplicateHours = 24;
const sameTargetDeg = 5 / 3600;

/**
 * Conflicts among blocks that are proposed or accepted. Looks at the same are compared between groups, in the same band, within
 * a day; a group's own are its own business. `footprintOf` knows the field of an instrument, or null.
 */
export function conflictsAmong(
	blocks: readonly Block[],
	footprintOf: (block: Block) => Footprint | null
): Conflict[] {
	const live = blocks
		.filter(({ state }) => state === 'proposed' || state === 'accepted')
		.sort((a, b) => a.from_at - b.from_at);
	const found: Conflict[] = [];
	for (const [i, a] of live.entries())
		for (let j = i + 1; j < live.length; j++) {
			const b = live[j]!;
			if (b.from_at - a.to_at > duplicateHours * 3.6e9) break;
			const conflict = between(a, b, footprintOf);
			if (conflict) found.push(conflict);
		}
	return found;
}

function between(a: Block, b: Block, footprintOf: (block: Block) => Footprint | null): Conflict | null {
	const blocks = a.known_at <= b.known_at ? ([a, b] as const) : ([b, a] as const);
	const [first, second] = blocks;
	const names = `${nameOf(first)} and ${nameOf(second)}`;
	if (a.facility === b.facility && a.telescope === b.telescope && b.from_at < a.to_at)
		return {
			kind: 'telescope',
			blocks,
			what: `${names} want the telescope ${a.telescope} of ${a.facility} at the same time, from ${formatInstant(b.from_at)} on.`
		};
	const isOwn = a.owner !== null && a.owner === b.owner;
	if (isOwn || a.band !== b.band) return null;
	const apartDeg = separationDeg(a.ra_deg, a.dec_deg, b.ra_deg, b.dec_deg);
	const when = `${formatInstant(a.from_at)} and ${formatInstant(b.from_at)}`;
	const band = a.band === null ? '' : ` in ${a.band}`;
	const isSame = (a.subject !== null && a.subject === b.subject) || apartDeg <= sameTargetDeg;
	if (isSame) return { kind: 'target', blocks, what: `${names} look at the same target${band}, at ${when}.` };
	if (!covers(a, b, footprintOf) && !covers(b, a, footprintOf)) return null;
	return { kind: 'field', blocks, what: `${names} cover the same field${band}, at ${when}.` };
}

/** Whether the middle of one lies in the field of the other. */
function covers(a: Block, b: Block, footprintOf: (block: Block) => Footprint | null): boolean {
	const footprint = footprintOf(a);
	if (!footprint) return false;
	const field = new FieldOfView(footprint, { raDeg: a.ra_deg, decDeg: a.dec_deg });
	if (separationDeg(a.ra_deg, a.dec_deg, b.ra_deg, b.dec_deg) > field.boundingRadiusDeg) return false;
	return field.contains(b.ra_deg, b.dec_deg);
}

/** A block as its reader may know it. */
export function nameOf({ block, owner, label }: Block): string {
	return `${block} of ${owner ?? 'a group that stays anonymous'}${label === null ? '' : ` (${label})`}`;
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
