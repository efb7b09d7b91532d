import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Code, Session, Setting } from './evaluation.ts';
import { ProgramSession } from './program.server.ts';
import { pinnedNode, versioningFolder } from './project.server.ts';

/** Seconds beyond its own limit after which a host itself is given up. */
const graceSeconds = 10;

/** Starts a process that has a `js` analysis in an isolate. */
export async function openIsolate(code: Code, setting: Setting): Promise<Session> {
	const { runtime, limits } = code.manifest;
	if (runtime.kind !== 'js') throw new TypeError('a js analysis is wanted');
	const host = join(versioningFolder, 'runtime/isolate/host.server.ts');
	const child = spawn(
		pinnedNode(),
		[
			'--no-node-snapshot',
			'--disable-warning=ExperimentalWarning',
			host,
			code.folder,
			runtime.module,
			String(limits.seconds),
			String(limits.memory_mb),
			String(limits.output_mb)
		],
		{ stdio: 'pipe', env: { TZ: 'UTC', LANG: 'C', LOOKBACK_ROOT: process.env.LOOKBACK_ROOT }, detached: true }
	);
	const session = new ProgramSession(
		{
			child,
			isHost: true,
			seconds: limits.seconds + graceSeconds,
			kill: () => child.kill('SIGKILL'),
			death: {
				reason: 'memory-limit',
				what: `took more memory than could be had, and its process with it; its limit is ${limits.memory_mb} MB`
			}
		},
		code,
		setting
	);
	await session.ready();
	return session;
}
