import { gridMoment, type TimeGrid } from '../observability/altitude-table.ts';
import type { Constraint } from '../observability/constraint.ts';
import { all } from '../observability/constraint.ts';
import { darkWindows } from '../observability/nights.ts';
import { preparedFor } from '../observability/prepared.ts';
import type { Span as TimeSpan } from '../observability/time-rule.ts';
import type { Facility, Instrument, Telescope } from '../facilities/facility.ts';
import { limitsOf, standpointOf } from '../facilities/limits.ts';
import type { Slew, Span } from '../schedule/problem.ts';
import { wantsUltravioletByName } from './software.ts';
import type { Standpoint } from '#lib/sky/standpoint.ts';
import type { Instant } from '#lib/sky/time.ts';

/** A telescope that a plan may use: what the schedule calls an instrument, since it does one thing at a time. */
export interface PlannedTelescope {
	readonly facility: Facility;
	readonly telescope: Telescope;
	readonly from: Standpoint;
	/** Its limits, with what depends on no target worked out for the plan's span; the same object for the same limits at the same place. */
	readonly limits: Constraint;
	readonly given: readonly Span[];
	readonly slew: Slew;
}

/** Time that is held by others, so that a plan leaves it alone. */
export interface Held {
	readonly facility: string;
	readonly telescope: string;
	readonly from_at: Instant;
	readonly to_at: Instant;
}

/** What is taken for a mount of which nobody tells how fast it is. */
export const assumedSlew: Slew = { settleSeconds: 30, degPerSecond: 1 };

/** The telescopes of some facilities over a grid of slots, with an extra constraint that campaigns may have. */
export function plannedTelescopes(
	facilities: readonly Facility[],
	slots: TimeGrid,
	held: readonly Held[]
): PlannedTelescope[] {
	const span: TimeSpan = { from: slots.from, to: gridMoment(slots, slots.count) };
	return facilities.flatMap((facility) => {
		const from = standpointOf(facility);
		const limits = new Map<string, Constraint>();
		const limitsFor = (telescope: Telescope) => {
			const told = JSON.stringify(telescope.limits);
			if (!limits.has(told)) limits.set(told, preparedFor(all(limitsOf(facility, telescope)), from, span));
			return limits.get(told)!;
		};
		return facility.telescopes.map((telescope) => ({
			facility,
			telescope,
			from,
			limits: limitsFor(telescope),
			given: freeSpans(
				held.filter((one) => one.facility === facility.facility && one.telescope === telescope.telescope),
				slots
			),
			slew: slewOf(telescope)
		}));
	});
}

/** The lowest that the Sun has to be for a telescope, in degrees; null of one that does not mind it. */
export function sunLimitDeg({ telescope }: PlannedTelescope): number | null {
	return telescope.limits.map((one) => one.sunAltitudeMaxDeg).find((one) => one !== undefined) ?? null;
}

/** Slots of night in the time that a telescope gives, at most. */
export function darkSlots(planned: PlannedTelescope, slots: TimeGrid): number {
	const given = planned.given.reduce((sum, { from, to }) => sum + to - from, 0);
	const sun = sunLimitDeg(planned);
	if (sun === null || !planned.from.place) return given;
	const dark = darkWindows(planned.from, { from: slots.from, to: gridMoment(slots, slots.count) }, sun);
	const darkSec = dark.reduce((sum, { from, to }) => sum + (to - from) / 1e6, 0);
	return Math.min(given, Math.ceil(darkSec / slots.stepSec));
}

/** Slots of which nothing is held. */
function freeSpans(held: readonly Held[], { from, stepSec, count }: TimeGrid): Span[] {
	const isHeld = new Uint8Array(count);
	for (const { from_at, to_at } of held) {
		const first = Math.floor((from_at - from) / (stepSec * 1e6));
		const end = Math.ceil((to_at - from) / (stepSec * 1e6));
		isHeld.fill(1, Math.max(0, first), Math.max(0, Math.min(count, end)));
	}
	const spans: Span[] = [];
	for (let at = 0; at < count;) {
		if (isHeld[at]) at += 1;
		else {
			const first = at;
			while (at < count && !isHeld[at]) at += 1;
			spans.push({ from: first, to: at });
		}
	}
	return spans;
}

function slewOf({ slew }: Telescope): Slew {
	if (!slew) return assumedSlew;
	return {
		settleSeconds: slew.settleSec ?? assumedSlew.settleSeconds,
		degPerSecond: slew.rateDegPerSec
	};
}

/** Exposures in one band, one after the other. */
export interface ExposureSet {
	readonly band: string | null;
	readonly exposureSec: number;
	readonly exposures: number;
}

const ofLight: readonly Instrument['kind'][] = [
	'imager',
	'spectrograph',
	'imaging-spectrograph',
	'infrared-imager'
];

/**
 * What is meant where nobody says which instruments or kinds: a spectrum of light is not taken with gamma rays. Ultraviolet light
 * is meant by who names a band of it.
 */
export function usualKinds(sets: readonly ExposureSet[], software: string): readonly Instrument['kind'][] {
	const isNamed = sets.every(({ band }) => band !== null);
	return isNamed || !wantsUltravioletByName(software) ? [...ofLight, 'ultraviolet-imager'] : ofLight;
}

/** The first instrument of a telescope that can take all the sets, of those that are wanted, where any are named; null where there is none. */
export function instrumentFor(
	{ telescope }: PlannedTelescope,
	sets: readonly ExposureSet[],
	wanted: readonly string[] | null,
	kinds: readonly Instrument['kind'][] | null
): Instrument | null {
	const bands = sets.flatMap(({ band }) => (band === null ? [] : [band]));
	return (
		telescope.instruments.find(
			(one) =>
				(wanted === null || wanted.includes(one.instrument)) &&
				(kinds === null || kinds.includes(one.kind)) &&
				bands.every((band) => one.bands.includes(band))
		) ?? null
	);
}

/** How long the sets take, readouts and changes of filter included, in the order in which they are taken. */
export function setSeconds({ overheads }: Instrument, sets: readonly ExposureSet[]): number[] {
	const { readoutSec, filterChangeSec, perVisitSec } = overheads ?? {
		readoutSec: null,
		filterChangeSec: null,
		perVisitSec: null
	};
	return sets.map(({ band, exposureSec, exposures }, i) => {
		const before = i === 0 ? (perVisitSec ?? 0) : band === sets[i - 1]!.band ? 0 : (filterChangeSec ?? 0);
		return before + exposures * (exposureSec + (readoutSec ?? 0));
	});
}
