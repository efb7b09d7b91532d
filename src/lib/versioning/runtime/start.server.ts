import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { watchProcesses, withDescendants } from './watch.server.ts';

/** Processes that an analysis may have at once. */
export const mostProcesses = 256;

/** A program that was started: the process, and what watches over it. */
export interface Running {
	readonly child: ChildProcessWithoutNullStreams;
	/** Kills it and all that it started. */
	readonly kill: () => void;
	/** Why it was killed by what watches over it; null while it was not. */
	readonly verdict: () => Verdict | null;
}

export interface Verdict {
	readonly reason: string;
	readonly what: string;
}

/**
 * Starts a program in a process group of its own; it is killed when it takes more than `memoryMb` with all that it
 * started, which is told as exceeding `limitMb`.
 */
export function startProgram(
	argv: readonly string[],
	options: { cwd?: string; env: NodeJS.ProcessEnv; memoryMb: number; limitMb: number }
): Running {
	const { cwd, env, memoryMb, limitMb } = options;
	const child = spawn(argv[0]!, argv.slice(1), { cwd, env, stdio: 'pipe', detached: true });
	let verdict: Verdict | null = null;
	const kill = (): void => {
		stopWatching();
		if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
		for (const pid of withDescendants(child.pid)) killQuietly(pid);
		killQuietly(-child.pid);
	};
	const stopWatching = watchProcesses(child.pid ?? 0, (taken) => {
		if (taken.memoryMb > memoryMb)
			verdict ??= { reason: 'memory-limit', what: `took more memory than its limit of ${limitMb} MB` };
		else if (taken.processes > mostProcesses)
			verdict ??= {
				reason: 'analysis-failed',
				what: `started more than the ${mostProcesses} processes it may have`
			};
		if (verdict) kill();
	});
	child.once('exit', () => {
		stopWatching();
		// What it started and left in its group would run on.
		if (child.pid !== undefined) killQuietly(-child.pid);
	});
	// A program that cannot be started ends with a code below zero, which is told as its end.
	child.once('error', stopWatching);
	return { child, kill, verdict: () => verdict };
}

function killQuietly(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It has ended already.
	}
}
