import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { said } from '../../test/support/said.ts';

const program = join(import.meta.dirname, '../../bin/lookback.js');

/** What came of asking a portal for a plan of an event over all facilities. */
export interface FirstAnswer {
	/** From the request to the first plan's page as data, in seconds. */
	readonly firstSec: number;
	readonly gap: number;
	readonly blocks: number;
	/** Longest that another request waited until the first plan was there, in milliseconds. */
	readonly longestWaitMs: number;
}

const pause = 20;

/**
 * Asks a portal of its own, with the 35 facilities of a first start, for plans that cover an event, `times` one after the other.
 * Of GW170817 the real map is read where LOOKBACK_SAMPLES names a folder that has it, else that of the starting stories.
 */
export async function* firstAnswers(times: number): AsyncGenerator<FirstAnswer> {
	const dataDir = await mkdtemp(join(tmpdir(), 'lookback-answer-'));
	const child = spawn(process.execPath, [program, 'serve'], {
		env: { ...process.env, DATABASE_URL: '', LOOKBACK_PORT: '0', LOOKBACK_DATA: dataDir },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const ended = once(child, 'exit');
	try {
		const address = await addressOf(createInterface(child.stdout));
		child.stdout.resume();
		const map = join(process.env.LOOKBACK_SAMPLES ?? '', 'gw/skymaps/gw170817_skymap.fits.gz');
		if (existsSync(map)) await said(['ingest', map, '--known-at', '2017-09-26'], dataDir);
		else
			console.log('LOOKBACK_SAMPLES names no folder with the map of GW170817: that of the stories is taken.');
		const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim();
		const ask = asker(address, token);
		await ask('campaigns.save', wanted);
		for (let i = 0; i < times; i++) yield await answerOf(address, ask);
	} finally {
		child.kill('SIGINT');
		await ended;
		await rm(dataDir, { recursive: true, force: true });
	}
}

const wanted = {
	...{ campaign: 'gw170817', title: 'Cover GW170817', owner: 'public', audience: 'public' },
	goals: {
		coverage: [
			{
				...{ event: 'GW170817', probability: 0.9, sets: [{ band: 'r', exposureSec: 60 }], epochs: 2 },
				cadenceHours: { least: 0.5, greatest: 12 }
			}
		]
	}
};

async function addressOf(lines: AsyncIterable<string>): Promise<string> {
	for await (const line of lines) {
		const [, address] = /^Lookback: +(http:\S+)/.exec(line) ?? [];
		if (address) return address;
	}
	throw new Error('lookback serve ended before it was ready.');
}

type Ask = <T>(procedure: string, input: object) => Promise<T>;

function asker(address: string, token: string): Ask {
	return async <T>(procedure: string, input: object) => {
		const response = await fetch(`${address}/api/trpc/${procedure}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
			body: JSON.stringify(input)
		});
		const { result, error } = (await response.json()) as {
			result: { data: T };
			error?: { message: string };
		};
		if (error) throw new Error(error.message);
		return result.data;
	};
}

async function answerOf(address: string, ask: Ask): Promise<FirstAnswer> {
	const begun = performance.now();
	const elapsed = () => (performance.now() - begun) / 1000;
	const now = Date.now();
	let isThere = false;
	const waits = longestWait(address, () => isThere);
	const { plan, searching_until: until } = await ask<{ plan: string; searching_until: string | null }>(
		'plans.make',
		{
			campaigns: [wanted.campaign],
			from: new Date(now).toISOString(),
			to: new Date(now + 86_400_000).toISOString()
		}
	);
	const { blocks, plan: told } = await planOf(address, plan);
	const firstSec = elapsed();
	isThere = true;
	const longestWaitMs = await waits;
	if (until !== null) await sleep(Math.max(0, Date.parse(until) - Date.now()) + 2000);
	return {
		firstSec,
		gap: told.bound / told.objective - 1,
		blocks: blocks.length,
		longestWaitMs
	};
}

async function planOf(address: string, plan: string) {
	const response = await fetch(`${address}/plans/${plan}.json`);
	return (await response.json()) as {
		blocks: unknown[];
		plan: { objective: number; bound: number };
	};
}

/** Asks for a small page again and again, and says how long an answer took at most. */
async function longestWait(address: string, isOver: () => boolean): Promise<number> {
	let longest = 0;
	while (!isOver()) {
		const begun = performance.now();
		await (await fetch(`${address}/sources.json?limit=1`)).arrayBuffer();
		longest = Math.max(longest, performance.now() - begun);
		await sleep(pause);
	}
	return longest;
}
