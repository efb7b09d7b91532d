import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { spawnSync } from 'node:child_process';
import type { ServerOwner } from './embedded-owner.server.ts';

/** How a program ended, and what it said on stdout and stderr. */
export interface Ended {
	readonly code: number | null;
	readonly output: string;
}

/**
 * Runs a program of PostgreSQL's to its end as the server's account, in a session of its own: a Ctrl-C at the
 * terminal reaches neither it nor what it starts.
 */
export async function runAs(owner: ServerOwner | null, program: string, args: string[]): Promise<Ended> {
	// The server's account may read the environment of its processes, so secrets of ours must not be in it; and
	// it may not enter our working directory.
	const child = spawn(program, args, {
		...(owner ?? {}),
		cwd: '/',
		detached: true,
		env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const ended = new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
	return { code, output: stdout + stderr };
}

/** Whether a process runs and its command line has a word: process ids are used again after a crash. */
export function isRunning(pid: number, word: string): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		// EPERM: it is there, and is somebody else's.
		if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
	}
	// A zombie, which some containers never reap, has an empty command line.
	return commandLine(pid).includes(word);
}

function commandLine(pid: number): string {
	if (process.platform !== 'linux')
		return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		// ESRCH: it ended between opening and reading.
		if ((error as NodeJS.ErrnoException).code === 'ESRCH') return '';
		throw error;
	}
}
