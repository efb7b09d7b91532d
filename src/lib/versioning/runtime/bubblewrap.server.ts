import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from './program-path.server.ts';
import { mostProcesses } from './start.server.ts';

/** Where the system's programs and libraries lie: all of the machine that a sandbox has, and it cannot write there. */
const systemFolders = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const systemFiles = ['/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/alternatives'];

/** All that a program finds in its environment. */
export const plainEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' } as const;

/** Account without rights (`nobody`) as which root's sandboxes run: limits on processes do not hold for root. */
const nobody = '65534';

/**
 * Arguments by which bubblewrap runs a program apart: the system and `folder` (as /code, where it begins) read-only,
 * an empty /tmp, no network, no other process, no environment, no privileges.
 * Source: bwrap(1), prlimit(1), setpriv(1).
 */
export function bubblewrapped(command: readonly string[], folder: string | null, memoryMb: number): string[] {
	const isRoot = process.getuid?.() === 0;
	const megabyte = 1024 * 1024;
	const temporary = String(memoryMb * megabyte);
	return [
		'bwrap',
		...(isRoot
			? ['--cap-drop', 'ALL', '--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID']
			: ['--unshare-user']),
		...['--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try'],
		...['--die-with-parent', '--new-session', '--hostname', 'analysis'],
		...systemFolders.flatMap(boundFolder),
		// made by itself, as the way to what lies in it, it would be root's alone
		...['--dir', '/etc'],
		...systemFiles.flatMap((path) => ['--ro-bind-try', path, path]),
		...['--proc', '/proc', '--dev', '/dev'],
		...['--size', temporary, '--perms', '1777', '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
		...['--size', temporary, '--perms', '1777', '--tmpfs', '/tmp'],
		// One by one, since a folder that was made for root alone could not be entered.
		...[
			'--dir',
			'/code',
			...(folder === null ? [] : readdirSync(folder)).flatMap((name) => [
				'--ro-bind',
				join(folder!, name),
				`/code/${name}`
			])
		],
		...['--remount-ro', '/', '--chdir', '/code', '--clearenv'],
		...Object.entries(plainEnvironment).flatMap(([name, value]) => ['--setenv', name, value]),
		'--',
		...(isRoot ? ['setpriv', '--reuid', nobody, '--regid', nobody, '--clear-groups', '--'] : []),
		// Memory that is asked for and never used does not count for the limit; this stops what is past all reason.
		...['prlimit', `--nproc=${mostProcesses}`, `--data=${(2 * memoryMb + 256) * megabyte}`, '--core=0', '--'],
		...command
	];
}

const verdicts = new Map<string, string | null>();

/** Why bubblewrap cannot be had here, or null where it can; asked once for a search path. */
export function whyNoBubblewrap(): string | null {
	const path = process.env.PATH ?? '';
	if (!verdicts.has(path)) verdicts.set(path, tried());
	return verdicts.get(path)!;
}

function tried(): string | null {
	if (process.platform !== 'linux') return 'it is there on Linux alone';
	if (!programPath('bwrap')) return 'there is no bwrap on the PATH';
	const [program = '', ...rest] = bubblewrapped(['true'], null, 16);
	const { status, stderr, error } = spawnSync(program, rest, { encoding: 'utf8', timeout: 10_000 });
	return status === 0 ? null : (error?.message ?? (stderr.trim() || `bwrap ended with ${status}`));
}

function boundFolder(path: string): string[] {
	const found = lstatSync(path, { throwIfNoEntry: false });
	if (!found) return [];
	return found.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
}
