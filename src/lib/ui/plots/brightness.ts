import { abMagErrorOfFlux, abMagOfFluxNjy, fluxErrorOfAbMag, fluxNjyOfAbMag } from '#lib/sky/ab-magnitude.ts';
import type { LightCurvePoint } from '#lib/ui/plots/light-curve-point.ts';

export type Quantity = 'mag' | 'flux';

/** A brightness to draw: in mag, or in nJy. */
export interface ShownBrightness {
	readonly value: number;
	readonly error: number | null;
	/** Whether it was told in the other quantity, and computed from it to be drawn. */
	readonly isComputed: boolean;
}

/**
 * The brightness of a point in a quantity: as told, else computed as an AB magnitude or flux. A source that is fainter
 * than its reference has a negative flux, whose magnitude is that of its size. Null where there is none: a forced flux of
 * zero or less has no magnitude.
 */
export function brightnessOf(point: LightCurvePoint, quantity: Quantity): ShownBrightness | null {
	return quantity === 'mag' ? magnitudeOf(point) : fluxOf(point);
}

function magnitudeOf({ kind, mag, magErr, limitingMag, fluxNjy, fluxErrNjy }: LightCurvePoint) {
	if (kind === 'limit') return told(limitingMag, null);
	if (mag !== null) return told(mag, magErr);
	if (fluxNjy === null || fluxNjy === 0 || (kind === 'forced' && fluxNjy < 0)) return null;
	const error = fluxErrNjy === null ? null : abMagErrorOfFlux(fluxNjy, fluxErrNjy);
	return { value: abMagOfFluxNjy(Math.abs(fluxNjy)), error, isComputed: true };
}

function fluxOf({ kind, mag, magErr, limitingMag, fluxNjy, fluxErrNjy, isPositive }: LightCurvePoint) {
	if (fluxNjy !== null) return told(fluxNjy, fluxErrNjy);
	const from = kind === 'limit' ? limitingMag : mag;
	if (from === null) return null;
	const sign = isPositive === false ? -1 : 1;
	const error = kind === 'limit' || magErr === null ? null : fluxErrorOfAbMag(from, magErr);
	return { value: sign * fluxNjyOfAbMag(from), error, isComputed: true };
}

function told(value: number | null, error: number | null): ShownBrightness | null {
	return value === null ? null : { value, error, isComputed: false };
}

/** In which quantity an object was told: magnitudes, unless there are fluxes alone. */
export function toldQuantity(points: readonly LightCurvePoint[]): Quantity {
	const hasMagnitudes = points.some(({ mag, limitingMag }) => mag !== null || limitingMag !== null);
	return hasMagnitudes || points.length === 0 ? 'mag' : 'flux';
}

/** The unit that keeps fluxes of a size (in nJy) short, and how many nJy it has. */
export function fluxUnit(greatestNjy: number): { readonly unit: string; readonly njy: number } {
	if (greatestNjy >= 1e6) return { unit: 'mJy', njy: 1e6 };
	if (greatestNjy >= 1e3) return { unit: 'µJy', njy: 1e3 };
	return { unit: 'nJy', njy: 1 };
}

/** A brightness in words: `18.250 ± 0.063 mag`, `1.82 ± 0.11 µJy`. */
export function brightnessText(value: number, error: number | null, quantity: Quantity): string {
	if (quantity === 'mag') return `${value.toFixed(3)}${error === null ? '' : ` ± ${error.toFixed(3)}`} mag`;
	const { unit, njy } = fluxUnit(Math.abs(value));
	const digits = Math.abs(value / njy) >= 100 ? 1 : 2;
	const shown = (njys: number) => (njys / njy).toFixed(digits);
	return `${shown(value)}${error === null ? '' : ` ± ${shown(error)}`} ${unit}`;
}
