import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Code, Session, Setting } from './evaluation.ts';
import { failure } from './failure.ts';
import { programPath } from './program-path.server.ts';
import { ProgramSession } from './program.server.ts';
import { mostProcesses, startProgram } from './start.server.ts';

/** The first that there is carries containers out. */
const engines = ['podman', 'docker'];

/** Megabytes that the engine's own client may take. */
const clientMb = 1024;

/** Starts the program of a `container` analysis in its image, which the engine must have already. */
export function openContainer(code: Code, setting: Setting): Session {
	const { runtime, limits } = code.manifest;
	if (runtime.kind !== 'container') throw new TypeError('a container is wanted');
	const engine = engines.map((name) => programPath(name)).find((path) => path !== null);
	if (!engine)
		throw failure(
			code,
			'no-engine',
			null,
			`is a container; neither ${engines.join(' nor ')} is on the PATH`,
			'unsupported'
		);
	const name = `lookback-${randomUUID()}`;
	const running = startProgram(
		[
			engine,
			...['run', '--rm', '-i', '--name', name, '--pull', 'never'],
			...['--network', 'none', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
			...['--user', '65534:65534', '--pids-limit', String(mostProcesses)],
			...['--memory', `${limits.memory_mb}m`, '--memory-swap', `${limits.memory_mb}m`],
			...['--tmpfs', `/tmp:rw,size=${limits.memory_mb}m`, '--env', 'TZ=UTC', '--env', 'LANG=C.UTF-8'],
			...readdirSync(code.folder).flatMap((file) => ['--mount', mountOf(code.folder, file)]),
			...['--workdir', '/code'],
			runtime.image,
			...runtime.command
		],
		{ env: process.env, memoryMb: clientMb, limitMb: limits.memory_mb }
	);
	let isOver = false;
	const kill = (): void => {
		if (isOver) return;
		isOver = true;
		// The client may be gone while its container runs on: the engine has to be asked.
		spawn(engine, ['kill', name], { stdio: 'ignore' }).on('error', () => {});
		running.kill();
	};
	const environment = { runtime: 'container', image: runtime.image, architecture: process.arch };
	return new ProgramSession(
		{ ...running, kill, environment, isHost: false, seconds: limits.seconds },
		code,
		setting
	);
}

/**
 * What of the folder of an analysis stands in /code, read-only. Each file and folder at its top is mounted by itself:
 * the folder around them is its owner's alone, and the account in the container is another. The engines read it as CSV.
 */
function mountOf(folder: string, file: string): string {
	const fields = ['type=bind', `source=${join(folder, file)}`, `target=/code/${file}`, 'readonly'];
	return fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
