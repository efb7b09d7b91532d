import type { Span } from '../observability/time-rule.ts';
import type { ExposureSet } from './telescopes.ts';

/** A visit that is too long for any window, as several of which each fits one. */
export interface Split {
	readonly visits: number;
	/** What each of them consists of. */
	readonly sets: readonly ExposureSet[];
	/** Nights that they take at least, one after the other with one telescope. */
	readonly nights: number;
	/** Where each fits. */
	readonly place: string;
}

/** A telescope that could take the sets, but for their length. */
export interface Candidate {
	readonly place: string;
	/** When it sees the target, within what bounds the visit. */
	readonly windows: readonly Span[];
	/** Seconds of sets, readouts and changes of filter included. */
	readonly secondsOf: (sets: readonly ExposureSet[]) => number;
	/** Whether a visit of so many seconds can begin in any slot. */
	readonly fits: (seconds: number) => boolean;
}

/** As many visits of one target as a campaign may want. */
const mostVisits = 1000;

/**
 * The fewest visits that together expose for as long as one of `sets` would and of which each fits somewhere; null where none
 * does. Of a visit that has to be over by a deadline, all have to fit into the windows that are known (`isBounded`).
 */
export function splitOf(
	sets: readonly ExposureSet[],
	candidates: readonly Candidate[],
	isBounded: boolean
): Split | null {
	const longestSec = Math.max(0, ...candidates.flatMap(({ windows }) => windows.map(lengthSec)));
	if (longestSec === 0) return null;
	const exposedSec = sets.reduce((sum, { exposureSec, exposures }) => sum + exposureSec * exposures, 0);
	for (let visits = Math.max(2, Math.ceil(exposedSec / longestSec)); visits <= mostVisits; visits++) {
		const part = sets.map((set) => partOf(set, visits));
		for (const { place, windows, secondsOf, fits } of candidates) {
			const seconds = secondsOf(part);
			if (!fits(seconds)) continue;
			const inEach = windows.map((one) => Math.floor(lengthSec(one) / seconds));
			if (isBounded && inEach.reduce((sum, count) => sum + count, 0) < visits) continue;
			return { visits, sets: part, nights: Math.ceil(visits / Math.max(1, ...inEach)), place };
		}
	}
	return null;
}

/** One of so many equal parts of a set: fewer exposures, and shorter ones where there are fewer exposures than parts. */
function partOf({ band, exposureSec, exposures }: ExposureSet, parts: number): ExposureSet {
	if (exposures >= parts) return { band, exposureSec, exposures: Math.ceil(exposures / parts) };
	return { band, exposureSec: Math.ceil((exposureSec * exposures) / parts), exposures: 1 };
}

function lengthSec({ from, to }: Span): number {
	return Math.max(0, (to - from) / 1e6);
}

/**
 * `Split into 3 exposures of 20000 s over 3 nights it would fit, at Liverpool Telescope: in its goal, 3 visits of 1 x 20000 s in
 * place of one.` A look at a field is made again by further epochs.
 */
export function splitWords({ visits, sets, nights, place }: Split, repeat: 'visits' | 'epochs'): string {
	const each = sets.map(
		({ band, exposureSec, exposures }) =>
			`${exposures} x ${exposureSec} s${band !== null && sets.length > 1 ? ` in ${band}` : ''}`
	);
	const total = sets.map(
		({ band, exposureSec, exposures }) =>
			`${visits * exposures} exposures of ${exposureSec} s${band !== null && sets.length > 1 ? ` in ${band}` : ''}`
	);
	const over = nights === 1 ? 'in one night' : `over ${nights} nights`;
	return `Split into ${total.join(' and ')} ${over} it would fit, at ${place}: in its goal, ${visits} ${repeat} of ${each.join(' and ')} in place of one.`;
}
