import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '../../bin/lookback.js');

/** Starts `lookback serve` on an empty folder, with all that a first start brings along. */
export async function startDemonstration(
	dataDir: string
): Promise<{ address: string; stop(): Promise<void> }> {
	const child = spawn(process.execPath, [program, 'serve'], {
		env: { ...process.env, DATABASE_URL: '', LOOKBACK_PORT: '0', LOOKBACK_DATA: dataDir },
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
		};
		return { address, stop };
	}
	throw new Error(`lookback serve ended with ${(await ended)[0]} before it was ready.`);
}
