import { describe, expect, it } from 'vitest';
import { faultsOf, objectiveOf } from '#lib/planner/schedule/check-plan.ts';
import { owedSlots, shortfallWorthOf } from '#lib/planner/schedule/owed-slots.ts';
import type { Found } from '#lib/planner/schedule/plan.ts';
import type { Problem, Visit } from '#lib/planner/schedule/problem.ts';
import { makeInstance } from '#lib/planner/schedule/instance.ts';
import { schedule, scheduleIn } from '#lib/planner/schedule/schedule.server.ts';
import { targetNight } from '../../../bench/support/planning.ts';

const visit = (id: string, seconds: number, starts: readonly number[], worth = 1): Visit => ({
	id,
	group: null,
	raDeg: 10,
	decDeg: 20,
	worth,
	options: [{ instrument: 0, seconds, starts, quality: starts.map(() => 1) }],
	closed: []
});
const night = (visits: readonly Visit[], change: Partial<Problem> = {}): Problem => ({
	slotSeconds: 300,
	slots: 10,
	instruments: [{ id: 't', given: [{ from: 2, to: 8 }], slew: { settleSeconds: 0, degPerSecond: 1 } }],
	visits,
	requests: [],
	goals: [],
	atoms: [],
	groups: [],
	shortfallWorth: 0,
	...change
});
const everySlot = Array.from({ length: 10 }, (_, t) => t);

describe('schedule', () => {
	it('tells a first schedule, better ones, and a sound plan with its bound and gap', async () => {
		const problem = targetNight({
			seed: 2,
			telescopes: 2,
			targets: 40,
			slots: 30,
			cadence: 0.2,
			shares: true
		});
		const told: Found[] = [];
		const plan = await schedule(problem, { seconds: 4, onImproved: (found) => told.push(found) });
		expect(told.length).toBeGreaterThan(0);
		expect(faultsOf(problem, plan.blocks)).toEqual([]);
		expect(plan.objective).toBeCloseTo(objectiveOf(problem, plan.blocks), 9);
		expect(plan.objective).toBeGreaterThanOrEqual(told.at(-1)!.objective - 1e-9);
		expect(plan.bound).toBeGreaterThanOrEqual(plan.objective);
		expect(plan.gap).toBeCloseTo((plan.bound - plan.objective) / Math.abs(plan.objective), 9);
		expect(plan.blocks.length + plan.leftOut.length).toBe(40);
	});

	it('asks for no look that adds nothing to what others cover, but where others follow it', async () => {
		// the small one gains more a slot, and is chosen before the large one that covers its sky too
		const [small, large] = [visit('small', 300, [2], 0), visit('large', 900, [4], 0)];
		const goals = [{ id: 'g', worth: 1 }];
		const atoms = [
			{ goal: 0, probability: 0.4, visits: [0, 1] },
			{ goal: 0, probability: 0.5, visits: [1] }
		];
		const plan = await schedule(night([small, large], { goals, atoms }), { iterations: 0 });
		expect(plan.blocks.map((block) => block.visit)).toEqual([1]);
		expect(plan.leftOut).toMatchObject([{ visit: 0, why: 'no-gain' }]);
		expect(plan.objective).toBeCloseTo(0.9, 9);

		const again = visit('small again', 300, [7], 0);
		const problem = night([small, large, again], {
			...{ goals, atoms: [...atoms, { goal: 0, probability: 0.1, visits: [2] }] },
			requests: [{ id: 'r', visits: [0, 2], leastSlots: 1, greatestSlots: 9, isWhole: false }]
		});
		expect((await schedule(problem, { iterations: 0 })).blocks).toHaveLength(3);
		const old = await scheduleIn(makeInstance(night([small, large], { goals, atoms })), {
			iterations: 0,
			keepsNeedless: true
		});
		expect(old.plan.blocks).toHaveLength(2);
	});

	it('gives no worse a plan for more steps', async () => {
		const problem = targetNight({ seed: 9, telescopes: 2, targets: 60, slots: 24, cadence: 0.2 });
		const few = await schedule(problem, { iterations: 0, gap: 0 });
		const more = await schedule(problem, { iterations: 600, gap: 0 });
		expect(more.objective).toBeGreaterThanOrEqual(few.objective - 1e-9);
	});

	it('goes on from where a search came to, and is no worse for it', async () => {
		const instance = makeInstance(
			targetNight({ seed: 5, telescopes: 2, targets: 60, slots: 24, cadence: 0.3, shares: true })
		);
		const first = await scheduleIn(instance, { iterations: 400 });
		const further = await scheduleIn(instance, { iterations: 0, start: first.reached });
		expect(further.plan.objective).toBeGreaterThanOrEqual(first.plan.objective - 1e-9);
		expect(further.plan.bound).toBeLessThanOrEqual(first.plan.bound + 1e-9);
	});

	it('ends when it is told to, with what it has', async () => {
		const problem = targetNight({
			seed: 4,
			telescopes: 4,
			targets: 200,
			slots: 60,
			cadence: 0.3,
			shares: true
		});
		const stop = new AbortController();
		const plan = await schedule(problem, {
			seconds: 100,
			gap: 0,
			signal: stop.signal,
			onImproved: () => stop.abort()
		});
		expect(plan.blocks.length).toBeGreaterThan(0);
		expect(faultsOf(problem, plan.blocks)).toEqual([]);
		expect(plan.blocks.length + plan.leftOut.length).toBe(200);
	});

	it('says of each visit that it left out why', async () => {
		const problem = night(
			[
				visit('kept', 1200, [2, 3, 4]),
				{
					...visit('below the horizon', 300, []),
					closed: [
						{ reason: 'Moon', slots: 3 },
						{ reason: 'altitude', slots: 7 }
					]
				},
				visit('when no time is given', 300, [0, 1, 9]),
				visit('too long', 2400, everySlot),
				visit('in the way', 1500, [2, 3, 4], 0.5),
				visit('worth nothing', 300, everySlot, 0),
				visit('one of two', 300, everySlot, 0.1),
				visit('never up', 300, [], 0.1)
			],
			{ requests: [{ id: 'r', visits: [6, 7], leastSlots: 0, greatestSlots: 5, isWhole: true }] }
		);
		const { blocks, leftOut } = await schedule(problem, { iterations: 50 });
		expect(blocks.map((block) => problem.visits[block.visit]!.id)).toEqual(['kept']);
		expect(Object.fromEntries(leftOut.map((one) => [problem.visits[one.visit]!.id, one.why]))).toEqual({
			'below the horizon': 'closed',
			'when no time is given': 'not-given',
			'too long': 'too-long',
			'in the way': 'lost',
			'worth nothing': 'no-gain',
			'one of two': 'request',
			'never up': 'closed'
		});
		expect(leftOut[0]!.reason).toBe('altitude');
		const { change } = leftOut.find(({ why }) => why === 'lost')!;
		expect(change).toMatchObject({ displaced: blocks, moved: [], block: { visit: 4 } });
		expect(change!.cost).toBeCloseTo(0.5, 9);
	});

	it.each([
		['no visits', night([])],
		[
			'no slots',
			night([visit('a', 300, [])], {
				slots: 0,
				instruments: [{ id: 't', given: [], slew: { settleSeconds: 0, degPerSecond: 1 } }]
			})
		],
		['no instruments', night([], { instruments: [] })],
		['an exposure longer than the night', night([visit('a', 1e6, everySlot)])]
	])('has an empty plan for %s', async (_, problem) => {
		expect(await schedule(problem, { seconds: 5 })).toMatchObject({
			blocks: [],
			objective: 0,
			bound: 0,
			gap: 0
		});
	});

	it.each([
		['a negative worth', night([visit('a', 300, [1], -1)]), "The worth of visit 'a' is -1"],
		['a worth that is no number', night([visit('a', 300, [1], NaN)]), "The worth of visit 'a' is NaN"],
		['a start after the last slot', night([visit('a', 300, [10])]), "The starts of visit 'a' is 10"],
		['an exposure of nothing', night([visit('a', 0, [1])]), "The seconds of visit 'a' is 0"],
		[
			'probability above 1',
			night([visit('a', 300, [1])], {
				goals: [{ id: 'g', worth: 1 }],
				atoms: [0, 1].map(() => ({ goal: 0, probability: 0.6, visits: [0] }))
			}),
			"The probability of goal 'g' in all its atoms is 1.2"
		],
		[
			'an instrument that is not there',
			night([
				{ ...visit('a', 300, [1]), options: [{ instrument: 3, seconds: 300, starts: [1], quality: [1] }] }
			]),
			"The instrument of an option of visit 'a' is 3"
		]
	])('refuses %s with a sentence', async (_, problem, sentence) => {
		await expect(schedule(problem, { seconds: 1 })).rejects.toMatchObject({
			code: 'planner/bad-problem',
			message: expect.stringContaining(sentence)
		});
	});

	it.each([{}, { seconds: 0 }, { seconds: NaN }, { iterations: -1 }, { seconds: 1, gap: -1 }])(
		'refuses the limits %o',
		async (limits) => {
			await expect(schedule(night([]), limits)).rejects.toMatchObject({ code: 'planner/bad-limit' });
		}
	);

	it('has a finished first schedule, a bound, and a reason for all that it leaves out, in however little time', async () => {
		for (const targets of [1000, 10_000]) {
			const problem = targetNight({ seed: 1, telescopes: 8, targets, slots: 100 });
			const { blocks, leftOut, bound, objective } = await schedule(problem, { seconds: 0.001 });
			expect(faultsOf(problem, blocks)).toEqual([]);
			expect(blocks.length).toBeGreaterThan(100);
			expect(blocks.length + leftOut.length).toBe(targets);
			expect(bound).toBeLessThan(Infinity);
			expect(bound).toBeGreaterThanOrEqual(objective);
		}
	});

	it('answers for 10,000 targets', async () => {
		const problem = targetNight({ seed: 1, telescopes: 8, targets: 10_000, slots: 100 });
		const plan = await schedule(problem, { seconds: 25 });
		expect(faultsOf(problem, plan.blocks)).toEqual([]);
		expect(plan.blocks.length).toBeGreaterThan(0);
		expect(plan.blocks.length + plan.leftOut.length).toBe(10_000);
	});
});

describe('the slots a group is owed', () => {
	const asks = (group: number, seconds: number) => ({ ...visit('a', seconds, everySlot), group });

	it('are its share of the time given, or what it asked for if that is less', () => {
		const problem = night([asks(0, 900), asks(0, 900), asks(1, 300), { ...asks(1, 900), options: [] }]);
		expect(owedSlots(problem, 0, 0.5)).toBe(3);
		expect(owedSlots(problem, 1, 0.5)).toBe(1);
		expect(owedSlots(problem, 2, 0.5)).toBe(0);
		// nobody is owed of a time in which there is nothing that they could observe
		const late = { ...visit('a', 300, [6, 7, 8, 9]), group: 0 };
		expect(owedSlots(night([late, late, asks(1, 300)]), 0, 0.5)).toBe(1);
	});

	it('are worth as much as what is worth most by the slots it takes', () => {
		expect(shortfallWorthOf(night([asks(0, 900)]))).toBe(0.5);
		expect(shortfallWorthOf(night([asks(0, 900), { ...asks(1, 900), worth: 30 }]))).toBe(10);
	});
});
