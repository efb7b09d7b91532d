import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LookbackError } from '#lib/errors.ts';

/** An unprivileged account that runs the server: PostgreSQL refuses to run as root. */
export interface ServerOwner {
	readonly uid: number;
	readonly gid: number;
}

/**
 * The account for a server started by root, or null when the present user runs it himself. A cluster that exists
 * stays with its owner; a new one goes to the account `postgres`, else `nobody`.
 */
export function serverOwner(cluster: string): ServerOwner | null {
	if (process.getuid?.() !== 0) return null;
	const present = statSync(cluster, { throwIfNoEntry: false });
	if (present && present.uid !== 0) return { uid: present.uid, gid: present.gid };
	const accounts = parseAccounts(readFileSync('/etc/passwd', 'utf8'));
	const owner = accounts.get('postgres') ?? accounts.get('nobody');
	if (!owner)
		throw new LookbackError(
			'unavailable',
			'db/no-unprivileged-user',
			'PostgreSQL refuses to run as root, and /etc/passwd has neither the user postgres nor nobody to run it as: ' +
				'add one of them, or start Lookback as an ordinary user.'
		);
	return owner;
}

/** Accounts by name, from the text of passwd(5). */
function parseAccounts(passwd: string): Map<string, ServerOwner> {
	const fields = passwd.split('\n').map((line) => line.split(':'));
	return new Map(fields.map(([name, , uid, gid]) => [name ?? '', { uid: Number(uid), gid: Number(gid) }]));
}

/** Whether an account can reach what lies in a folder: search permission on it and on each folder above. */
export function mayEnter(folder: string, owner: ServerOwner): boolean {
	const { mode, uid, gid } = statSync(folder);
	const shift = uid === owner.uid ? 6 : gid === owner.gid ? 3 : 0;
	if (((mode >> shift) & 1) === 0) return false;
	const above = dirname(folder);
	return above === folder || mayEnter(above, owner);
}
