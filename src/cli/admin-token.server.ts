import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The administrator's token of an installation, and whether it was made just now. */
export interface AdministratorToken {
	readonly token: string;
	readonly file: string;
	readonly isNew: boolean;
}

/** Reads `admin-token` in the data folder, or makes it: 32 random bytes in base64url, for its owner's eyes. */
export function ensureAdministratorToken(dataDir: string): AdministratorToken {
	const file = join(dataDir, 'admin-token');
	if (existsSync(file)) return { token: readFileSync(file, 'utf8').trim(), file, isNew: false };
	const token = randomBytes(32).toString('base64url');
	writeFileSync(file, `${token}\n`, { mode: 0o600, flag: 'wx' });
	return { token, file, isNew: true };
}
