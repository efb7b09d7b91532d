import { openDatabase, assertReachable, type Database } from '#lib/db/client.server.ts';
import { startEmbedded, type EmbeddedServer } from '#lib/db/embedded.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import type { Config } from '../config.server.ts';

/** DATABASE_URL's server, or a use of the embedded one. Throws `unavailable` when it cannot be had. */
export async function useServer(config: Config): Promise<EmbeddedServer> {
	if (config.databaseUrl === null) return startEmbedded(config.dataDir);
	const database = openDatabase(config.databaseUrl, { max: 1 });
	try {
		await assertReachable(database);
	} finally {
		await database.close();
	}
	return { url: config.databaseUrl, revive: async () => false, release: async () => undefined };
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
