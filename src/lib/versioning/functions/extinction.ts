import { LookbackError } from '#lib/errors.ts';

/**
 * A_b / E(B-V) for E(B-V) of the maps of Schlegel, Finkbeiner & Davis (1998), their recalibration included, for the
 * extinction law of Fitzpatrick (1999) with R_V = 3.1.
 * Source: Schlafly & Finkbeiner 2011, ApJ 737, 103, table 6, a source of 7000 K; each was compared with the table.
 */
const perReddening: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	landolt: { U: 4.334, B: 3.626, V: 2.742, R: 2.169, I: 1.505 },
	sdss: { u: 4.239, g: 3.303, r: 2.285, i: 1.698, z: 1.263 },
	ps1: { g: 3.172, r: 2.271, i: 1.682, z: 1.322, y: 1.087, w: 2.341 },
	lsst: { u: 4.145, g: 3.237, r: 2.273, i: 1.684, z: 1.323, y: 1.088 }
};

/**
 * Extinction in mag of our Galaxy's dust in a filter (`sdss`, `ps1`, `lsst`, `landolt` and its letter), of a reddening
 * E(B-V) in mag as the SFD maps give it. @throws LookbackError `versioning/unknown-filter`.
 */
export function extinctionMag(system: string, band: string, reddeningMag: number): number {
	const factor = perReddening[system]?.[band];
	if (factor === undefined)
		throw new LookbackError(
			'incorrect',
			'versioning/unknown-filter',
			`No extinction is known for the filter ${system} ${band}; there are ${Object.entries(perReddening)
				.map(([name, bands]) => `${name} ${Object.keys(bands).join('')}`)
				.join(', ')}.`,
			{ system, band }
		);
	return factor * reddeningMag;
}
