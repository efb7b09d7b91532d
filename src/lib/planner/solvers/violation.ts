import type { MixedIntegerModel } from '#lib/planner/solvers/model.ts';

const tolerance = 1e-6;

/** What of a model some values break, as a sentence, or null when they are a solution of it. */
export function violationOf(model: MixedIntegerModel, values: Float64Array): string | null {
	if (values.length !== model.cost.length)
		return `There are ${values.length} values for ${model.cost.length} variables.`;
	for (const [i, x] of values.entries()) {
		const [lower, upper] = [model.columnLower[i]!, model.columnUpper[i]!];
		if (!(x >= lower - tolerance && x <= upper + tolerance))
			return `Variable ${i} is ${x}; it must be between ${lower} and ${upper}.`;
		if (model.isInteger[i] && Math.abs(x - Math.round(x)) > tolerance)
			return `Variable ${i} is ${x}; it must be whole.`;
	}
	for (let row = 0; row < model.rowLower.length; row++) {
		let activity = 0;
		let scale = 1;
		for (let e = model.rowStart[row]!; e < model.rowStart[row + 1]!; e++) {
			const term = model.value[e]! * values[model.index[e]!]!;
			activity += term;
			scale = Math.max(scale, Math.abs(term));
		}
		const [lower, upper] = [model.rowLower[row]!, model.rowUpper[row]!];
		if (!(activity >= lower - tolerance * scale && activity <= upper + tolerance * scale))
			return `Row ${row} is ${activity}; it must be between ${lower} and ${upper}.`;
	}
	return null;
}

/** Value of a model's objective. */
export function objectiveOf(model: MixedIntegerModel, values: Float64Array): number {
	return model.cost.reduce((sum, cost, i) => sum + cost * values[i]!, 0);
}
