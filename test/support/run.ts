import { chmodSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdDataFolder, removeAbandoned, startEmbedded } from '#lib/db/embedded.server.ts';

const PREFIX = 'lookback-test-';

/** Makes the folder of a test run and keeps it from being taken for abandoned until it is closed. */
export async function openRun(): Promise<{ folder: string; close(): Promise<void> }> {
	await sweep();
	const folder = mkdtempSync(join(tmpdir(), PREFIX));
	// Root's server runs as another account, which has to pass through.
	chmodSync(folder, 0o711);
	const hold = holdDataFolder(folder);
	return {
		folder,
		close: async () => {
			hold.release();
			await removeAbandoned(folder);
		}
	};
}

/**
 * Superuser's URL of the run's PostgreSQL: the server in LOOKBACK_TEST_DATABASE_URL, else an embedded one, which the
 * first caller starts and the end of the run stops.
 */
export async function serverUrl(folder: string): Promise<string> {
	const given = process.env.LOOKBACK_TEST_DATABASE_URL;
	return given ?? (await startEmbedded(folder, { durable: false })).url;
}

/** Removes what killed runs of this user left behind. */
async function sweep(): Promise<void> {
	const own = process.getuid?.();
	for (const entry of readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX))) {
		const folder = join(tmpdir(), entry);
		if (statSync(folder, { throwIfNoEntry: false })?.uid === own) await removeAbandoned(folder);
	}
}
