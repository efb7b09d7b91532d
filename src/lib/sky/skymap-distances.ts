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

const momentSteps = 400;

/**
 * The parameters with which the square of the distance times a Gaussian has this mean and standard deviation, as probability per
 * megaparsec: without the square, it is probability per volume. A spread beyond 0.57 of the mean, the widest that there is with
 * these, is taken as that. Source: Singer et al. 2016, ApJL 829, L15 (equations 2 to 5); bisected here.
 */
export function distanceShape(meanMpc: number, stdMpc: number): { muMpc: number; sigmaMpc: number } {
	const wanted = Math.min(stdMpc / meanMpc, 0.57);
	let [low, high] = [-30, 2 + 2 / wanted];
	for (let i = 0; i < 60; i++) {
		const middle = (low + high) / 2;
		if (spread(middle).ratio > wanted) low = middle;
		else high = middle;
	}
	const sigmaMpc = meanMpc / spread(high).mean;
	return { muMpc: high * sigmaMpc, sigmaMpc };
}

/** Mean of the square of x > 0 times a Gaussian about `mu` of width 1, and its standard deviation in parts of it. */
function spread(mu: number): { mean: number; ratio: number } {
	const from = Math.max(0, mu - 9);
	const step = (Math.max(mu, 0) + 9 - from) / momentSteps;
	let [total, first, second] = [0, 0, 0];
	for (let i = 0; i < momentSteps; i++) {
		const x = from + (i + 0.5) * step;
		// about its highest point, or all of it would be 0 where mu is far below
		const part = x ** 2 * Math.exp(-((x - mu) ** 2 - Math.min(0, mu) ** 2) / 2);
		total += part;
		first += part * x;
		second += part * x ** 2;
	}
	const mean = first / total;
	return { mean, ratio: Math.sqrt(Math.max(0, second / total - mean ** 2)) / mean };
}
