import { AstroTime, Body, GeoVector, Illumination, MoonPhase } from 'astronomy-engine';
import { positionOf } from '#lib/sky/direction.ts';
import { unixEpochJd } from '#lib/sky/time-scales.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';

/*
 * Sun and Moon by astronomy-engine, which is built upon VSOP87 and ELP and good to an arcminute. UTC is taken for
 * UT1, from which it is less than a second.
 */

/** A place on the sky of J2000, which is ICRS to 0.02 arcsec. */
export interface SkyPlace {
	/** In [0, 360). */
	readonly raDeg: number;
	readonly decDeg: number;
}

const j2000Jd = 2_451_545;

/** A moment as astronomy-engine takes it: days from J2000. */
export function astroTime(at: Instant): AstroTime {
	return new AstroTime(at / microsecondsPerDay + (unixEpochJd - j2000Jd));
}

/** The Sun as seen from the middle of the Earth. */
export function sunPlace(at: Instant): SkyPlace {
	return geocentric(Body.Sun, at);
}

/** The Moon as seen from the middle of the Earth; from its surface she may stand a degree beside. */
export function moonPlace(at: Instant): SkyPlace {
	return geocentric(Body.Moon, at);
}

/** The part of the Moon's disc that is lit, 0 to 1. */
export function moonIllumination(at: Instant): number {
	return Illumination(Body.Moon, astroTime(at)).phase_fraction;
}

/** The Moon's phase in words, from her ecliptic longitude past the Sun's: each principal phase within 6 degrees. */
export function moonPhaseName(at: Instant): string {
	const phaseDeg = MoonPhase(astroTime(at));
	const quarter = Math.round(phaseDeg / 90) % 4;
	const offDeg = Math.abs(((phaseDeg - quarter * 90 + 180) % 360) - 180);
	if (offDeg < 6) return ['new moon', 'first quarter', 'full moon', 'last quarter'][quarter]!;
	return ['waxing crescent', 'waxing gibbous', 'waning gibbous', 'waning crescent'][
		Math.floor(phaseDeg / 90)
	]!;
}

function geocentric(body: Body, at: Instant): SkyPlace {
	const { x, y, z } = GeoVector(body, astroTime(at), true);
	return positionOf([x, y, z]);
}
