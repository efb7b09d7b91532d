import { altitudeOfAirmass } from '#lib/sky/airmass.ts';
import { galacticFromIcrs } from '#lib/sky/galactic.ts';
import type { Rule } from './constraint.ts';
import { aboveSec, always, checkRange, onGround, seconds, turningDegPerSec } from './rule-parts.ts';

/** Of the Moon's altitude, in degrees a second at most: her parallax adds to the turning of the sky. */
const moonTurningDegPerSec = 0.0045;
/** Of the Moon against the stars, with her parallax. */
const moonMovingDegPerSec = 0.0003;
const sunMovingDegPerSec = 0.000_02;

export function altitudeAtLeast(altitudeDeg: number): Rule {
	checkRange('altitude', altitudeDeg, -90, 90, 'degrees');
	return onGround(`altitude at least ${altitudeDeg} deg`, (sight, at) => aboveSec(sight, at, altitudeDeg));
}

export function altitudeAtMost(altitudeDeg: number): Rule {
	checkRange('altitude', altitudeDeg, -90, 90, 'degrees');
	return onGround(`altitude at most ${altitudeDeg} deg`, (sight, at) =>
		sight.altitudeDeg(at) === altitudeDeg ? Number.MIN_VALUE : -aboveSec(sight, at, altitudeDeg)
	);
}

export function airmassAtMost(airmass: number): Rule {
	checkRange('airmass', airmass, 1, 38, 'airmasses');
	const altitudeDeg = altitudeOfAirmass(airmass);
	return onGround(`airmass at most ${airmass}`, (sight, at) => aboveSec(sight, at, altitudeDeg));
}

/** From `fromHours` (east, negative) to `toHours` (west), through the meridian or not; 12 hours either way is anywhere. */
export function hourAngleBetween(fromHours: number, toHours: number): Rule {
	checkRange('hour angle', fromHours, -12, 12, 'hours');
	checkRange('hour angle', toHours, fromHours, 12, 'hours');
	const [from, to] = [fromHours * 15, toHours * 15];
	const isAnywhere = to - from >= 360;
	return onGround(`hour angle from ${fromHours} to ${toHours} h`, (sight, at) => {
		if (isAnywhere) return Infinity;
		const hourAngle = sight.hourAngleDeg(at);
		const [sinceFrom, untilTo] = [hourAngle - from, to - hourAngle];
		if (sinceFrom >= 0 && untilTo >= 0) return seconds(Math.min(sinceFrom, untilTo), turningDegPerSec);
		return -seconds(Math.min((from - hourAngle + 360) % 360, (hourAngle - to + 360) % 360), turningDegPerSec);
	});
}

export function declinationBetween(fromDeg: number, toDeg: number): Rule {
	checkRange('declination', fromDeg, -90, 90, 'degrees');
	checkRange('declination', toDeg, fromDeg, 90, 'degrees');
	return {
		kind: 'rule',
		name: `declination from ${fromDeg} to ${toDeg} deg`,
		isOfPlace: false,
		marginSec: ({ target }) => always(target.decDeg >= fromDeg && target.decDeg <= toDeg)
	};
}

/** From the galactic plane, to either side. */
export function galacticLatitudeAtLeast(latDeg: number): Rule {
	checkRange('galactic latitude', latDeg, 0, 90, 'degrees');
	return {
		kind: 'rule',
		name: `at least ${latDeg} deg from the galactic plane`,
		isOfPlace: false,
		marginSec: ({ target }) =>
			always(Math.abs(galacticFromIcrs(target.raDeg, target.decDeg).latDeg) >= latDeg)
	};
}

export function sunAltitudeAtMost(altitudeDeg: number): Rule {
	checkRange('Sun altitude', altitudeDeg, -90, 90, 'degrees');
	return onGround(
		`Sun at most ${altitudeDeg} deg high`,
		({ from }, at) => seconds(altitudeDeg - from.sunAltitudeDeg(at), turningDegPerSec),
		true
	);
}

export function moonAltitudeAtMost(altitudeDeg: number): Rule {
	checkRange('Moon altitude', altitudeDeg, -90, 90, 'degrees');
	return onGround(
		`Moon at most ${altitudeDeg} deg high`,
		({ from }, at) => seconds(altitudeDeg - from.moonAltitudeDeg(at), moonTurningDegPerSec),
		true
	);
}

export function moonIlluminationAtMost(fraction: number): Rule {
	checkRange('Moon illumination', fraction, 0, 1, 'of her disc');
	const phaseAngleDeg = (Math.acos(2 * fraction - 1) * 180) / Math.PI;
	return {
		kind: 'rule',
		name: `Moon at most ${Math.round(fraction * 100)} % lit`,
		isOfPlace: true,
		marginSec: ({ from }, at) => seconds(from.moonPhaseAngleDeg(at) - phaseAngleDeg, moonMovingDegPerSec)
	};
}

export function moonDistanceAtLeast(distanceDeg: number): Rule {
	checkRange('distance from the Moon', distanceDeg, 0, 180, 'degrees');
	return {
		kind: 'rule',
		name: `at least ${distanceDeg} deg from the Moon`,
		isOfPlace: false,
		marginSec: (sight, at) => seconds(sight.moonDistanceDeg(at) - distanceDeg, moonMovingDegPerSec)
	};
}

export function sunDistanceAtLeast(distanceDeg: number): Rule {
	checkRange('distance from the Sun', distanceDeg, 0, 180, 'degrees');
	return {
		kind: 'rule',
		name: `at least ${distanceDeg} deg from the Sun`,
		isOfPlace: false,
		marginSec: (sight, at) => seconds(sight.sunDistanceDeg(at) - distanceDeg, sunMovingDegPerSec)
	};
}
