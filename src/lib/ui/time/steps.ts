import type { Changes, Moments, Origin } from '#lib/archive/moments.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';

/** What a page's data may say to the time control; see `routes/moments.server.ts`. */
export interface PageMoments extends Partial<Moments> {
	readonly moments?: Changes;
	readonly origin?: Origin | null;
	/** What lies between the steps, where that is not a change of what the page is about. */
	readonly stepsBy?: 'notice' | 'news';
}

/** Where one step from the moment of a page leads. */
export interface Steps extends Moments {
	readonly by: 'change' | 'notice' | 'news' | 'day';
}

/** The steps of a page: those it names, else a day each way, as far as now. */
export function stepsOf({ earlier, later, stepsBy }: PageMoments, knownAt: Instant, now: Instant): Steps {
	if (earlier !== undefined || later !== undefined)
		return { earlier: earlier ?? null, later: later ?? null, by: stepsBy ?? 'change' };
	const [before, after] = [knownAt - microsecondsPerDay, knownAt + microsecondsPerDay];
	return {
		earlier: Number.isSafeInteger(before) ? (before as Instant) : null,
		later: after <= now ? (after as Instant) : null,
		by: 'day'
	};
}

/** How the links of the steps are called. */
export const stepWords: Readonly<Record<Steps['by'], { readonly earlier: string; readonly later: string }>> =
	{
		change: { earlier: 'Earlier change', later: 'Later change' },
		news: { earlier: 'Earlier news', later: 'Later news' },
		notice: { earlier: 'Earlier notice', later: 'Later notice' },
		day: { earlier: 'A day earlier', later: 'A day later' }
	};
