import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '#lib/project-folder.server.ts';
import type { Code, Session, Setting } from './evaluation.ts';
import { ProgramSession } from './program.server.ts';
import { pinnedNode, versioningFolder } from './project.server.ts';
import { startProgram } from './start.server.ts';

/** Seconds beyond its own limit after which a host itself is given up. */
const graceSeconds = 10;
/** Megabytes of the host itself; V8 may collect garbage late by as much again as the isolate may hold. */
const hostMb = 256;

/** Starts a process that has a `js` analysis in an isolate. */
export async function openIsolate(code: Code, setting: Setting): Promise<Session> {
	const { runtime, limits } = code.manifest;
	if (runtime.kind !== 'js') throw new TypeError('a js analysis is wanted');
	const running = startProgram(
		[
			pinnedNode(),
			'--no-node-snapshot',
			'--disable-warning=ExperimentalWarning',
			...permissions(code.folder),
			join(versioningFolder, 'runtime/isolate/host.server.ts'),
			code.folder,
			runtime.module,
			String(limits.seconds),
			String(limits.memory_mb),
			String(limits.output_mb)
		],
		{
			env: { TZ: 'UTC', LANG: 'C', LOOKBACK_ROOT: process.env.LOOKBACK_ROOT },
			memoryMb: 2 * limits.memory_mb + hostMb,
			limitMb: limits.memory_mb
		}
	);
	const session = new ProgramSession(
		{ ...running, isHost: true, seconds: limits.seconds + graceSeconds },
		code,
		setting
	);
	await session.ready();
	return session;
}

/** Lets the host read our files and those of the analysis, load isolated-vm, and nothing else. Source: Node's permission model. */
export function permissions(folder: string): string[] {
	const ours = ['package.json', 'src', 'node_modules'].map((name) => join(projectFolder, name));
	const places = new Set([folder, ...ours].flatMap((path) => [path, realpathSync(path)]));
	// by which isolated-vm chooses its build
	places.add('/etc/alpine-release');
	return [
		'--permission',
		'--allow-addons',
		'--disable-warning=SecurityWarning',
		...[...places].map((path) => `--allow-fs-read=${path}`)
	];
}
