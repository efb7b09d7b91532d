import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import { testFolder } from './folder.ts';

const program = join(import.meta.dirname, '../../bin/lookback.js');

/** A `lookback serve` of a test. */
export interface RunningPortal {
	/** `http://127.0.0.1:<port>` */
	readonly address: string;
	readonly dataDir: string;
	readonly process: ChildProcess;
	/** Ends it as Ctrl-C does; the answer is its exit code. */
	stop(): Promise<number | null>;
}

/**
 * Starts the portal on a port of its own and waits until it is ready; stopped when the test file is done. The
 * environment says what database: `{ DATABASE_URL: await testDatabase() }`, or the embedded one without it. `of` is the
 * program of another copy of the project.
 */
export async function startPortal(
	environment: Record<string, string>,
	command = ['serve', '--empty'],
	of?: string
): Promise<RunningPortal> {
	const dataDir = environment.LOOKBACK_DATA ?? testFolder();
	const child = runLookback(command, { LOOKBACK_PORT: '0', LOOKBACK_DATA: dataDir, ...environment }, of);
	stopLater.push(child);
	const said: string[] = [];
	createInterface(child.stderr).on('line', (line) => said.push(line));
	const lines = createInterface(child.stdout);
	const address = await new Promise<string>((resolve, reject) => {
		lines.on('line', (line) => {
			said.push(line);
			const [, found] = /^Lookback: +(http:\S+)/.exec(line) ?? [];
			if (found) resolve(found);
		});
		child.once('exit', (code) => reject(new Error(`lookback serve ended with ${code}:\n${said.join('\n')}`)));
	});
	return { address, dataDir, process: child, stop: () => stop(child) };
}

/** Starts the command line in a clean environment, with `environment` added. */
export function runLookback(args: string[], environment: Record<string, string>, of = program) {
	const inherited = { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR };
	return spawn(process.execPath, [of, ...args], {
		env: { ...inherited, ...environment },
		stdio: ['ignore', 'pipe', 'pipe']
	});
}

async function stop(child: ChildProcess): Promise<number | null> {
	if (child.exitCode === null && child.signalCode === null) {
		const ended = once(child, 'exit');
		child.kill('SIGINT');
		await ended;
	}
	return child.exitCode;
}

const stopLater: ChildProcess[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(async () => {
	await Promise.all(stopLater.splice(0).map(stop));
});
