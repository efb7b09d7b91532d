import type { Transaction } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

/** Time of a telescope that is about to be held. */
export interface Hold {
	readonly block: string;
	readonly facility: string;
	readonly telescope: string;
	readonly from: Instant;
	readonly to: Instant;
}

/**
 * Under the ledger's lock: whether time is still free but for the blocks that themselves move. The constraint on `booking` says so
 * too, without words. @throws LookbackError `planner/telescope-taken`.
 */
export async function assertFree(tx: Transaction, holds: readonly Hold[]): Promise<void> {
	const own = holds.map(({ block }) => block);
	for (const [i, { block, facility, telescope, from, to }] of holds.entries()) {
		const rival = holds
			.slice(0, i)
			.find(
				(one) => one.facility === facility && one.telescope === telescope && one.from < to && from < one.to
			);
		if (rival)
			throw new LookbackError(
				'conflict',
				'planner/telescope-taken',
				`The blocks ${rival.block} and ${block} want the same time of the telescope ${telescope} of ${facility}; it does one thing at a time.`,
				{ block, taken: rival.block, facility, telescope }
			);
		const [taken] = await tx<{ block: string; from_at: Instant; to_at: Instant }[]>`
			select block, lower(held) as from_at, upper(held) as to_at
			from booking
			where telescope = ${`${facility}/${telescope}`} and held && tstzrange(${from}, ${to})
				and not block = any(${own}::text[])
			order by held limit 1`;
		if (taken)
			throw new LookbackError(
				'conflict',
				'planner/telescope-taken',
				`The telescope ${telescope} of ${facility} is booked from ${formatInstant(taken.from_at)} to ${formatInstant(taken.to_at)} for the block ${taken.block}; ${block} wants it from ${formatInstant(from)} to ${formatInstant(to)}.`,
				{ block, taken: taken.block, facility, telescope }
			);
	}
}

/**
 * Under the ledger's lock: whether blocks are as whoever changes them saw them.
 * @throws LookbackError `planner/block-changed`.
 */
export async function assertUnchanged(
	tx: Transaction,
	seen: readonly { readonly block: string; readonly revision: number }[]
): Promise<void> {
	const now = await tx<{ block: string; revision: number }[]>`
		select block, revision from booking where block = any(${seen.map(({ block }) => block)}::text[])`;
	const newest = new Map(now.map((one) => [one.block, one.revision]));
	for (const { block, revision } of seen)
		if (newest.get(block) !== revision)
			throw new LookbackError(
				'conflict',
				'planner/block-changed',
				`The block ${block} is at revision ${newest.get(block)} by now, and this was meant for revision ${revision}; look at it again.`,
				{ block, revision, newest: newest.get(block) }
			);
}
