import { existsSync, realpathSync, rmSync } from 'node:fs';
import { LookbackError } from '#lib/errors.ts';
import { binaries } from './embedded-binaries.server.ts';
import { ensureCluster } from './embedded-cluster.server.ts';
import { databaseUrl } from './embedded-database.server.ts';
import { openDataFolder, turnFile, usersFile } from './embedded-folder.server.ts';
import { lock, tryLock, type FileLock } from './embedded-lock.server.ts';
import { findPlace } from './embedded-place.server.ts';
import { ensureRunning, postmasterRuns, stopPostmaster } from './embedded-postmaster.server.ts';
import { writeSettings } from './embedded-settings.server.ts';

/** One process's (or one test's) use of the embedded server. */
export interface EmbeddedServer {
	/** Superuser's URL of the database `lookback`, by Unix socket. */
	readonly url: string;
	/** Starts the server again if it died; true when that was needed. */
	revive(): Promise<boolean>;
	/** Ends this use; the server stops with its last user. */
	release(): Promise<void>;
}

/** How long a start may wait for another process that starts or stops the same server. */
const LONGEST_WAIT_MS = 330_000;

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one that runs. Every user holds a shared lock, which
 * the operating system takes back from a process however it dies, so who is last is never in doubt.
 * `durable: false` is for tests: a power cut may lose all. Throws `unavailable` with one sentence.
 */
export async function startEmbedded(dataDir: string, { durable = true } = {}): Promise<EmbeddedServer> {
	if (process.platform === 'win32')
		throw new LookbackError(
			'unsupported',
			'db/no-embedded-postgres',
			'The embedded PostgreSQL runs on Linux and macOS; on Windows set DATABASE_URL to a server, or use WSL.'
		);
	const folder = openDataFolder(dataDir);
	const place = await inTurn(async () => findPlace(folder));
	const programs = binaries(place.owner);

	async function inTurn<T>(work: () => Promise<T>): Promise<T> {
		const turn = await lock(turnFile(folder), 'exclusive', LONGEST_WAIT_MS);
		try {
			return await work();
		} finally {
			turn.release();
		}
	}

	let user: FileLock | null = await inTurn(async () => {
		const held = await lock(usersFile(folder), 'shared', LONGEST_WAIT_MS);
		try {
			await ensureCluster(place, programs, durable);
			if (!postmasterRuns(place)) writeSettings(place, durable);
			await ensureRunning(place, programs);
			return held;
		} catch (error) {
			held.release();
			throw error;
		}
	});

	return {
		url: databaseUrl(place),
		revive: async () => {
			if (!user || postmasterRuns(place)) return false;
			return inTurn(async () => {
				if (!user || postmasterRuns(place)) return false;
				await ensureRunning(place, programs);
				return true;
			});
		},
		release: async () => {
			if (!user) return;
			user.release();
			user = null;
			await inTurn(async () => {
				const alone = tryLock(usersFile(folder), 'exclusive');
				if (!alone) return;
				try {
					await stopPostmaster(place, programs);
				} finally {
					alone.release();
				}
			});
		}
	};
}

/** Keeps the server of a data folder from being stopped, without starting it. */
export function holdDataFolder(dataDir: string): FileLock {
	const held = tryLock(usersFile(dataDir), 'shared');
	if (held) return held;
	throw new LookbackError(
		'busy',
		'db/stopping',
		`The database of ${dataDir} is being stopped at this moment; try again.`,
		{ dataDir }
	);
}

/**
 * Stops the server of a data folder and deletes the folder, unless somebody uses it; true when it is gone.
 * For the folders of tests, whose process may have been killed.
 */
export async function removeAbandoned(dataDir: string): Promise<boolean> {
	const users = usersFile(dataDir);
	if (!existsSync(users)) return false;
	const alone = tryLock(users, 'exclusive');
	if (!alone) return false;
	try {
		const place = findPlace(realpathSync(dataDir));
		await stopPostmaster(place, binaries(place.owner));
		rmSync(place.home, { recursive: true, force: true });
		rmSync(place.socket, { recursive: true, force: true });
		rmSync(dataDir, { recursive: true, force: true });
		return true;
	} finally {
		alone.release();
	}
}
