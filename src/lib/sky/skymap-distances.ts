/**
 * What a map of a localization in three dimensions says of distances in each of its cells, by the rows of the map:
 * LIGO's DISTMU, DISTSIGMA and DISTNORM. Where nothing is known, mu is infinite and norm 0.
 * Source: Singer et al. 2016, ApJL 829, L15.
 */
export interface SkymapDistances {
	readonly muMpc: Float64Array;
	readonly sigmaMpc: Float64Array;
	/** In Mpc^-2. */
	readonly norm: Float64Array;
}

/**
 * The density at a distance in the direction of a row's cell such that, times the row's probability per steradian, it is
 * probability per cubic megaparsec: norm times a Gaussian, in Mpc^-3. (Probability per megaparsec has the square of the
 * distance beside it.) 0 where nothing is known.
 */
export function volumeDensity(
	{ muMpc, sigmaMpc, norm }: SkymapDistances,
	row: number,
	distanceMpc: number
): number {
	const [mu, sigma] = [muMpc[row]!, sigmaMpc[row]!];
	if (!(Number.isFinite(mu) && sigma > 0 && norm[row]! > 0)) return 0;
	return (norm[row]! * Math.exp(-(((distanceMpc - mu) / sigma) ** 2) / 2)) / (Math.sqrt(2 * Math.PI) * sigma);
}
