import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, renameSync } from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LookbackError } from '#lib/errors.ts';
import type { Binaries } from './embedded-binaries.server.ts';
import { ensureDatabase } from './embedded-database.server.ts';
import type { Place } from './embedded-place.server.ts';
import { isRunning, runAs } from './embedded-process.server.ts';

/** Recovery after a crash reads the write-ahead log again: up to `max_wal_size` of it. */
const LONGEST_START_SEC = 300;
const LONGEST_FAST_STOP_SEC = 4;
const LARGEST_LOG_BYTES = 16 << 20;

/**
 * Sees to it that the server of a place runs: adopts one that outlived its starter, else starts it. To be called
 * under the lock of the place. Throws `unavailable` with the end of the server's log.
 */
export async function ensureRunning(place: Place, { pgCtl }: Binaries): Promise<void> {
	if (postmasterRuns(place)) {
		for (let waitedSec = 0; waitedSec < LONGEST_START_SEC; waitedSec += 0.1) {
			if (await ensureDatabase(place)) return;
			// It was starting or stopping when its starter was killed.
			if (!postmasterRuns(place)) break;
			await sleep(100);
		}
	}
	await start(place, pgCtl);
	if (!(await ensureDatabase(place))) throw failed(place, 'it started and takes no connection');
}

/** Whether the postmaster of a place runs. */
export function postmasterRuns(place: Place): boolean {
	const pid = statedPid(place);
	return pid !== null && isRunning(pid, place.cluster);
}

/** Stops the server of a place, if it runs: fast, and where that takes too long, at once (its log repairs it). */
export async function stopPostmaster(place: Place, { pgCtl }: Binaries): Promise<void> {
	for (const mode of ['fast', 'immediate']) {
		if (!postmasterRuns(place)) return;
		const wait = ['-w', '-t', String(LONGEST_FAST_STOP_SEC)];
		await runAs(place.owner, pgCtl, ['stop', '-D', place.cluster, '-m', mode, ...wait]);
	}
	if (postmasterRuns(place))
		throw new LookbackError(
			'unavailable',
			'db/will-not-stop',
			`The embedded PostgreSQL (process ${statedPid(place)}) does not stop; see ${place.log}.`,
			{ log: place.log }
		);
}

async function start(place: Place, pgCtl: string): Promise<void> {
	if (existsSync(place.log) && statSync(place.log).size > LARGEST_LOG_BYTES)
		renameSync(place.log, `${place.log}.old`);
	const logBefore = existsSync(place.log) ? statSync(place.log).size : 0;
	for (let attempt = 1; ; attempt++) {
		disownStalePid(place);
		const args = ['start', '-D', place.cluster, '-l', place.log, '-w', '-t', String(LONGEST_START_SEC), '-s'];
		const { code, output } = await runAs(place.owner, pgCtl, args);
		if (code === 0) return;
		const said = existsSync(place.log) ? readFrom(place.log, logBefore) : output;
		// The children of a killed postmaster need a moment to notice, and hold its shared memory till then.
		if (attempt === 20 || !said.includes('pre-existing shared memory block')) throw failed(place, said);
		await sleep(500);
	}
}

/**
 * Makes PostgreSQL see that the process named in its lock files is not a server of this cluster, where the number
 * now belongs to something else (or to a zombie). Deleting `postmaster.pid` would lose the key of the shared memory
 * by which PostgreSQL finds out whether children of the dead server still write; it accepts a file that names the
 * process which called pg_ctl.
 */
function disownStalePid(place: Place): void {
	const file = join(place.cluster, 'postmaster.pid');
	if (existsSync(file)) {
		const [, ...rest] = readFileSync(file, 'utf8').split('\n');
		writeFileSync(file, [process.pid, ...rest].join('\n'));
	}
	rmSync(join(place.socket, '.s.PGSQL.5432.lock'), { force: true });
}

function statedPid(place: Place): number | null {
	const file = join(place.cluster, 'postmaster.pid');
	return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null;
}

function readFrom(file: string, offset: number): string {
	const descriptor = openSync(file, 'r');
	try {
		const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - offset));
		readSync(descriptor, bytes, 0, bytes.length, offset);
		return bytes.toString('utf8');
	} finally {
		closeSync(descriptor);
	}
}

function failed(place: Place, said: string): LookbackError {
	const ending = said.trim().split('\n').slice(-5).join('\n');
	return new LookbackError(
		'unavailable',
		'db/embedded-start-failed',
		`The embedded PostgreSQL in ${place.cluster} did not start; the end of its log, ${place.log}, is:\n${ending}`,
		{ cluster: place.cluster, log: place.log }
	);
}
