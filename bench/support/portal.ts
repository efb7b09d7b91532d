import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '../../bin/lookback.js');

/** Starts `lookback serve` on the database at `url` and a free port, and waits until it is ready. */
export async function startPortal(url: string): Promise<{ address: string; stop(): Promise<void> }> {
	const folder = await mkdtemp(join(tmpdir(), 'lookback-bench-'));
	const child = spawn(process.execPath, [program, 'serve', '--empty'], {
		env: { ...process.env, DATABASE_URL: url, LOOKBACK_PORT: '0', LOOKBACK_DATA: folder },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const ended = once(child, 'exit');
	for await (const line of createInterface(child.stdout)) {
		const [, address] = /^Lookback: +(http:\S+)/.exec(line) ?? [];
		if (!address) continue;
		child.stdout.resume();
		const stop = async () => {
			child.kill('SIGINT');
			await ended;
			await rm(folder, { recursive: true, force: true });
		};
		return { address, stop };
	}
	throw new Error(`lookback serve ended with ${(await ended)[0]} before it was ready.`);
}
