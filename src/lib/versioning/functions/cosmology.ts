import { LookbackError } from '#lib/errors.ts';

/*
 * A flat universe of matter and a cosmological constant.
 * Parameters: Planck 2018 results VI (A&A 641, A6), table 2, TT,TE,EE+lowE+lensing+BAO; radiation and the masses of
 * neutrinos are left out, which changes distances by less than 0.2 % below redshift 8.
 */
const hubbleKmSMpc = 67.66;
const matter = 0.30966;
const lightKmS = 299_792.458;

/** Nodes and weights of the Gauss-Legendre rule of five points on [-1, 1]. Source: Abramowitz & Stegun, table 25.4. */
const rule = [
	[0, 0.5688888888888889],
	[0.5384693101056831, 0.47862867049936647],
	[-0.5384693101056831, 0.47862867049936647],
	[0.906179845938664, 0.23692688505618908],
	[-0.906179845938664, 0.23692688505618908]
] as const;

/** Luminosity distance in Mpc at a redshift of 0 or more. Source: Hogg 1999, astro-ph/9905116, eqs. 14 to 21. */
export function luminosityDistanceMpc(redshift: number): number {
	if (!(redshift >= 0 && redshift < Infinity))
		throw new LookbackError(
			'incorrect',
			'versioning/bad-redshift',
			`The redshift is ${redshift}; it must be 0 or more.`,
			{ redshift: String(redshift) }
		);
	const steps = Math.ceil(8 * Math.log1p(redshift)) + 1;
	let comoving = 0;
	// In steps of equal ln(1 + z), along which the integrand is smooth.
	for (let i = 0; i < steps; i++) {
		const from = Math.expm1((Math.log1p(redshift) * i) / steps);
		const to = Math.expm1((Math.log1p(redshift) * (i + 1)) / steps);
		for (const [node, weight] of rule) {
			const z = (from + to) / 2 + (node * (to - from)) / 2;
			comoving += (weight * (to - from)) / 2 / Math.sqrt(matter * (1 + z) ** 3 + 1 - matter);
		}
	}
	return ((1 + redshift) * lightKmS * comoving) / hubbleKmSMpc;
}

/** Distance modulus in mag at a redshift above 0. */
export function distanceModulusMag(redshift: number): number {
	return distanceModulusOfMpc(luminosityDistanceMpc(redshift));
}

/** Distance modulus in mag of a luminosity distance in Mpc. */
export function distanceModulusOfMpc(distanceMpc: number): number {
	return 5 * Math.log10(distanceMpc) + 25;
}
