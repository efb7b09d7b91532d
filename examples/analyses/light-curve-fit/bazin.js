import { fitCurve } from 'lookback';

/**
 * Flux of a supernova after Bazin et al. 2009, A&A 499, 653, eq. 1, without their constant: of amplitude, time near the
 * peak, and the time scales of rise and fall in days.
 */
export const bazin =
	([amplitude, time, rise, fall]) =>
	(t) =>
		(amplitude * Math.exp(-(t - time) / fall)) / (1 + Math.exp(-(t - time) / rise));

/** Day on which the curve is highest. Source: ibid., the derivative of eq. 1; it needs a fall slower than the rise. */
export const peakDay = ([, time, rise, fall]) => time + rise * Math.log(fall / rise - 1);

/** Its parameters for fluxes at days, with errors; null where there is no such curve. */
export function fitBazin(days, fluxes, errors) {
	const brightest = fluxes.indexOf(Math.max(...fluxes));
	const scale = fluxes[brightest];
	// In units of the highest flux and days from its epoch, so that all parameters are of one size.
	const x = days.map((day) => day - days[brightest]);
	const points = { x, y: fluxes.map((one) => one / scale), errors: errors.map((one) => one / scale) };
	const { parameters, chiSquared, degreesOfFreedom } = fitCurve(bazin, points, [1.5, -2, 3, 20], {
		lowest: [0.1, -60, 0.3, 1],
		highest: [20, 60, 40, 200]
	});
	const [amplitude, time, rise, fall] = parameters;
	if (!parameters.every(Number.isFinite) || fall <= rise) return null;
	return {
		parameters: [amplitude * scale, time + days[brightest], rise, fall],
		chiSquaredPerDegree: chiSquared / Math.max(1, degreesOfFreedom)
	};
}
