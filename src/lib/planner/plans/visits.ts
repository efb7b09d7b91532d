import type { Constraint } from '../observability/constraint.ts';
import type { TimeGrid } from '../observability/altitude-table.ts';
import type { Span } from '../observability/time-rule.ts';
import type { Option, Visit } from '../schedule/problem.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import type { Instrument } from '../facilities/facility.ts';
import { Lists } from './lists.ts';
import { closedBy, observing, startsOf, type Observing } from './observing.ts';
import { splitOf, type Candidate, type Split } from './split.ts';
import { slewSeconds } from '../schedule/slew.ts';
import { changeToOpen } from './opening.ts';
import { instrumentFor, setSeconds, type ExposureSet, type PlannedTelescope } from './telescopes.ts';

/** What a visit is for, as far as people want to know it. */
export interface Purpose {
	readonly campaign: string;
	readonly label: string;
	readonly subject: string | null;
	/** Of a localization: which field on which grid. */
	readonly field: string | null;
	readonly sets: readonly ExposureSet[];
}

/** A visit with its purpose, and which instrument of each telescope makes it. */
export interface PlannedVisit extends Purpose {
	readonly visit: Visit;
	readonly instruments: ReadonlyMap<number, Instrument>;
	/** Where it is too long to fit anywhere: how it would. */
	readonly split: Split | null;
	/** Of one that can begin nowhere, what would let it, in a sentence; null where nothing is known to. */
	readonly changeToOpen: () => string | null;
}

/** Something to be observed, before anything is known of telescopes. */
export interface Wanted extends Purpose {
	readonly id: string;
	readonly place: SkyPlace;
	readonly group: number | null;
	readonly worth: number;
	readonly notBefore: Instant | null;
	readonly deadline: Instant | null;
	readonly constraint: Constraint | null;
	/** Telescopes that may do it, by their places; of them all instruments or those named. */
	readonly telescopes: readonly number[];
	readonly instruments: readonly string[] | null;
	readonly kinds: readonly Instrument['kind'][] | null;
	/** Facilities that were named for it; null where none were. */
	readonly facilities: readonly string[] | null;
}

/** Where the starts of all visits of a plan are kept, and their qualities. */
export class VisitLists {
	readonly starts = new Lists((length) => new Uint16Array(length));
	readonly quality = new Lists((length) => new Float64Array(length));
}

/** A visit for each of something to be observed several times, which share what the sky says. */
export function visitsOf(
	wanted: Wanted,
	count: number,
	telescopes: readonly PlannedTelescope[],
	slots: TimeGrid,
	lists: VisitLists
): PlannedVisit[] {
	const { place, sets, notBefore, deadline, constraint } = wanted;
	const options: Option[] = [];
	const instruments = new Map<number, Instrument>();
	const skies = new Map<Constraint, Observing>();
	/** Of each telescope that could: its windows, and how long it would take. */
	const able = new Map<number, Attempt>();
	for (const k of wanted.telescopes) {
		const instrument = instrumentFor(telescopes[k]!, sets, wanted.instruments, wanted.kinds);
		if (!instrument) continue;
		const { limits } = telescopes[k]!;
		const sky = skies.get(limits) ?? observing(telescopes[k]!, place, constraint, slots);
		skies.set(limits, sky);
		const seconds = setSeconds(instrument, sets).reduce((sum, one) => sum + one, 0);
		able.set(k, { instrument, seconds, windows: sky.windows });
		const starts = startsOf(sky, seconds, { notBefore, deadline }, slots);
		if (starts.length === 0) continue;
		instruments.set(k, instrument);
		const quality = lists.quality.take(starts.length);
		for (let i = 0; i < starts.length; i++) quality[i] = sky.quality[starts[i]!]!;
		options.push({ instrument: k, seconds, starts: lists.starts.copyOf(starts), quality });
	}
	const closed = options.length > 0 ? [] : reasons(wanted, able, telescopes, slots);
	const isFitting = options.some(({ instrument: k, seconds, starts }) =>
		isGiven(telescopes[k]!, seconds, starts, slots)
	);
	// a later beginning, of the plan or of the visit, takes less than another goal
	const isForLater =
		closed.length > 0 &&
		wanted.deadline === null &&
		[...able.values()].some(({ windows, seconds }) => windows.some((one) => lengthSec(one) >= seconds));
	const split = isFitting || isForLater ? null : splitFor(wanted, able, telescopes, slots);
	return Array.from({ length: count }, (_, i) => ({
		campaign: wanted.campaign,
		label: wanted.label,
		subject: wanted.subject,
		field: wanted.field,
		sets,
		instruments,
		split,
		changeToOpen: options.length > 0 ? nothingToOpen : opener(wanted, able, telescopes, slots),
		visit: {
			id: count === 1 ? wanted.id : `${wanted.id}#${i + 1}`,
			group: wanted.group,
			raDeg: place.raDeg,
			decDeg: place.decDeg,
			worth: wanted.worth,
			options,
			closed
		}
	}));
}

function nothingToOpen(): null {
	return null;
}

/** Apart, so that the windows of a visit that can begin somewhere are not kept. */
function opener(...asked: Parameters<typeof changeToOpen>): () => string | null {
	return () => changeToOpen(...asked);
}

/** How long something would take with a telescope, and when that sees it. */
export interface Attempt {
	readonly instrument: Instrument;
	readonly seconds: number;
	readonly windows: readonly Span[];
}

/** Whether a telescope gives all the time that a visit takes from one of its starts, the longest slew included. */
function isGiven(
	{ given, slew }: PlannedTelescope,
	seconds: number,
	starts: ArrayLike<number>,
	{ stepSec }: TimeGrid
): boolean {
	const taken = Math.ceil((seconds + slewSeconds(slew, 180)) / stepSec);
	const isRoom = (start: number) => given.some(({ from, to }) => start >= from && start + taken <= to);
	for (let i = 0; i < starts.length; i++) if (isRoom(starts[i]!)) return true;
	return false;
}

/** How a visit that is longer than its telescopes see it, or give time for it, would fit; null where its length is not what hinders it. */
function splitFor(
	{ sets, notBefore, deadline }: Wanted,
	able: ReadonlyMap<number, Attempt>,
	telescopes: readonly PlannedTelescope[],
	slots: TimeGrid
): Split | null {
	const within = { notBefore, deadline };
	const candidates = [...able].map(([k, { instrument, windows }]): Candidate => {
		const telescope = telescopes[k]!;
		return {
			place: telescope.facility.name,
			windows: windows.map((one) => clipped(one, within)),
			secondsOf: (part) => setSeconds(instrument, part).reduce((sum, one) => sum + one, 0),
			fits: (seconds) => isGiven(telescope, seconds, startsOf({ windows }, seconds, within, slots), slots)
		};
	});
	return splitOf(sets, candidates, deadline !== null);
}

/** Why nothing can begin anywhere: what the sky says at each site, or that no instrument can. */
function reasons(
	wanted: Wanted,
	able: ReadonlyMap<number, Attempt>,
	telescopes: readonly PlannedTelescope[],
	slots: TimeGrid
): Visit['closed'] {
	if (able.size === 0) return [{ reason: noInstrument(wanted, telescopes), slots: slots.count }];
	return [...able].flatMap(([k, attempt]) => {
		const longestSec = Math.max(0, ...attempt.windows.map(lengthSec));
		// where it is up at all, that is nearer to the truth than what closes it elsewhere
		const told =
			longestSec > 0
				? [{ reason: tooShort(wanted, attempt, slots), slots: slots.count + longestSec }]
				: closedBy(telescopes[k]!, wanted.place, wanted.constraint, slots);
		return told.map((one) => ({ ...one, reason: `${one.reason}, at ${telescopes[k]!.facility.name}` }));
	});
}

/** What is asked for that no telescope has: the facilities, the instruments or the bands. */
function noInstrument(
	{ facilities, instruments, sets, telescopes: may }: Wanted,
	telescopes: readonly PlannedTelescope[]
): string {
	if (may.length === 0) return `none of the facilities named for it takes part (${facilities!.join(', ')})`;
	const known = new Set(
		may.flatMap((k) => telescopes[k]!.telescope.instruments.map(({ instrument }) => instrument))
	);
	const unknown = instruments?.filter((one) => !known.has(one)) ?? [];
	if (unknown.length > 0 && unknown.length === instruments!.length)
		return `no telescope that it may have has an instrument of the name ${unknown.join(' or ')}`;
	const bands = sets.flatMap(({ band }) => (band === null ? [] : [band])).join(', ');
	const what = instruments ? `the instruments ${instruments.join(', ')}` : 'an instrument';
	return `no telescope has ${what}${bands && ` with ${bands}`}`;
}

/** Why something that is up for some time finds no beginning. */
function tooShort(
	{ notBefore, deadline }: Wanted,
	{ seconds, windows }: Attempt,
	{ from: first, stepSec }: TimeGrid
): string {
	const longestSec = Math.max(...windows.map(lengthSec));
	if (longestSec < seconds)
		return `no window is long enough: of ${minutes(longestSec)} for ${minutes(seconds)}`;
	const longest = windows
		.map((one) => clipped(one, { notBefore, deadline }))
		.reduce((best, one) => (lengthSec(one) > lengthSec(best) ? one : best));
	if (lengthSec(longest) < seconds)
		return deadline !== null ? 'the deadline' : 'the cadence since its last visit';
	const late = Math.ceil(((longest.from - first) / 1e6) % stepSec);
	const better = formatInstant((first + late * 1e6) as Instant);
	return `no slot begins early enough in its window of ${minutes(lengthSec(longest))} for ${minutes(seconds)}; one would in a plan from ${better}`;
}

function clipped({ from, to }: Span, { notBefore, deadline }: Pick<Wanted, 'notBefore' | 'deadline'>): Span {
	return {
		from: Math.max(from, notBefore ?? -Infinity) as Instant,
		to: Math.min(to, deadline ?? Infinity) as Instant
	};
}

function lengthSec({ from, to }: Span): number {
	return (to - from) / 1e6;
}

function minutes(seconds: number): string {
	return `${(seconds / 60).toFixed(1)} min`;
}
