import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const program = join(import.meta.dirname, '../../bin/lookback.js');

export interface BenchPortal {
	readonly address: string;
	readonly dataDir: string;
	/** The administrator's. */
	readonly token: string;
	/** Resident memory at this moment. */
	residentMb(): Promise<number>;
	stop(): Promise<void>;
}

/** Starts `lookback serve` on the database at `url` and a free port, and waits until it is ready. */
export async function startPortal(url: string): Promise<BenchPortal> {
	const dataDir = await mkdtemp(join(tmpdir(), 'lookback-bench-'));
	const child = spawn(process.execPath, [program, 'serve', '--empty'], {
		env: { ...process.env, DATABASE_URL: url, LOOKBACK_PORT: '0', LOOKBACK_DATA: dataDir },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const ended = once(child, 'exit');
	for await (const line of createInterface(child.stdout)) {
		const [, address] = /^Lookback: +(http:\S+)/.exec(line) ?? [];
		if (!address) continue;
		child.stdout.resume();
		const residentMb = async () => {
			const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(child.pid)]);
			return Number(stdout) / 1024;
		};
		const stop = async () => {
			child.kill('SIGINT');
			await ended;
			await rm(dataDir, { recursive: true, force: true });
		};
		const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim();
		return { address, dataDir, token, residentMb, stop };
	}
	throw new Error(`lookback serve ended with ${(await ended)[0]} before it was ready.`);
}
