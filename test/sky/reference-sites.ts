import { readFileSync } from 'node:fs';
import type { Place } from '#lib/sky/observatories.ts';
import { sample } from '../support/samples.ts';

/** Sites of the reference tables by name. */
export function referenceSites(): Readonly<Record<string, Place>> {
	const told = JSON.parse(readFileSync(sample('reference/astropy/sites.json'), 'utf8')) as Record<
		string,
		{ lat_deg: number; lon_deg: number; height_m: number }
	>;
	return Object.fromEntries(
		Object.entries(told).map(([site, { lat_deg, lon_deg, height_m }]) => [
			site,
			{ latDeg: lat_deg, lonDeg: lon_deg, heightM: height_m }
		])
	);
}
