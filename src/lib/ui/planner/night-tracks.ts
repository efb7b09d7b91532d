import { LookbackError } from '#lib/errors.ts';
import { altitudesAt } from '#lib/planner/facilities/altitudes.ts';
import type { Facility } from '#lib/planner/facilities/facility.ts';
import { standpointOf } from '#lib/planner/facilities/limits.ts';
import { nightAt, type Night } from '#lib/sky/night.ts';
import { Sight } from '#lib/sky/sight.ts';
import { moonIllumination, moonPhaseName } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';
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

/**
 * For the facility asked for, or the one where most of the targets stand high in the dark; null without targets or sites.
 * @throws LookbackError `routes/bad-site` for a facility that is not among those on the ground.
 */
export function nightTracks(
	facilities: readonly Facility[],
	targets: readonly Target[],
	at: Instant,
	asked: string | null
): NightTracks | null {
	const sites = facilities.filter(({ site }) => site !== null).toSorted((a, b) => (a.name < b.name ? -1 : 1));
	const shown = targets.slice(0, mostTracks);
	if (sites.length === 0 || shown.length === 0) return null;
	const chosen = asked ? siteNamed(sites, asked) : bestSite(sites, shown, at);
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

function bestSite(sites: readonly Facility[], targets: readonly Target[], at: Instant): Facility {
	const worth = (one: Facility) => {
		const from = standpointOf(one);
		let sum = 0;
		// each half hour of the next day at which the Sun is low enough
		for (let k = 0; k < 48; k++) {
			const moment = (at + k * 1_800_000_000) as Instant;
			if (from.sunAltitudeDeg(moment) > -12) continue;
			for (const target of targets) if (new Sight(from, target).altitudeDeg(moment) >= usefulDeg) sum++;
		}
		return sum;
	};
	return sites
		.map((site) => ({ site, worth: worth(site) }))
		.reduce((best, one) => (one.worth > best.worth ? one : best)).site;
}
