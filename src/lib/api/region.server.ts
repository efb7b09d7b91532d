import { cone, credibleRegion, readSkymap, type Question, type Region } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { usualRadiusArcsec } from './inputs.ts';

interface Around {
	readonly ra?: number;
	readonly dec?: number;
	readonly radius_arcsec?: number;
}

interface OfEvent {
	readonly event?: string;
	readonly credible?: number;
}

/** The cone that an input names, or null where it names none. @throws LookbackError `api/half-a-cone`. */
export function coneOf({ ra, dec, radius_arcsec }: Around): Region | null {
	if (ra !== undefined && dec !== undefined) return cone(ra, dec, radius_arcsec ?? usualRadiusArcsec);
	if (ra === undefined && dec === undefined && radius_arcsec === undefined) return null;
	const missing = ra === undefined ? (dec === undefined ? 'ra and dec' : 'ra') : 'dec';
	throw new LookbackError(
		'incorrect',
		'api/half-a-cone',
		`A cone wants ra and dec, with or without radius_arcsec; ${missing} is missing.`
	);
}

/**
 * The part of the sky that an input names, a cone or the credible region of an event's newest map, or null where it
 * names none. @throws LookbackError `api/two-regions`, `api/credible-of-what`.
 */
export async function regionOf(question: Question, input: Around & OfEvent): Promise<Region | null> {
	const around = coneOf(input);
	if (input.event === undefined) {
		if (input.credible === undefined) return around;
		throw new LookbackError(
			'incorrect',
			'api/credible-of-what',
			'credible is a level of an event; event is missing.'
		);
	}
	if (around)
		throw new LookbackError(
			'incorrect',
			'api/two-regions',
			'A question is about one region: either ra and dec, or event.'
		);
	const { skymap } = await readSkymap(question, input.event);
	return credibleRegion(skymap, input.credible ?? 0.9);
}
