import { levenbergMarquardt } from 'ml-levenberg-marquardt';

/**
 * Line of least chi squared through points with standard errors in y.
 * Source: Bevington & Robinson 2003, Data Reduction and Error Analysis, eqs. 6.11, 6.12, 6.21 to 6.23.
 */
export function weightedLine(
	x: readonly number[],
	y: readonly number[],
	errors: readonly number[]
): { slope: number; intercept: number; slopeError: number; interceptError: number; chiSquared: number } {
	const weights = errors.map((error) => 1 / error ** 2);
	const total = sum(weights);
	// About the mean of x, else days since 1970 would cost half of the digits.
	const center = sum(weights.map((w, i) => w * x[i]!)) / total;
	const spread = sum(weights.map((w, i) => w * (x[i]! - center) ** 2));
	const mean = sum(weights.map((w, i) => w * y[i]!)) / total;
	const slope = sum(weights.map((w, i) => w * (x[i]! - center) * y[i]!)) / spread;
	return {
		slope,
		intercept: mean - slope * center,
		slopeError: Math.sqrt(1 / spread),
		interceptError: Math.sqrt(1 / total + center ** 2 / spread),
		chiSquared: sum(weights.map((w, i) => w * (y[i]! - mean - slope * (x[i]! - center)) ** 2))
	};
}

/** How carefully a fit begins. */
const dampings = [0.01, 1, 100];

/** A curve: of parameters, its value at x. */
export type Curve = (parameters: readonly number[]) => (x: number) => number;

/**
 * Parameters of a curve of least chi squared through points with standard errors in y, by Levenberg and Marquardt's
 * method from a first guess, within bounds where they are given.
 */
export function fitCurve(
	curve: Curve,
	points: {
		readonly x: readonly number[];
		readonly y: readonly number[];
		readonly errors: readonly number[];
	},
	guess: readonly number[],
	bounds: { readonly lowest?: readonly number[]; readonly highest?: readonly number[] } = {}
): { parameters: number[]; chiSquared: number; degreesOfFreedom: number } {
	const { x, y, errors } = points;
	// The library damps by an absolute number and keeps bad steps: errors of about 1, and several ways to begin.
	const typical = Math.exp(sum(errors.map(Math.log)) / errors.length);
	const tries = dampings.map((damping) =>
		levenbergMarquardt({ x: [...x], y: [...y] }, curve, {
			initialValues: [...guess],
			// Standard errors go by this name there.
			weights: errors.map((error) => error / typical),
			minValues: bounds.lowest && [...bounds.lowest],
			maxValues: bounds.highest && [...bounds.highest],
			gradientDifference: guess.map((value) => 1e-6 * Math.max(1, Math.abs(value))),
			centralDifference: true,
			damping,
			errorTolerance: 1e-14,
			maxIterations: 200
		})
	);
	const { parameterValues } = tries.reduce((best, one) =>
		one.parameterError < best.parameterError ? one : best
	);
	const at = curve(parameterValues);
	const chiSquared = sum(x.map((value, i) => ((y[i]! - at(value)) / errors[i]!) ** 2));
	return { parameters: parameterValues, chiSquared, degreesOfFreedom: x.length - guess.length };
}

function sum(values: readonly number[]): number {
	return values.reduce((total, one) => total + one, 0);
}
