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

/** A curve: of parameters, its value at x. */
export type Curve = (parameters: readonly number[]) => (x: number) => number;

/** Points of a curve with standard errors in y. */
export interface Points {
	readonly x: readonly number[];
	readonly y: readonly number[];
	readonly errors: readonly number[];
}

/** How carefully a fit begins, for parameters in units of their curvature; and how often it begins anew at most. */
const dampings = [1e-3, 0.1, 10];
const mostRounds = 20;

/**
 * Parameters of a curve of least chi squared through points, by Levenberg and Marquardt's method from a first guess,
 * within bounds where they are given. It finds the least that the guess leads to, which need not be the least of all.
 */
export function fitCurve(
	curve: Curve,
	points: Points,
	guess: readonly number[],
	bounds: { readonly lowest?: readonly number[]; readonly highest?: readonly number[] } = {}
): { parameters: number[]; chiSquared: number; degreesOfFreedom: number } {
	let best = { parameters: [...guess], chiSquared: chiSquaredOf(curve, points, guess) };
	// The library damps all parameters by one number and keeps a step that made things worse: hence units in which all
	// are alike, and several ways to go on from the best.
	for (let round = 0; round < mostRounds; round++) {
		const before = best.chiSquared;
		for (const damping of dampings) {
			const found = descend(curve, points, best.parameters, bounds, damping);
			if (found.chiSquared < best.chiSquared) best = found;
		}
		if (!(before - best.chiSquared > 1e-9 * before)) break;
	}
	return { ...best, degreesOfFreedom: points.x.length - guess.length };
}

function descend(
	curve: Curve,
	points: Points,
	from: readonly number[],
	{ lowest, highest }: { lowest?: readonly number[]; highest?: readonly number[] },
	damping: number
): { parameters: number[]; chiSquared: number } {
	const units = unitsAt(curve, points, from);
	const inUnits = (values?: readonly number[]) => values?.map((value, i) => value / units[i]!);
	const outOf = (values: readonly number[]) => values.map((value, i) => value * units[i]!);
	const { x, y, errors } = points;
	// Points are numbered and divided by their errors here: with weights, release 5.1.0 goes towards the least of the
	// weighted squares and keeps that of squares weighted the other way round (`errorCalculation` divides by them).
	const numbered = { x: x.map((_, k) => k), y: y.map((value, k) => value / errors[k]!) };
	const model = (values: readonly number[]) => {
		const at = curve(outOf(values));
		return (k: number) => at(x[k]!) / errors[k]!;
	};
	const options = {
		initialValues: inUnits(from)!,
		minValues: inUnits(lowest),
		maxValues: inUnits(highest),
		gradientDifference: 1e-4,
		centralDifference: true,
		damping,
		maxIterations: 30
	};
	let values: number[];
	try {
		values = levenbergMarquardt(numbered, model, options).parameterValues;
	} catch (error) {
		// A step led to where the curve no longer depends on its parameters: this way leads nowhere.
		if (!/singular/i.test(String(error))) throw error;
		values = options.initialValues;
	}
	const parameters = outOf(values);
	return { parameters, chiSquared: chiSquaredOf(curve, points, parameters) };
}

/** For each parameter the change that changes chi squared by about 1 alone. */
function unitsAt(curve: Curve, { x, errors }: Points, parameters: readonly number[]): number[] {
	return parameters.map((value, i) => {
		const step = 1e-6 * Math.max(1e-3, Math.abs(value));
		const [above, below] = [step, -step].map((by) => curve(parameters.with(i, value + by)));
		const curvature = sum(x.map((at, k) => ((above!(at) - below!(at)) / (2 * step) / errors[k]!) ** 2));
		return curvature > 0 && curvature < Infinity ? 1 / Math.sqrt(curvature) : Math.max(1, Math.abs(value));
	});
}

function chiSquaredOf(curve: Curve, { x, y, errors }: Points, parameters: readonly number[]): number {
	const at = curve(parameters);
	const chiSquared = sum(x.map((value, i) => ((y[i]! - at(value)) / errors[i]!) ** 2));
	return Number.isNaN(chiSquared) ? Infinity : chiSquared;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, one) => total + one, 0);
}
