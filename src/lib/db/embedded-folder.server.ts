import { accessSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { LookbackError } from '#lib/errors.ts';

/** The lock under which the embedded server is started and stopped. */
export const turnFile = (dataDir: string) => join(dataDir, 'postgres.lock');

/** The lock that each user of the embedded server holds, shared. */
export const usersFile = (dataDir: string) => join(dataDir, 'postgres.users');

/**
 * Makes the data folder unless it is there; the answer is its real path, since a server is recognised by the path it
 * was started with. Throws `unavailable` when this user may not write to it.
 */
export function openDataFolder(dataDir: string): string {
	try {
		// Root's server runs as another account, which must pass through to its own part; all else in it is mode 600.
		mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
		const folder = realpathSync(dataDir);
		accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
		for (const file of [turnFile(folder), usersFile(folder)])
			if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
		return folder;
	} catch (cause) {
		throw new LookbackError(
			'unavailable',
			'db/closed-data-folder',
			`LOOKBACK_DATA is ${dataDir}; it must be a folder that this user may write to and no other user has begun: ` +
				`${(cause as Error).message}.`,
			{ dataDir },
			{ cause }
		);
	}
}
