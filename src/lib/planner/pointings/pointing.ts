import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { longestLookDays, whyNotExecuted } from '../bookings/times.ts';
import type { Facility } from '../facilities/facility.ts';
import { instrumentOf } from '../facilities/limits.ts';
import { isTooDeep, mostLevels } from '../nesting.ts';

/** Where an instrument looked, or was going to, as somebody tells it. */
export interface PointingWish {
	readonly facility: string;
	/** Name of the pointing, one of its facility's own; told again, it is the same pointing in other words. */
	readonly pointing: string;
	readonly instrument: string;
	readonly isExecuted: boolean;
	readonly from: Instant;
	/** Not in it; the same as `from` where only a moment is told. */
	readonly to: Instant;
	readonly raDeg: number;
	readonly decDeg: number;
	readonly positionAngleDeg: number | null;
	readonly band: string | null;
	/** Limiting AB magnitude. */
	readonly depthMag: number | null;
	readonly event: string | null;
	readonly campaign: string | null;
	readonly block: string | null;
	readonly detail: Readonly<Record<string, unknown>> | null;
	/** When its source says that it told this; null where it does not. */
	readonly toldAt: Instant | null;
}

/** When pointings are told here, and since when those are known that do not say so; null: since now. */
export interface Telling {
	readonly now: Instant;
	readonly knownAt: Instant | null;
}

/** Since when a pointing is known: when its source says that it told it, else as whoever records it says; never later than now. */
export function knowledgeOf(
	{ toldAt }: Pick<PointingWish, 'toldAt'>,
	{ now, knownAt }: Telling
): { readonly known_at: Instant; readonly known_from: 'stated' | 'assumed' | 'received' } {
	const stated = toldAt ?? knownAt;
	return {
		known_at: stated === null ? now : (Math.min(stated, now) as Instant),
		known_from: toldAt !== null ? 'stated' : knownAt !== null ? 'assumed' : 'received'
	};
}

/**
 * Whether a pointing is one: named, in time, on the sky, with an instrument that the facility has; and, where it was executed,
 * over by the time that it is known.
 * @throws LookbackError `planner/bad-pointing`, `planner/no-instrument`.
 */
export function checkPointing(wish: PointingWish, facility: Facility, telling: Telling): void {
	const { pointing, from, to, raDeg, decDeg, positionAngleDeg, depthMag } = wish;
	const bad = (why: string) =>
		new LookbackError(
			'incorrect',
			'planner/bad-pointing',
			`The pointing ${pointing.slice(0, 100)} of ${facility.name} cannot be recorded: ${why}.`,
			{ facility: facility.facility, pointing }
		);
	if (pointing === '' || pointing.length > 200)
		throw bad(`its name must have 1 to 200 characters; it has ${pointing.length}`);
	instrumentOf(facility, wish.instrument);
	if (!(raDeg >= 0 && raDeg < 360 && decDeg >= -90 && decDeg <= 90))
		throw bad(`its position must have 0 <= ra < 360 and -90 <= dec <= 90 degrees; got ${raDeg}, ${decDeg}`);
	if (!(from <= to)) throw bad(`it ends at ${formatInstant(to)}, before it begins at ${formatInstant(from)}`);
	if (to - from > longestLookDays * 8.64e10)
		throw bad(`it takes longer than ${longestLookDays} days, the longest that is believed`);
	if (wish.isExecuted) {
		const early = whyNotExecuted(wish, telling.now);
		if (early !== null) throw bad(`from ${formatInstant(from)} to ${formatInstant(to)} ${early}`);
		const { known_at, known_from } = knowledgeOf(wish, telling);
		if (known_at < to)
			throw bad(
				`it was executed until ${formatInstant(to)} and would be known at ${formatInstant(known_at)} (${known_from}), before it was over`
			);
	}
	if (isTooDeep(wish.detail)) throw bad(`its detail nests deeper than ${mostLevels} levels`);
	for (const [name, value] of [
		['position angle', positionAngleDeg],
		['depth', depthMag]
	] as const)
		if (value !== null && !Number.isFinite(value)) throw bad(`its ${name} must be a number; got ${value}`);
}
