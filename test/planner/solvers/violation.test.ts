import { expect, it } from 'vitest';
import { ModelBuilder } from '#lib/planner/solvers/model.ts';
import { violationOf } from '#lib/planner/solvers/violation.ts';

const builder = new ModelBuilder();
const x = builder.addBinary(1);
const y = builder.addReal(1, -1, 2);
builder.addRow(0, 1, [
	[x, 1],
	[y, 1]
]);
const model = builder.finish();

it.each([
	[[1, 0], null],
	[[0, 1 + 1e-9], null],
	[[0.5, 0], 'Variable 0 is 0.5; it must be whole.'],
	[[2, -1], 'Variable 0 is 2; it must be between 0 and 1.'],
	[[0, NaN], 'Variable 1 is NaN; it must be between -1 and 2.'],
	[[1, 1], 'Row 0 is 2; it must be between 0 and 1.'],
	[[0, -1], 'Row 0 is -1; it must be between 0 and 1.'],
	[[1], 'There are 1 values for 2 variables.']
])('of the values %j: %s', (values, violation) => {
	expect(violationOf(model, Float64Array.from(values))).toBe(violation);
});
