import { airmassAt } from '#lib/sky/airmass.ts';
import { Sight } from '#lib/sky/sight.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Span } from '../observability/time-rule.ts';
import { whyNever } from '../observability/why-not.ts';
import { windows } from '../observability/windows.ts';
import type { Facility, Telescope } from './facility.ts';
import { limitsOf, standpointOf } from './limits.ts';

/** When a telescope can observe a place, and how well. */
export interface UpWindow {
	readonly facility: string;
	readonly telescope: string;
	readonly from_at: Instant;
	readonly to_at: Instant;
	/** The rule that opens and closes it; null where the time asked about begins or ends. */
	readonly opens_by: string | null;
	readonly closes_by: string | null;
	/** When it stands highest; in orbit the middle of the window. */
	readonly best_at: Instant;
	/** Then; null in orbit. */
	readonly airmass: number | null;
	readonly altitude_deg: number | null;
	readonly moon_distance_deg: number;
	/** 0 to 1. */
	readonly moon_illumination: number;
}

/** A telescope that cannot observe a place, and why. */
export interface NeverUp {
	readonly facility: string;
	readonly telescope: string;
	readonly reason: string;
}

/** When a telescope can observe a place within a span; or, in a sentence, why it cannot. */
export function whenUp(
	facility: Facility,
	telescope: Telescope,
	place: SkyPlace,
	span: Span
): UpWindow[] | NeverUp {
	const sight = new Sight(standpointOf(facility), place);
	const limits = limitsOf(facility, telescope);
	const of = { facility: facility.facility, telescope: telescope.telescope };
	const open = windows(limits, sight, span);
	if (open.length === 0)
		return { ...of, reason: whyNever(limits, sight, span) ?? 'Never for more than a second.' };
	return open.map(({ from, to, opensBy, closesBy }) => {
		const at = bestMoment(sight, from, to);
		const altitudeDeg = sight.from.place ? sight.altitudeDeg(at) : null;
		return {
			...of,
			from_at: from,
			to_at: to,
			opens_by: opensBy,
			closes_by: closesBy,
			best_at: at,
			airmass: altitudeDeg === null ? null : airmassAt(altitudeDeg),
			altitude_deg: altitudeDeg,
			moon_distance_deg: sight.moonDistanceDeg(at),
			moon_illumination: sight.from.moonIllumination(at)
		};
	});
}

const stepUs = 60_000_000;

/** When a target stands highest in a window, to the minute. */
function bestMoment(sight: Sight, from: Instant, to: Instant): Instant {
	if (!sight.from.place) return (Math.floor((from + to) / 2e6) * 1e6) as Instant;
	let best = from;
	let highest = sight.altitudeDeg(from);
	for (let at = from as number; at <= to; at = at < to ? Math.min(to, at + stepUs) : Infinity) {
		const altitudeDeg = sight.altitudeDeg(at as Instant);
		if (altitudeDeg > highest) [best, highest] = [at as Instant, altitudeDeg];
	}
	return best;
}
