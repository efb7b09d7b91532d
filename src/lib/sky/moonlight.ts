import { airmassAt } from '#lib/sky/airmass.ts';
import type { Sight } from '#lib/sky/sight.ts';
import type { Standpoint } from '#lib/sky/standpoint.ts';
import type { Instant } from '#lib/sky/time.ts';

/*
 * How moonlight brightens the sky, in V. Source: Krisciunas & Schaefer (1991), PASP 103, 1033, eq. 3, 15, 19 to 21; good
 * to a quarter. In the blue it brightens more, in the red less.
 */

const degree = Math.PI / 180;
/** Of Mauna Kea, in V. */
const extinctionMag = 0.172;
/** Of the zenith of a dark site, in V. */
const darkMagPerArcsec2 = 21.6;

/** The Moon from somewhere at some moment. */
interface MoonThere {
	readonly altitudeDeg: number;
	readonly moonAu: Float64Array;
	/** Illuminance, dimmed by the air. */
	readonly dimmed: number;
}

/** Many targets are asked about at the same moments. */
const mostKept = 4000;
const kept = new WeakMap<Standpoint, Map<Instant, MoonThere>>();

function moonFrom(from: Standpoint, at: Instant): MoonThere {
	let known = kept.get(from);
	if (!known || known.size >= mostKept) kept.set(from, (known = new Map<Instant, MoonThere>()));
	let moon = known.get(at);
	if (!moon) {
		const altitudeDeg = from.moonAltitudeDeg(at);
		const phaseAngleDeg = from.moonPhaseAngleDeg(at);
		const illuminance = 10 ** (-0.4 * (3.84 + 0.026 * phaseAngleDeg + 4e-9 * phaseAngleDeg ** 4));
		moon = {
			altitudeDeg,
			moonAu: from.moonAu(at).slice(),
			dimmed: illuminance * 10 ** (-0.4 * extinctionMag * skyAirmass(altitudeDeg))
		};
		known.set(at, moon);
	}
	return moon;
}

/** The brightness of moonlight where a target stands, in nanolamberts; 0 where the Moon is down. */
export function moonlightNl(sight: Sight, at: Instant): number {
	const { from } = sight;
	if (!from.place) return 0;
	const { altitudeDeg, moonAu, dimmed } = moonFrom(from, at);
	if (altitudeDeg <= 0) return 0;
	const apartDeg = sight.moonDistanceDeg(at, moonAu);
	const scattered = 10 ** 5.36 * (1.06 + Math.cos(apartDeg * degree) ** 2) + 10 ** (6.15 - apartDeg / 40);
	return scattered * dimmed * (1 - 10 ** (-0.4 * extinctionMag * skyAirmass(sight.altitudeDeg(at))));
}

/** What moonlight costs a limiting magnitude, in mag, where the sky makes the noise; 0 in orbit and without Moon. */
export function moonlightLossMag(sight: Sight, at: Instant): number {
	const moonlight = moonlightNl(sight, at);
	if (moonlight === 0) return 0;
	const airmass = Math.min(40, airmassAt(sight.altitudeDeg(at)));
	const zenith = 34.08 * Math.exp(20.7233 - 0.92104 * darkMagPerArcsec2);
	const dark = zenith * airmass * 10 ** (-0.4 * extinctionMag * (airmass - 1));
	return 1.25 * Math.log10(1 + moonlight / dark);
}

/** Airmass of scattering, which stays finite at the horizon. */
function skyAirmass(altitudeDeg: number): number {
	return 1 / Math.sqrt(1 - 0.96 * Math.cos(Math.max(0, altitudeDeg) * degree) ** 2);
}
