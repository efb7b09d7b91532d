import type { Changes, Moments, Origin } from '#lib/archive/moments.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';

/** What a page's data may say to the time control; see `routes/moments.server.ts`. */
export interface PageMoments extends Partial<Moments> {
	readonly moments?: Changes;
	readonly origin?: Origin | null;
	/** What lies between the steps, where that is not a change of what the page is about. */
	readonly stepsBy?: 'notice' | 'news';
	/** Of a page that shows the record itself: batches at which what it shows changed before, and changes next. */
	readonly batchSteps?: { readonly earlier: bigint | null; readonly later: bigint | null };
}

/** Where a step leads: a moment of knowledge, or a record. */
export type Step = { readonly known: Instant } | { readonly batch: bigint };

/** Where one step from the moment of a page leads. */
export interface Steps {
	readonly earlier: Step | null;
	readonly later: Step | null;
	readonly by: 'change' | 'notice' | 'news' | 'batch' | 'day' | 'nothing';
}

/** The steps of a page: those it names; of one that could not be shown, null, a day each way, as far as now. */
export function stepsOf(page: PageMoments | null, knownAt: Instant, now: Instant): Steps {
	if (page === null) {
		const [before, after] = [knownAt - microsecondsPerDay, knownAt + microsecondsPerDay];
		return {
			earlier: Number.isSafeInteger(before) ? { known: before as Instant } : null,
			later: after <= now ? { known: after as Instant } : null,
			by: 'day'
		};
	}
	const { earlier, later, stepsBy, batchSteps } = page;
	if (batchSteps) {
		const to = (batch: bigint | null) => (batch === null ? null : { batch });
		return { earlier: to(batchSteps.earlier), later: to(batchSteps.later), by: 'batch' };
	}
	if (earlier === undefined && later === undefined) return { earlier: null, later: null, by: 'nothing' };
	const to = (known: Instant | null | undefined) => (known == null ? null : { known });
	return { earlier: to(earlier), later: to(later), by: stepsBy ?? 'change' };
}

/**
 * The step that a reader is likely to take next, by the moments they saw, in order: the way they go, earlier at first; once they
 * turned round, back again, since whoever does that compares two moments. Where that way ends, the other.
 */
export function likelyStep({ earlier, later }: Steps, seen: readonly Instant[]): Step | null {
	const [first, second, third] = seen.slice(-3);
	const isForward = seen.length > 1 && seen.at(-1)! > seen.at(-2)!;
	const hasTurned = third !== undefined && second! > first! !== isForward;
	return isForward !== hasTurned ? (later ?? earlier) : (earlier ?? later);
}

/** How the links of the steps are called. */
export const stepWords: Readonly<
	Record<Exclude<Steps['by'], 'nothing'>, { readonly earlier: string; readonly later: string }>
> = {
	change: { earlier: 'Earlier change', later: 'Later change' },
	news: { earlier: 'Earlier news', later: 'Later news' },
	notice: { earlier: 'Earlier notice', later: 'Later notice' },
	batch: { earlier: 'Earlier batch', later: 'Later batch' },
	day: { earlier: 'A day earlier', later: 'A day later' }
};
