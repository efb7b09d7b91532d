import { afterAll, describe, expect, it } from 'vitest';
import { Highs } from '#lib/planner/solvers/highs.server.ts';
import { loadHighs } from '#lib/planner/solvers/load-highs.server.ts';
import { ModelBuilder, type MixedIntegerModel } from '#lib/planner/solvers/model.ts';
import { toLp } from '#lib/planner/solvers/lp-format.ts';
import { violationOf } from '#lib/planner/solvers/violation.ts';

const highs = new Highs();
afterAll(() => highs.close());

/** A knapsack of many like things: dull to prove, so that it takes the time it is given. */
function knapsack(things: number, rows: number): MixedIntegerModel {
	const builder = new ModelBuilder();
	const random = (i: number) => ((i * 7919) % 1009) / 1009;
	for (let i = 0; i < things; i++) builder.addBinary(20 + random(i));
	for (let r = 0; r < rows; r++)
		builder.addRow(
			-Infinity,
			things / 4,
			Array.from({ length: things }, (_, i) => [i, 0.5 + random(i * 31 + r * 17)] as const)
		);
	return builder.finish();
}

describe('HiGHS', () => {
	it('finds the optimum, its bound and values', async () => {
		const builder = new ModelBuilder();
		const [a, b, c] = [5, 4, 3].map((cost) => builder.addBinary(cost));
		const slack = builder.addReal(-1, 0, Infinity);
		builder.addRow(-Infinity, 4, [
			[a!, 3],
			[b!, 2],
			[c!, 2]
		]);
		builder.addRow(1, Infinity, [
			[a!, 1],
			[slack, 1]
		]);
		const solved = await highs.solve(builder.finish());
		// b and c weigh 4 and are worth 7, less 1 for the row that wants a.
		expect(solved).toMatchObject({ status: 'optimal', objective: 6, values: Float64Array.of(0, 1, 1, 1) });
		expect(solved.bound).toBeCloseTo(6, 6);
	});

	it('says when there is no solution, and solves the next model', async () => {
		const builder = new ModelBuilder();
		const x = builder.addBinary(1);
		builder.addRow(2, Infinity, [[x, 1]]);
		expect(await highs.solve(builder.finish())).toMatchObject({ status: 'infeasible', values: null });
		expect(await highs.solve(knapsack(5, 1))).toMatchObject({ status: 'optimal' });
	});

	it('stops at its time and tells what it has', async () => {
		const solved = await highs.solve(knapsack(400, 30), { seconds: 0.5, gap: 0 });
		expect(solved.status).toBe('limit');
		expect(solved.bound).toBeGreaterThanOrEqual(solved.objective);
	});

	it('lets itself be interrupted, and solves the next model', async () => {
		const solved = await highs.solve(knapsack(400, 30), { gap: 0, signal: AbortSignal.timeout(300) });
		expect(solved).toMatchObject({ status: 'interrupted', values: null });
		expect(await highs.solve(knapsack(5, 1))).toMatchObject({ status: 'optimal' });
	});

	it('is no worse than what it was given to begin with', async () => {
		const model = knapsack(400, 30);
		const start = new Float64Array(400).fill(1, 0, 60);
		expect(violationOf(model, start)).toBeNull();
		const solved = await highs.solve(model, { seconds: 1, start });
		expect(solved.objective).toBeGreaterThanOrEqual(60 * 20);
	});

	it('answers each of several models asked at once with its own values', async () => {
		const sizes = [5, 40, 12];
		const solved = await Promise.all(sizes.map((size) => highs.solve(knapsack(size, 1))));
		expect(solved.map(({ values }) => values?.length)).toEqual(sizes);
	});

	it('refuses a model that does not fit in its memory', async () => {
		await expect(highs.solve(knapsack(2000, 10), { megabytes: 4 })).rejects.toMatchObject({
			code: 'planner/model-too-large'
		});
	});
});

describe('the LP format', () => {
	it('is read by HiGHS as the same model', async () => {
		const model = knapsack(30, 3);
		const read = (await loadHighs()).solve(toLp(model), { output_flag: false });
		expect(read.ObjectiveValue).toBeCloseTo((await highs.solve(model, { gap: 0 })).objective, 6);
	});
});
