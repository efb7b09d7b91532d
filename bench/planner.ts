import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Assignment } from '#lib/planner/schedule/assignment.ts';
import { faultsOf } from '#lib/planner/schedule/check-plan.ts';
import { makeInstance } from '#lib/planner/schedule/instance.ts';
import { makeModel } from '#lib/planner/schedule/model.ts';
import type { Problem } from '#lib/planner/schedule/problem.ts';
import { schedule } from '#lib/planner/schedule/schedule.server.ts';
import { toLp } from '#lib/planner/solvers/lp-format.ts';
import { targetLine } from './support/figures.ts';
import { firstAnswers } from './support/first-answer.ts';
import { planManyTargets } from './support/many-targets.ts';
import { localizationNight, targetNight } from './support/planning.ts';

/*
 * How good a plan is after its time, for generated nights. The gap is to the plan's own bound, so that it is never
 * smaller than the one to the optimum. With --lp FOLDER the models are written there for other solvers instead. On a
 * machine that is busy with other work --stretch 5 gives each five times its time: read the seconds of processor then.
 * 35x10000-facilities makes all of a plan, its problem too, of the facilities that come with Lookback.
 * The last case, first-answer, asks a portal of its own: from the request to a plan that can be read.
 */

interface Case {
	readonly name: string;
	readonly seconds: number;
	readonly gap: number;
	readonly make: (seed: number) => Problem;
}
const targets =
	(telescopes: number, count: number, more = {}) =>
	(seed: number) =>
		targetNight({ seed, telescopes, targets: count, slots: 100, ...more });
const demanding = { cadence: 0.3, shares: true };
const cases: readonly Case[] = [
	{ name: '5x50-fields', seconds: 5, gap: 0.01, make: (seed) => localizationNight(seed, 5, 50, 60) },
	{ name: '8x200', seconds: 15, gap: 0.01, make: targets(8, 200) },
	{ name: '8x600', seconds: 60, gap: 0.02, make: targets(8, 600) },
	{ name: '8x200-cadence-shares', seconds: 15, gap: Infinity, make: targets(8, 200, demanding) },
	{ name: '8x600-cadence-shares', seconds: 60, gap: Infinity, make: targets(8, 600, demanding) },
	{ name: '25x40-fields', seconds: 5, gap: Infinity, make: (seed) => localizationNight(seed, 25, 40, 100) },
	{ name: '8x10000', seconds: 30, gap: Infinity, make: targets(8, 10_000) }
];

const firstAnswer = 'first-answer';
const manyTargets = '35x10000-facilities';

const { values } = parseArgs({
	options: {
		lp: { type: 'string' },
		only: { type: 'string', default: '' },
		seeds: { type: 'string', default: '3' },
		stretch: { type: 'string', default: '1' }
	}
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
for (const one of cases.filter(({ name }) => name.startsWith(values.only)))
	for (const seed of seeds) {
		const problem = one.make(seed);
		if (values.lp) exportLp(values.lp, `${one.name}-${seed}`, problem);
		else await measure(one, seed, problem);
	}

if (!values.lp && manyTargets.startsWith(values.only))
	for (const seed of seeds) {
		const found = await planManyTargets(10_000, seed);
		console.log(
			`${manyTargets} seed ${seed}: ${found.blocks} blocks worth ${found.first.toFixed(1)} after ${found.firstSec.toFixed(1)} s, ${found.firstCpuSec.toFixed(1)} s of processor; ${found.better.toFixed(1)}, gap ${(100 * found.gap).toFixed(1)} %, after ${found.betterSec.toFixed(1)} s; load ${loadavg()[0]!.toFixed(1)}`
		);
		console.log(targetLine('first plan in 40 s', `${found.firstSec.toFixed(1)} s`, found.firstSec <= 40));
		console.log(
			targetLine('under 1 GB', `${found.mostMegabytes.toFixed(0)} MB`, found.mostMegabytes <= 1024)
		);
		console.log(
			targetLine(
				'others wait at most 50 ms',
				`${found.longestWaitMs.toFixed(0)} ms`,
				found.longestWaitMs <= 50
			)
		);
	}

if (!values.lp && firstAnswer.startsWith(values.only))
	for await (const { firstSec, gap, blocks, longestWaitMs } of firstAnswers(Number(values.seeds))) {
		console.log(
			`${firstAnswer}: ${blocks} blocks, gap ${(100 * gap).toFixed(2)} %; load ${loadavg()[0]!.toFixed(1)}`
		);
		console.log(
			targetLine('first plan over all facilities in 5 s', `${firstSec.toFixed(1)} s`, firstSec <= 5)
		);
		console.log(
			targetLine('others wait at most 50 ms', `${longestWaitMs.toFixed(0)} ms`, longestWaitMs <= 50)
		);
	}

async function measure({ name, seconds, gap }: Case, seed: number, problem: Problem): Promise<void> {
	const load = loadavg()[0]!.toFixed(1);
	const [begun, usage] = [performance.now(), process.cpuUsage()];
	const cpuSeconds = () => {
		const { user, system } = process.cpuUsage(usage);
		return (user + system) / 1e6;
	};
	const elapsed = () => (performance.now() - begun) / 1000;
	let first = '';
	const plan = await schedule(problem, {
		seconds: seconds * Number(values.stretch),
		seed,
		onImproved: () => (first ||= `${elapsed().toFixed(2)} s, ${cpuSeconds().toFixed(2)} s of processor`)
	});
	console.log(
		`${name} seed ${seed}: first plan after ${first}; ${plan.blocks.length} blocks worth ${plan.objective.toFixed(3)}, at most ${plan.bound.toFixed(3)}, gap ${(100 * plan.gap).toFixed(2)} %, after ${elapsed().toFixed(1)} s, ${cpuSeconds().toFixed(1)} s of processor; load ${load}`
	);
	const faults = faultsOf(problem, plan.blocks);
	if (faults.length > 0) throw new Error(faults.join(' '));
	if (gap < Infinity)
		console.log(
			targetLine(
				`gap within ${100 * gap} % in ${seconds} s`,
				`${(100 * plan.gap).toFixed(2)} %`,
				plan.gap <= gap
			)
		);
}

function exportLp(folder: string, name: string, problem: Problem): void {
	mkdirSync(folder, { recursive: true });
	const instance = makeInstance(problem);
	const empty = new Assignment(instance);
	const { model, nameOf } = makeModel(empty, [...instance.visit.keys()]);
	writeFileSync(join(folder, `${name}.lp`), toLp(model, nameOf));
	console.log(`${name}: ${instance.visit.length} binaries; add ${empty.objective()} to what a solver finds.`);
}
