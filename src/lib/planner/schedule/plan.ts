import type { Block } from '#lib/planner/schedule/problem.ts';

/** A schedule found, and how good it can be at most. */
export interface Found {
	/** By instrument and start. */
	readonly blocks: readonly Block[];
	readonly objective: number;
	/** No schedule has a larger objective. */
	readonly bound: number;
	/** (bound - objective) / |objective|; 0 where both are 0. */
	readonly gap: number;
}

export interface Plan extends Found {
	/** Each visit without a block. */
	readonly leftOut: readonly LeftOut[];
}

/**
 * Why a visit has no block: `closed`, the sky or the telescope's limits never let it begin; `not-given`, its facilities
 * give no time when they do; `too-long`, what is given then is too short; `request`, its request cannot be had as it
 * is wanted; `no-gain`, there is room but nothing would be gained; `lost`, others have its time.
 */
export type WhyLeftOut = 'closed' | 'not-given' | 'too-long' | 'request' | 'no-gain' | 'lost';

export interface LeftOut {
	readonly visit: number;
	readonly why: WhyLeftOut;
	/** Of `closed`: the reason that is in force longest, as the problem tells it. */
	readonly reason: string | null;
	/** The cheapest change found that would let it in, or null. */
	readonly change: Change | null;
}

export interface Change {
	/** Where it would go. */
	readonly block: Block;
	/** Blocks that would have to go, and where those among their visits that find another place go. */
	readonly displaced: readonly Block[];
	readonly moved: readonly Block[];
	/** By how much the objective would fall. */
	readonly cost: number;
}

export function found(blocks: readonly Block[], objective: number, bound: number): Found {
	const least = Math.max(bound, objective);
	const excess = least - objective;
	const gap = excess <= 1e-9 * Math.max(1, Math.abs(objective)) ? 0 : excess / Math.abs(objective);
	return { blocks, objective, bound: least, gap };
}
