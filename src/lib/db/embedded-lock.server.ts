import { existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { LookbackError } from '#lib/errors.ts';

/** A lock on a file that the operating system lets go of when its process dies, however it dies. */
export interface FileLock {
	release(): void;
}

/** Many may hold a file `shared` at once; one alone may hold it `exclusive`. */
export type LockMode = 'shared' | 'exclusive';

const SQLITE_BUSY = 5;
const POLL_MS = 25;

// Node has no flock(2). SQLite, which Node brings, locks its files with fcntl (LockFileEx on Windows), also between
// two holders in one process, where bare fcntl locks would silently be shared.
const statements = {
	shared: 'begin; select count(*) from sqlite_schema',
	exclusive: 'begin exclusive'
} as const;

/** The lock, or null when somebody else holds it in a way that excludes this one. */
export function tryLock(file: string, mode: LockMode): FileLock | null {
	// SQLite would make it readable for all, and who can read it can lock it. (Never open one that exists: closing
	// it again would take this process's locks on it away.)
	if (!existsSync(file)) writeFileSync(file, '', { mode: 0o600 });
	const database = new DatabaseSync(file);
	try {
		database.exec(statements[mode]);
	} catch (error) {
		database.close();
		if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
		throw error;
	}
	return { release: () => database.close() };
}

/** Waits for the lock. Throws `unavailable` when it is not to be had within `waitMs` milliseconds. */
export async function lock(file: string, mode: LockMode, waitMs: number): Promise<FileLock> {
	for (let waitedMs = 0; waitedMs <= waitMs; waitedMs += POLL_MS) {
		const held = tryLock(file, mode);
		if (held) return held;
		await sleep(POLL_MS);
	}
	throw new LookbackError(
		'unavailable',
		'db/locked',
		`Another process has held the lock ${file} for more than ${waitMs / 1000} s; wait for it to end, or end it.`,
		{ file, waitMs }
	);
}
