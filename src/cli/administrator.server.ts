import { BlockList, isIP } from 'node:net';
import { makeAccountWithRole, openAdministrators } from '#lib/access/administrators.server.ts';
import { findAccount } from '#lib/access/people/accounts.server.ts';
import { localActor } from '#lib/access/people/audit.server.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import type { Database } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Config } from '../config.server.ts';

/** Name of the account that LOOKBACK_ADMIN_PASSWORD makes. */
const person = 'admin';

/**
 * Whether an administrator has a password; the one that LOOKBACK_ADMIN_PASSWORD makes is made where none has.
 * @throws LookbackError `cli/no-administrator` where none has and other machines could reach the portal,
 * `cli/admin-exists` where an account of that name is there that is none, `access/weak-password`.
 */
export async function ensureAdministrator(
	database: Database,
	{ host, adminPassword }: Config,
	now: Instant
): Promise<boolean> {
	if ((await openAdministrators(database, now)).some(({ has_password }) => has_password)) return true;
	if (adminPassword !== null) {
		if (await findAccount(database, person)) throw adminExists();
		const wish = { person, password: adminPassword, isAdministrator: true };
		await makeAccountWithRole(database, wish, localActor, now);
		return true;
	}
	if (isLoopback(host)) return false;
	throw new LookbackError(
		'incorrect',
		'cli/no-administrator',
		`LOOKBACK_HOST=${host} opens Lookback to other machines, and no administrator has a password. Make one first: lookback user add <name> --administrator --password; or set LOOKBACK_ADMIN_PASSWORD.`,
		{ host }
	);
}

/** It may be somebody else's by now: who starts the portal says so in words. */
function adminExists(): LookbackError {
	return new LookbackError(
		'conflict',
		'cli/admin-exists',
		`LOOKBACK_ADMIN_PASSWORD makes the account ${person} where no administrator has a password, but that account is there already: disabled, without a password or no administrator. See lookback user list; then lookback user enable ${person}, lookback user password ${person} or lookback group add ${archiveGroup} ${person} --role administrator.`,
		{ person }
	);
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
	if (host === 'localhost') return true;
	const version = isIP(host);
	return version !== 0 && loopback.check(host, version === 6 ? 'ipv6' : 'ipv4');
}
