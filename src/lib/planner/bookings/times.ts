import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Act } from './acts.ts';

interface Times {
	readonly from: Instant;
	readonly to: Instant;
}

/** So long after its end a block may be told to have been executed as booked, without saying when. */
const asBookedDays = 7;

/** The longest that an instrument is believed to have looked in one go. */
export const longestLookDays = 10;

/** So long after it was observed what was agreed upon by word of mouth may be proposed, to be on record. */
const writtenDownDays = 1;

/**
 * When a block is after an act: moved it is at the times that are given, executed at those or as booked, else where it was.
 * @throws LookbackError `planner/bad-block` for times that are none, and of what was executed for times that are not
 * over, were over more than a day before the block was proposed, or last longer than ten days.
 */
export function timesAfter(
	block: { readonly block: string; readonly from_at: Instant; readonly to_at: Instant },
	{ act, to }: { readonly act: Act; readonly to?: Times | null },
	{ now, proposedAt }: { readonly now: Instant; readonly proposedAt: Instant }
): { from_at: Instant; to_at: Instant } {
	const { from_at, to_at } = block;
	if (act !== 'move' && act !== 'execute') return { from_at, to_at };
	if (!to) {
		if (act === 'move') throw bad('A block is moved to a time; from and to are missing.');
		assertJustOver(block, now);
		return { from_at, to_at };
	}
	const span = `From ${formatInstant(to.from)} to ${formatInstant(to.to)}`;
	if (!(to.from < to.to)) throw bad(`${span} is no time; from must come before to.`);
	if (act === 'execute') {
		const early = whyNotExecuted(to, now);
		if (early !== null) throw bad(`${span} ${early}.`);
		if (to.to - to.from > longestLookDays * 8.64e10)
			throw bad(
				`${span} is longer than ${longestLookDays} days, the longest that is believed of what was executed.`
			);
		if (to.to <= proposedAt - writtenDownDays * 8.64e10)
			throw bad(
				`${span} was over more than a day before the block ${block.block} was proposed, at ${formatInstant(proposedAt)}. What was observed without having been asked for is recorded as a pointing.`
			);
	}
	return { from_at: to.from, to_at: to.to };
}

/** Why nothing can have been executed by a time, as the end of a sentence about it; null where it can. */
export function whyNotExecuted({ to }: Pick<Times, 'to'>, now: Instant): string | null {
	if (to <= now) return null;
	return `is not over, as it is ${formatInstant(now)}; what was executed lies in the past`;
}

function assertJustOver(
	{ block, from_at, to_at }: { readonly block: string; readonly from_at: Instant; readonly to_at: Instant },
	now: Instant
): void {
	const booked = `The block ${block} is booked from ${formatInstant(from_at)} to ${formatInstant(to_at)}`;
	const wish = 'what was executed at another time wants from and to, when it was observed';
	if (to_at > now) throw bad(`${booked}, which is not over, as it is ${formatInstant(now)}; ${wish}.`);
	if (to_at < now - asBookedDays * 8.64e10)
		throw bad(`${booked}, more than ${asBookedDays} days ago; say when it was observed, from and to.`);
}

function bad(message: string): LookbackError {
	return new LookbackError('incorrect', 'planner/bad-block', message);
}
