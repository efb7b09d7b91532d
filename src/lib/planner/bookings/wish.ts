import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { Sight } from '#lib/sky/sight.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Facility, Instrument, Telescope } from '../facilities/facility.ts';
import { instrumentOf, limitsOf, standpointOf } from '../facilities/limits.ts';
import { whyNever } from '../observability/why-not.ts';
import { windows } from '../observability/windows.ts';

/** Time that is asked of an instrument. */
export interface BlockWish {
	readonly facility: string;
	readonly instrument: string;
	readonly from: Instant;
	/** Not in it. */
	readonly to: Instant;
	readonly raDeg: number;
	readonly decDeg: number;
	readonly band: string | null;
	readonly exposureSec: number | null;
	readonly exposures: number | null;
	/** `objects/...` or `events/...` where the archive knows what it is for. */
	readonly subject: string | null;
	/** What people call it: a target's name, a field's number. */
	readonly label: string | null;
}

const longestHours = 24;
/** Nobody gives time so far ahead; a year was mistyped. */
const farthestDays = 2 * 366;

/**
 * The telescope and instrument that a wish asks for, once it is one that could be fulfilled: times in order, the band is one the
 * instrument has, the exposures fit in, it is not over yet nor years ahead, the facility gives the time, and the place can be observed during all of it.
 * @throws LookbackError `planner/bad-block`, `planner/no-instrument`.
 */
export function checkWish(
	wish: BlockWish,
	facility: Facility,
	now: Instant
): { telescope: Telescope; instrument: Instrument } {
	const { from, to, raDeg, decDeg, band, exposureSec, exposures } = wish;
	const found = instrumentOf(facility, wish.instrument);
	const { telescope, instrument } = found;
	const span = `from ${formatInstant(from)} to ${formatInstant(to)}`;
	if (!(from < to)) throw bad(`${span} is no time; from must come before to`);
	if (to - from > longestHours * 3.6e9)
		throw bad(`${span} is longer than ${longestHours} h, the longest that can be asked for at once`);
	if (to <= now) throw bad(`${span} is over; it is ${formatInstant(now)}`);
	if (from - now > farthestDays * 8.64e10)
		throw bad(
			`${span} is ${Math.round((from - now) / 8.64e10)} days ahead; time can be asked for at most ${farthestDays} days ahead`
		);
	if (!(raDeg >= 0 && raDeg < 360 && decDeg >= -90 && decDeg <= 90))
		throw bad(`its position must have 0 <= ra < 360 and -90 <= dec <= 90 degrees; got ${raDeg}, ${decDeg}`);
	if (band !== null && !instrument.bands.includes(band))
		throw bad(`${instrument.name} has no band '${band}'; it has ${instrument.bands.join(', ') || 'none'}`);
	const wantsSec = (exposureSec ?? 0) * (exposures ?? 1);
	if (wantsSec > (to - from) / 1e6)
		throw bad(`its exposures take ${wantsSec} s, and ${span} are ${(to - from) / 1e6} s`);
	const sight = new Sight(standpointOf(facility), { raDeg, decDeg });
	const limits = limitsOf(facility, telescope);
	const open = windows(limits, sight, { from, to });
	const isOpen = open.some((one) => one.from - from < 1e6 && to - one.to <= 1e6);
	if (!isOpen) {
		const closing = open.map(({ closesBy, opensBy }) => closesBy ?? opensBy).find((rule) => rule !== null);
		const why =
			whyNever(limits, sight, { from, to }) ?? `Not all of it: '${closing ?? 'a limit'}' fails for a part.`;
		throw bad(`${facility.name} cannot observe there ${span}. ${why.replace(/\.$/, '')}`);
	}
	return found;
}

/** The same with its instants as text. */
export function wishOf<T extends { readonly from: string; readonly to: string }>(
	told: T
): Omit<T, 'from' | 'to'> & { readonly from: Instant; readonly to: Instant } {
	return { ...told, from: parseInstant(told.from), to: parseInstant(told.to) };
}

function bad(why: string): LookbackError {
	return new LookbackError('incorrect', 'planner/bad-block', `The block cannot be proposed: ${why}.`);
}
