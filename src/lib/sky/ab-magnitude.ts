/** AB magnitude of 1 nJy: the zero point is 3631 Jy by definition of m = -2.5 log10(f / Jy) + 8.90 (Oke & Gunn 1983). */
const zeroPointNjy = 31.4;

/** Relative error of a flux for an error of 1 mag, both small. */
const perMag = Math.LN10 / 2.5;

/** Flux density in nJy of an AB magnitude. */
export function fluxNjyOfAbMag(mag: number): number {
	return 10 ** ((zeroPointNjy - mag) / 2.5);
}

/** AB magnitude of a flux density in nJy; NaN for a negative one, Infinity for none. */
export function abMagOfFluxNjy(fluxNjy: number): number {
	return zeroPointNjy - 2.5 * Math.log10(fluxNjy);
}

/** Error in nJy of a flux whose magnitude has an error, to first order. */
export function fluxErrorOfAbMag(mag: number, magError: number): number {
	return fluxNjyOfAbMag(mag) * magError * perMag;
}

/** Error in mag of a magnitude whose flux has an error, to first order. */
export function abMagErrorOfFlux(fluxNjy: number, fluxErrorNjy: number): number {
	return fluxErrorNjy / Math.abs(fluxNjy) / perMag;
}
