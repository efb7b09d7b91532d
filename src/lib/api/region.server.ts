import { cone, credibleRegion, readSkymap, type Question, type Region } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { parsePosition } from '#lib/sky/position.ts';
import { parseRadius } from '#lib/sky/radius.ts';
import { usualRadiusArcsec } from './inputs.ts';

/** A position and a radius around it. */
export interface Cone {
	readonly raDeg: number;
	readonly decDeg: number;
	readonly radiusArcsec: number;
}

interface InNumbers {
	readonly ra?: number;
	readonly dec?: number;
	readonly radius_arcsec?: number;
}

interface AsWritten {
	readonly near?: string;
	readonly within?: string;
}

interface OfEvent {
	readonly event?: string;
	readonly credible?: number;
}

/**
 * The cone that an input names, in numbers or as people write positions, or null where it names none.
 * @throws LookbackError `api/half-a-cone`, `api/two-regions`, `api/bad-near`, `api/bad-within`, `api/two-radii`.
 */
export function coneOf(input: InNumbers & AsWritten): Cone | null {
	const [inNumbers, asWritten] = [numericCone(input), writtenCone(input)];
	if (inNumbers && asWritten)
		throw refused('two-regions', 'A position is given twice: as near, and as ra and dec.');
	return inNumbers ?? asWritten;
}

/** The position that was asked about, as it was read: what an answer says of it; null where there is none. */
export function aroundOf(input: InNumbers & AsWritten) {
	const cone = coneOf(input);
	return cone && { ra_deg: cone.raDeg, dec_deg: cone.decDeg, radius_arcsec: cone.radiusArcsec };
}

/** A cone as a region of the archive. */
export function regionOfCone({ raDeg, decDeg, radiusArcsec }: Cone): Region {
	return cone(raDeg, decDeg, radiusArcsec);
}

/**
 * The part of the sky that an input names, a cone or the credible region of an event's newest map, or null where it
 * names none. @throws LookbackError `api/two-regions`, `api/credible-of-what`, and those of `coneOf`.
 */
export async function regionOf(
	question: Question,
	input: InNumbers & AsWritten & OfEvent
): Promise<Region | null> {
	const around = coneOf(input);
	if (input.event === undefined) {
		if (input.credible === undefined) return around && regionOfCone(around);
		throw refused('credible-of-what', 'credible is a level of an event; event is missing.');
	}
	if (around) throw refused('two-regions', 'A question is about one region: either a position, or event.');
	const { skymap } = await readSkymap(question, input.event);
	return credibleRegion(skymap, input.credible ?? 0.9);
}

function numericCone({ ra, dec, radius_arcsec }: InNumbers): Cone | null {
	if (ra !== undefined && dec !== undefined)
		return { raDeg: ra, decDeg: dec, radiusArcsec: radius_arcsec ?? usualRadiusArcsec };
	if (ra === undefined && dec === undefined && radius_arcsec === undefined) return null;
	const missing = ra === undefined ? (dec === undefined ? 'ra and dec' : 'ra') : 'dec';
	throw refused(
		'half-a-cone',
		`A cone wants ra and dec, with or without radius_arcsec; ${missing} is missing.`
	);
}

function writtenCone({ near, within }: AsWritten): Cone | null {
	if (near === undefined && within === undefined) return null;
	if (near === undefined)
		throw refused('half-a-cone', 'within is a radius around a position; near is missing.');
	const position = parsePosition(near);
	if (!position)
		throw refused(
			'bad-near',
			`near must be a position, such as 197.45 -23.38, 13:09:48.1 -23:22:53 or 123.4 -5.6 gal; got ${near}.`
		);
	const radiusArcsec = within === undefined ? null : parseRadius(`${near} ${within}`, within.trim());
	if (within !== undefined && radiusArcsec === null)
		throw refused('bad-within', `within must be a radius, such as 10s, 2 arcmin or 0.5d; got ${within}.`);
	if (radiusArcsec !== null && position.radiusArcsec !== null)
		throw refused('two-radii', `The radius is given twice: ${within}, and behind the position ${near}.`);
	const { raDeg, decDeg } = position;
	return { raDeg, decDeg, radiusArcsec: radiusArcsec ?? position.radiusArcsec ?? usualRadiusArcsec };
}

function refused(code: string, message: string): LookbackError {
	return new LookbackError('incorrect', `api/${code}`, message);
}
