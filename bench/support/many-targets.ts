import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PlannerThread } from '#lib/planner/plans/planner.server.ts';
import { seedFacilities } from '#lib/planner/facilities/seed.server.ts';
import { goalsSchema } from '#lib/planner/campaigns/goals.ts';
import type { Gathered } from '#lib/planner/plans/gather.server.ts';
import { softwareVersion } from '#lib/planner/plans/software.ts';
import { randomFrom } from '#lib/planner/schedule/random.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';

/** What came of planning very many targets over all facilities, in a thread of its own. */
export interface ManyTargets {
	readonly firstSec: number;
	readonly firstCpuSec: number;
	/** With the search that goes on for twenty seconds. */
	readonly betterSec: number;
	readonly blocks: number;
	readonly first: number;
	readonly better: number;
	readonly gap: number;
	readonly mostMegabytes: number;
	/** Longest that this thread was kept from its own work, in milliseconds. */
	readonly longestWaitMs: number;
}

export async function planManyTargets(count: number, seed: number): Promise<ManyTargets> {
	const gathered = gatheredTargets(count, seed);
	const [begun, usage] = [performance.now(), process.cpuUsage()];
	const elapsed = () => (performance.now() - begun) / 1000;
	let most = 0;
	const sampler = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
	const delay = monitorEventLoopDelay({ resolution: 5 });
	delay.enable();
	const options = { iterations: null, gap: 0.001, seed };
	const planner = await PlannerThread.prepared(gathered);
	try {
		const first = await planner.search({ ...options, seconds: 1 });
		const firstSec = elapsed();
		const { user, system } = process.cpuUsage(usage);
		const better = await planner.search({ ...options, seconds: 20 });
		return {
			...{ firstSec, firstCpuSec: (user + system) / 1e6, betterSec: elapsed() },
			...{ blocks: first.blocks.length, first: first.objective, better: better.objective, gap: better.gap },
			...{ mostMegabytes: most / 2 ** 20, longestWaitMs: delay.max / 1e6 }
		};
	} finally {
		clearInterval(sampler);
		delay.disable();
		await planner.close();
	}
}

/** What a plan of so many targets all over the sky over all facilities is made from, of a night and a day of slots of 5 minutes. */
function gatheredTargets(count: number, seed: number): Gathered {
	const random = randomFrom(seed);
	const facilities = seedFacilities();
	const knownAt = parseInstant('2026-06-20T00:00:00Z');
	const targets = Array.from({ length: count }, (_, i) => ({
		name: `T${i}`,
		raDeg: 360 * random(),
		decDeg: (Math.asin(2 * random() - 1) * 180) / Math.PI,
		sets: [{ band: null, exposureSec: 60 * Math.ceil(20 * random()) }],
		priority: 1 + 9 * random() ** 3
	}));
	return {
		audience: 'public',
		software: softwareVersion,
		basis: { knownAt, batch: 1n },
		facilitiesBasis: { knownAt, batch: 1n },
		campaigns: [
			{
				campaign: 'many',
				owner: 'public',
				audience: 'public',
				goals: goalsSchema.parse({ targets })
			} as unknown as Gathered['campaigns'][number]
		],
		facilities,
		used: facilities.map(({ facility }) => facility),
		held: [],
		slots: { from: parseInstant('2026-06-20T18:00:00Z'), stepSec: 300, count: 288 },
		isCut: false,
		maps: [],
		looks: new Map(),
		grounds: []
	};
}
