import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, assertReachable, type Database } from '#lib/db/client.server.ts';
import { startEmbedded, type EmbeddedServer } from '#lib/db/embedded.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import { withoutPassword } from '#lib/db/url.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Config } from '../config.server.ts';

const LONGEST_SILENCE_MS = 15_000;

/** DATABASE_URL's server, or a use of the embedded one. Throws `unavailable` when it cannot be had. */
export async function useServer(config: Config): Promise<EmbeddedServer> {
	if (config.databaseUrl === null) return startEmbedded(config.dataDir);
	await assertAnswers(config.databaseUrl);
	return { url: config.databaseUrl, revive: async () => false, release: async () => undefined };
}

/** A host that drops packets would otherwise be waited for as long as the operating system likes. */
async function assertAnswers(url: string): Promise<void> {
	const database = openDatabase(url, { max: 1 });
	const silence = new AbortController();
	const silent = sleep(LONGEST_SILENCE_MS, undefined, { signal: silence.signal }).then(() => {
		throw new LookbackError(
			'unavailable',
			'db/unreachable',
			`The database in DATABASE_URL, ${withoutPassword(url)}, did not answer within ${LONGEST_SILENCE_MS / 1000} s.`
		);
	});
	try {
		await Promise.race([assertReachable(database), silent]);
		await database.close();
	} finally {
		silence.abort();
		// Aborted, it has nothing more to tell.
		silent.catch(() => undefined);
	}
}

/**
 * Runs `work` on the migrated archive, beside a running portal or without one, and lets go of the server whether
 * it succeeds, fails or is interrupted by `signal`.
 */
export async function withDatabase<T>(
	config: Config,
	signal: AbortSignal,
	work: (database: Database) => Promise<T>
): Promise<T> {
	const server = await useServer(config);
	try {
		await migrate(server.url);
		const database = openDatabase(server.url, { role: 'lookback_app' });
		try {
			return await Promise.race([work(database), interrupted(signal)]);
		} finally {
			await database.close();
		}
	} finally {
		await server.release();
	}
}

function interrupted(signal: AbortSignal): Promise<never> {
	return new Promise((_, reject) => {
		if (signal.aborted) reject(signal.reason);
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
	});
}
