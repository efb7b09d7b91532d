import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { bubblewrapped, plainEnvironment, whyNoBubblewrap } from './bubblewrap.server.ts';
import type { Code, Environment, Session, Setting } from './evaluation.ts';
import { failure } from './failure.ts';
import { ProgramSession } from './program.server.ts';
import { programPath } from './program-path.server.ts';
import { startProgram } from './start.server.ts';

/** Starts the program of a `command` analysis, in a sandbox unless none can be had and it is trusted. */
export function openCommand(code: Code, setting: Setting): Session {
	const { runtime, limits } = code.manifest;
	if (runtime.kind !== 'command') throw new TypeError('a command is wanted');
	const lockfile = join(code.folder, runtime.lockfile);
	if (!existsSync(lockfile))
		throw failure(code, 'no-lockfile', null, `names the lockfile '${runtime.lockfile}', which it has not`);
	const obstacle = whyNoBubblewrap();
	if (obstacle && !setting.trusted)
		throw failure(
			code,
			'no-sandbox',
			null,
			`is a command, which bubblewrap keeps apart; it cannot be had (${obstacle}), and this run does not trust it`,
			'unsupported'
		);
	const apart = (command: readonly string[]): string[] =>
		obstacle ? [...command] : bubblewrapped(command, code.folder, limits.memory_mb);
	const program = programOf(code, runtime.command[0]!, obstacle !== null);
	const environment: Environment = {
		runtime: 'command',
		program,
		program_version: versionOf(apart([program, '--version']), code.folder),
		program_sha256: sha256(program.startsWith('/code/') ? join(code.folder, program.slice(6)) : program),
		lockfile: `${runtime.lockfile} sha256:${sha256(lockfile)}`,
		architecture: process.arch,
		sandbox: obstacle ? 'none, trusted' : 'bubblewrap'
	};
	const running = startProgram(apart([program, ...runtime.command.slice(1)]), {
		cwd: code.folder,
		env: obstacle ? plainEnvironment : { PATH: process.env.PATH },
		memoryMb: limits.memory_mb,
		limitMb: limits.memory_mb
	});
	return new ProgramSession(
		{ ...running, environment, isHost: false, seconds: limits.seconds },
		code,
		setting
	);
}

/** Where the program lies, as it is seen from the sandbox: one of the system's, or a file of the analysis. */
function programOf(code: Code, name: string, isTrusted: boolean): string {
	const own = realpathSync(code.folder);
	if (!name.includes('/')) {
		const path = programPath(name, plainEnvironment.PATH);
		if (path) return path;
	} else if (name.startsWith('/')) {
		if (existsSync(name)) return name;
	} else if (existsSync(join(own, name))) return isTrusted ? join(own, name) : join('/code', name);
	throw failure(
		code,
		'no-program',
		null,
		`wants the program '${name}', which is neither in ${plainEnvironment.PATH} nor a file of its own`,
		'unsupported'
	);
}

/** The first line of what it says of itself. */
function versionOf([program = '', ...rest]: string[], cwd: string): string {
	const { stdout, stderr } = spawnSync(program, rest, {
		cwd,
		encoding: 'utf8',
		timeout: 10_000,
		killSignal: 'SIGKILL',
		maxBuffer: 65_536,
		input: '',
		env: { ...plainEnvironment, PATH: process.env.PATH }
	});
	return (stdout || stderr || '').trim().split('\n')[0]!.slice(0, 200) || 'unknown';
}

function sha256(path: string): string {
	return createHash('sha256').update(readFileSync(path)).digest('hex');
}
