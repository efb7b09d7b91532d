import { LookbackError } from '#lib/errors.ts';
import { altitudesAt } from '#lib/planner/facilities/altitudes.ts';
import type { Facility } from '#lib/planner/facilities/facility.ts';
import { standpointOf } from '#lib/planner/facilities/limits.ts';
import { nightAt, type Night } from '#lib/sky/night.ts';
import { Sight } from '#lib/sky/sight.ts';
import { moonIllumination, moonPhaseName } from '#lib/sky/sun-moon.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';
import type { Span } from '#lib/planner/observability/time-rule.ts';
import { moonPath, trackOf, type AltitudeTrack } from '#lib/ui/plots/altitude-chart.ts';
import { nightSpan } from '#lib/ui/plots/night-strip.ts';

/** Something to be looked at. */
export interface Target {
	readonly name: string;
	readonly subject: string | null;
	readonly raDeg: number;
	readonly decDeg: number;
}

/** Targets and the Moon over the night of a site: the one that goes on at a moment, or the next. */
export interface NightTracks {
	readonly facility: string;
	readonly name: string;
	readonly night: Night;
	readonly moon: { readonly illumination: number; readonly phase: string; readonly path: string };
	readonly tracks: readonly AltitudeTrack[];
	/** Targets beyond those that are drawn. */
	readonly left: number;
	/** Sites that may be asked for. */
	readonly sites: readonly { readonly facility: string; readonly name: string }[];
}

/** More lines could not be told apart. */
const mostTracks = 8;
const stepMin = 10;
/** Degrees; below it one observes only what cannot wait. */
const usefulDeg = 30;
const halfHour = 1_800_000_000;

/** When a facility can observe what is drawn. */
export interface OpenWindow {
	readonly facility: string;
	readonly from_at: Instant;
	readonly to_at: Instant;
}

/**
 * For the facility asked for, or the one whose night has the longest of `windows`, or in whose night the targets stand highest;
 * null without targets or sites.
 * @throws LookbackError `routes/bad-site` for a facility that is not among those on the ground.
 */
export function nightTracks(
	facilities: readonly Facility[],
	targets: readonly Target[],
	at: Instant,
	asked: string | null,
	windows: readonly OpenWindow[] | null = null
): NightTracks | null {
	const sites = facilities.filter(({ site }) => site !== null).toSorted((a, b) => (a.name < b.name ? -1 : 1));
	const shown = targets.slice(0, mostTracks);
	if (sites.length === 0 || shown.length === 0) return null;
	const chosen = asked ? siteNamed(sites, asked) : bestSite(sites, shown, at, windows);
	const night = nightAt(at, chosen.site!);
	const span = nightSpan(night);
	const steps = shown.map((target) => altitudesAt(chosen, target, span, stepMin));
	return {
		facility: chosen.facility,
		name: chosen.name,
		night,
		moon: {
			illumination: moonIllumination(night.middle),
			phase: moonPhaseName(night.middle),
			path: moonPath(steps[0]!)
		},
		tracks: shown.map(({ name, subject }, i) => trackOf({ name, subject }, steps[i]!, i)),
		left: targets.length - shown.length,
		sites: sites.map(({ facility, name }) => ({ facility, name }))
	};
}

function siteNamed(sites: readonly Facility[], asked: string): Facility {
	const found = sites.find(({ facility }) => facility === asked);
	if (found) return found;
	const [site, names] = [asked.slice(0, 100), sites.map(({ facility }) => facility).sort()];
	throw new LookbackError(
		'incorrect',
		'routes/bad-site',
		`site must be a facility on the ground, one of ${names.join(', ')}; got ${site}.`,
		{ site }
	);
}

/** Where the targets can be observed for longest and soonest in the night that would be drawn; where nowhere, where they stand highest. */
function bestSite(
	sites: readonly Facility[],
	targets: readonly Target[],
	at: Instant,
	windows: readonly OpenWindow[] | null
): Facility {
	// radio telescopes look by day as well, and of a night they tell nothing
	const optical = sites.filter(mindsSun);
	return (optical.length > 0 ? optical : sites)
		.map((site) => {
			const night = nightSpan(nightAt(at, site.site!));
			const rest = { from: Math.max(at, night.from) as Instant, to: night.to };
			const open = windows === null ? 0 : openFor(site, windows, rest, at);
			return { site, open, high: heightOver(site, targets, rest) };
		})
		.reduce((best, one) =>
			one.open > best.open || (one.open === best.open && one.high > best.high) ? one : best
		).site;
}

function mindsSun({ telescopes }: Facility): boolean {
	return telescopes.some(({ limits }) => limits.some((one) => one.sunAltitudeMaxDeg !== undefined));
}

/** Seconds of the longest window of a site within a span, those that begin a day later worth a fifth less. */
function openFor(
	{ facility }: Facility,
	windows: readonly OpenWindow[],
	{ from, to }: Span,
	at: Instant
): number {
	const own = windows
		.filter((one) => one.facility === facility)
		.map((one) => {
			const first = Math.max(from, one.from_at);
			const seconds = Math.max(0, Math.min(to, one.to_at) - first) / 1e6;
			return seconds * (1 - (0.2 * (first - at)) / microsecondsPerDay);
		});
	return Math.max(0, ...own);
}

/**
 * How well targets stand over a span, by half hours with the Sun low enough: each that is useful counts 1, and its height a little,
 * so that of sites where nothing is of use that is the best where most is above the horizon.
 */
function heightOver(site: Facility, targets: readonly Target[], { from, to }: Span): number {
	const standpoint = standpointOf(site);
	const sights = targets.map((target) => new Sight(standpoint, target));
	let sum = 0;
	for (let moment = from; moment < to; moment = (moment + halfHour) as Instant) {
		if (standpoint.sunAltitudeDeg(moment) > -12) continue;
		for (const sight of sights) {
			const altitudeDeg = sight.altitudeDeg(moment);
			sum += (altitudeDeg >= usefulDeg ? 1 : 0) + Math.max(0, altitudeDeg) / 9000;
		}
	}
	return sum;
}
