import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Assignment } from '#lib/planner/schedule/assignment.ts';
import { LagrangianBound } from '#lib/planner/schedule/bound.ts';
import { faultsOf, objectiveOf } from '#lib/planner/schedule/check-plan.ts';
import { checkedProblem } from '#lib/planner/schedule/checked-problem.ts';
import { makeInstance } from '#lib/planner/schedule/instance.ts';
import { whyLeftOut } from '#lib/planner/schedule/left-out.ts';
import { makeModel } from '#lib/planner/schedule/model.ts';
import type { Found } from '#lib/planner/schedule/plan.ts';
import type { Block, Problem } from '#lib/planner/schedule/problem.ts';
import { randomFrom } from '#lib/planner/schedule/random.ts';
import { RuinAndRecreate } from '#lib/planner/schedule/ruin.ts';
import { Search } from '#lib/planner/schedule/search.ts';
import { Highs } from '#lib/planner/solvers/highs.server.ts';
import { localizationNight, targetNight } from '../../../bench/support/planning.ts';
import { allPlans, smallProblem } from './small-problems.ts';

const highs = new Highs();
afterAll(() => highs.close());

async function search(problem: Problem, iterations: number, seed = 1) {
	const told: Found[] = [];
	const made = new Search(makeInstance(checkedProblem(problem)), {
		deadline: Infinity,
		iterations,
		gap: 0,
		seed,
		now: () => 0,
		solve: (model, options) => highs.solve(model, options),
		onImproved: (found) => told.push(found),
		start: null
	});
	await made.run();
	return { ...made.found, told, schedule: made.best };
}

/** Every block that the slots a visit takes and the time given allow. */
function blocksOf(problem: Problem): Block[][] {
	const { visit, instrument, start, slots, columnsOf } = makeInstance(problem);
	return columnsOf.map((columns) =>
		Array.from(columns, (c) => ({
			visit: visit[c]!,
			instrument: instrument[c]!,
			start: start[c]!,
			slots: slots[c]!
		}))
	);
}

function bestOfAll(problem: Problem): number {
	let best = -Infinity;
	for (const plan of allPlans(blocksOf(problem)))
		if (faultsOf(problem, plan).length === 0) best = Math.max(best, objectiveOf(problem, plan));
	return best;
}

describe('a schedule', () => {
	it('is sound, worth what it says, within its bound, and the best of all for tiny problems', async () => {
		await fc.assert(
			fc.asyncProperty(smallProblem(3), fc.nat(1000), async (problem, seed) => {
				const { blocks, objective, bound } = await search(problem, 20, seed);
				expect(faultsOf(problem, blocks)).toEqual([]);
				expect(objective).toBeCloseTo(objectiveOf(problem, blocks), 9);
				expect(objective).toBeLessThanOrEqual(bound + 1e-9);
				expect(objective).toBeCloseTo(bestOfAll(problem), 6);
			}),
			{ numRuns: 20 }
		);
	});

	it('gets better as it is told, and every schedule told is sound', async () => {
		const problem = targetNight({
			seed: 7,
			telescopes: 3,
			targets: 60,
			slots: 40,
			cadence: 0.3,
			shares: true
		});
		const { told, objective } = await search(problem, 500);
		expect(told.flatMap(({ blocks }) => faultsOf(problem, blocks))).toEqual([]);
		const objectives = told.map((found) => found.objective);
		expect(objectives).toEqual(objectives.toSorted((a, b) => a - b));
		expect(objectives.at(-1)).toBe(objective);
		expect(objective).toBeGreaterThan(objectives[0]!);
	});

	it('is the same for the same seed and number of steps', async () => {
		const problem = targetNight({ seed: 3, telescopes: 2, targets: 50, slots: 24, cadence: 0.2 });
		const [one, two] = [await search(problem, 1100, 5), await search(problem, 1100, 5)];
		expect(two.blocks).toEqual(one.blocks);
		expect(two.told.length).toBe(one.told.length);
	});

	it('of a localization covers what the solver proves to be the most', async () => {
		const problem = localizationNight(2, 3, 12, 20);
		const instance = makeInstance(problem);
		const { model } = makeModel(new Assignment(instance), [...instance.visit.keys()]);
		const proved = await highs.solve(model, { gap: 1e-6 });
		const { objective, bound } = await search(problem, 300);
		expect(objective).toBeGreaterThan(0.995 * proved.objective);
		expect(bound).toBeGreaterThanOrEqual(proved.objective - 1e-6);
	});
});

describe('the bound', () => {
	it('is never below the best of all', () => {
		fc.assert(
			fc.property(smallProblem(3), fc.double({ min: -5, max: 5, noNaN: true }), (problem, known) => {
				const lagrangian = new LagrangianBound(makeInstance(problem));
				for (let i = 0; i < 60; i++) lagrangian.step(known);
				expect(lagrangian.bound).toBeGreaterThanOrEqual(bestOfAll(problem) - 1e-9);
			}),
			{ numRuns: 200 }
		);
	});

	it('does not fall when a constraint goes', async () => {
		await fc.assert(
			fc.asyncProperty(smallProblem(3), async (problem) => {
				const best = bestOfAll(problem);
				const freed: Problem[] = [
					{ ...problem, requests: [] },
					{
						...problem,
						instruments: problem.instruments.map((k) => ({ ...k, given: [{ from: 0, to: problem.slots }] }))
					},
					{ ...problem, groups: problem.groups.map((g) => ({ ...g, owedSlots: 0 })) },
					{
						// Slots taken by slews count for shares, so that without slews these must go, too.
						...problem,
						groups: problem.groups.map((g) => ({ ...g, owedSlots: 0 })),
						instruments: problem.instruments.map((k) => ({
							...k,
							slew: { settleSeconds: 0, degPerSecond: Infinity }
						}))
					}
				];
				for (const easier of freed)
					expect((await search(easier, 10)).objective).toBeGreaterThanOrEqual(best - 1e-6);
			}),
			{ numRuns: 4 }
		);
	});
});

describe('the model', () => {
	it('has the optimum that trying everything has', async () => {
		await fc.assert(
			fc.asyncProperty(smallProblem(3), async (problem) => {
				const instance = makeInstance(problem);
				const empty = new Assignment(instance);
				const { model } = makeModel(empty, [...instance.visit.keys()]);
				const solved = await highs.solve(model, { gap: 0 });
				expect(empty.objective() + solved.objective).toBeCloseTo(bestOfAll(problem), 6);
			}),
			{ numRuns: 15 }
		);
	});
});

describe('the model of a cadence without room', () => {
	it('names no variable twice in a row', async () => {
		const visit = (id: string, start: number) => ({
			id,
			group: null,
			raDeg: 0,
			decDeg: 0,
			worth: 1,
			options: [{ instrument: 0, seconds: 300, starts: [start], quality: [1] }],
			closed: []
		});
		const problem: Problem = {
			slotSeconds: 300,
			slots: 6,
			instruments: [{ id: 't', given: [{ from: 0, to: 6 }], slew: { settleSeconds: 0, degPerSecond: 1 } }],
			visits: [visit('a', 0), visit('b', 4)],
			requests: [{ id: 'r', visits: [0, 1], leastSlots: 0, greatestSlots: 1, isWhole: false }],
			goals: [],
			atoms: [],
			groups: [],
			shortfallWorth: 0
		};
		const instance = makeInstance(problem);
		const { model } = makeModel(new Assignment(instance), [...instance.visit.keys()]);
		expect(await highs.solve(model)).toMatchObject({ status: 'optimal', objective: 1 });
	});
});

describe('ruin and recreate', () => {
	it('keeps a schedule sound and its objective true, step by step', () => {
		fc.assert(
			fc.property(smallProblem(8, 2), fc.nat(), (problem, seed) => {
				const walk = new RuinAndRecreate(new Assignment(makeInstance(problem)), () => 0, randomFrom(seed));
				for (let i = 0; i < 30; i++) {
					walk.step(3, 1);
					expect(faultsOf(problem, walk.schedule.blocks())).toEqual([]);
					expect(walk.objective).toBeCloseTo(objectiveOf(problem, walk.schedule.blocks()), 9);
				}
			}),
			{ numRuns: 100 }
		);
	});
});

describe('what was left out', () => {
	it('says of each visit without a block why, and what letting it in costs', async () => {
		await fc.assert(
			fc.asyncProperty(smallProblem(6), async (problem) => {
				const { schedule } = await search(problem, 20);
				const leftOut = whyLeftOut(schedule, () => false);
				const before = schedule.blocks();
				expect([...leftOut.map(({ visit }) => visit), ...before.map(({ visit }) => visit)].sort()).toEqual(
					problem.visits.map((_, v) => v)
				);
				for (const { change } of leftOut.filter((one) => one.change)) {
					const { block, displaced, moved, cost } = change!;
					const gone = new Set(displaced.map(({ visit }) => visit));
					const after = [...before.filter(({ visit }) => !gone.has(visit)), block, ...moved];
					expect(faultsOf(problem, after)).toEqual([]);
					expect(objectiveOf(problem, before) - objectiveOf(problem, after)).toBeCloseTo(cost, 9);
					expect(cost).toBeGreaterThanOrEqual(-1e-9);
				}
			}),
			{ numRuns: 15 }
		);
	});
});
