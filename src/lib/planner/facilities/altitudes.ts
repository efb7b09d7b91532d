import { LookbackError } from '#lib/errors.ts';
import { airmassAt } from '#lib/sky/airmass.ts';
import { Sight } from '#lib/sky/sight.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Span } from '../observability/time-rule.ts';
import type { Facility } from './facility.ts';
import { standpointOf } from './limits.ts';

/** Where a position, the Sun and the Moon stand at a site at a moment; altitudes are without refraction. */
export interface AltitudeStep {
	readonly at: Instant;
	readonly altitude_deg: number;
	/** From north through east. */
	readonly azimuth_deg: number;
	/** To the west of the meridian. */
	readonly hour_angle_deg: number;
	/** Null below the horizon. */
	readonly airmass: number | null;
	readonly sun_altitude_deg: number;
	readonly moon_altitude_deg: number;
	readonly moon_distance_deg: number;
	/** 0 to 1. */
	readonly moon_illumination: number;
}

/**
 * How a position goes over the sky of a site within a span, both of its ends included. @throws LookbackError `planner/no-site` for a
 * facility in orbit, which has no horizon.
 */
export function altitudesAt(
	facility: Facility,
	place: SkyPlace,
	{ from, to }: Span,
	stepMin: number
): AltitudeStep[] {
	if (!facility.site)
		throw new LookbackError(
			'incorrect',
			'planner/no-site',
			`${facility.name} is in orbit: nothing stands high or low there. Ask for a facility on the ground.`,
			{ facility: facility.facility }
		);
	const sight = new Sight(standpointOf(facility), place);
	const count = Math.floor((to - from) / (stepMin * 60e6));
	const moments = Array.from({ length: count + 1 }, (_, i) => (from + i * stepMin * 60e6) as Instant);
	if (moments.at(-1)! < to) moments.push(to);
	return moments.map((at) => {
		const { altitudeDeg, azimuthDeg, hourAngleDeg } = sight.horizontal(at);
		return {
			at,
			altitude_deg: altitudeDeg,
			azimuth_deg: azimuthDeg,
			hour_angle_deg: hourAngleDeg,
			airmass: altitudeDeg < 0 ? null : airmassAt(altitudeDeg),
			sun_altitude_deg: sight.from.sunAltitudeDeg(at),
			moon_altitude_deg: sight.from.moonAltitudeDeg(at),
			moon_distance_deg: sight.moonDistanceDeg(at),
			moon_illumination: sight.from.moonIllumination(at)
		};
	});
}
