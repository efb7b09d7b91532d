import { together, type Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { membershipsAt, setMembership } from './members.server.ts';
import { findAccount, makeAccount, setDisabled, type Account } from './people/accounts.server.ts';
import type { Actor } from './people/audit.server.ts';
import { assertAdministrator } from './permits.ts';
import { archiveGroup } from './roles.ts';
import type { Viewer } from './viewer.ts';

/** Accounts of those who administer the archive now, without those that are disabled. */
export async function openAdministrators(database: Database, now: Instant): Promise<Account[]> {
	const members = await membershipsAt(database, now, newestOfAll, { group: archiveGroup });
	const names = members.filter(({ role }) => role === 'administrator').map(({ person }) => person);
	const accounts = await Promise.all(names.map((name) => findAccount(database, name)));
	return accounts.filter((account) => account?.disabled_at === null) as Account[];
}

/** Lets a person see and do everything from now on; who may already goes on. */
export async function makeAdministrator(
	database: Database,
	person: string,
	actor: string,
	now: Instant
): Promise<void> {
	const held = await membershipsAt(database, now, newestOfAll, { people: [person], group: archiveGroup });
	if (held.some(({ role }) => role === 'administrator')) return;
	const member = { group: archiveGroup, person, role: 'administrator', isMember: true } as const;
	await setMembership(database, { ...member, knownAt: now }, actor, now);
}

/** An account as it is wished for. */
export interface AccountWish {
	readonly person: string;
	readonly password: string | null;
	/** Whether its person is to administer the archive. */
	readonly isAdministrator: boolean;
}

/**
 * Makes an account, with the role where that is wished: both or neither.
 * @throws LookbackError what `makeAccount` throws.
 */
export function makeAccountWithRole(
	database: Database,
	{ isAdministrator, ...wish }: AccountWish,
	actor: Actor,
	now: Instant
): Promise<void> {
	return together(database, async (within) => {
		// first, as it waits for the ledger's other writers: the audit log, which sign-ins want, is held only then
		if (isAdministrator) await makeAdministrator(within, wish.person, actor.name, now);
		await makeAccount(within, wish, actor, now);
	});
}

/**
 * Holds administrators back from what would leave nobody to administer the archive but whoever has its data folder.
 * Only one's own going can: another's leaves oneself.
 * @throws LookbackError `access/last-administrator`.
 */
export async function assertNotLast(
	database: Database,
	viewer: Viewer,
	leaving: string,
	now: Instant
): Promise<void> {
	if (viewer.kind !== 'person' || viewer.name !== leaving) return;
	const others = (await openAdministrators(database, now)).filter(({ person }) => person !== leaving);
	if (others.some(({ has_password, issuers }) => has_password || issuers.length > 0)) return;
	throw new LookbackError(
		'conflict',
		'access/last-administrator',
		`Nobody could administer the archive without ${leaving}: it wants another administrator whose account is open and has a password or an issuer. Whoever has the data folder at hand can do it on the command line all the same.`,
		{ person: leaving }
	);
}

/**
 * Keeps a person out, or lets them in again, for an administrator of the archive.
 * @throws LookbackError `access/not-allowed`, `access/last-administrator`, `access/unknown-account`.
 */
export async function decideDisabled(
	database: Database,
	viewer: Viewer,
	{ person, isDisabled }: { readonly person: string; readonly isDisabled: boolean },
	actor: Actor,
	now: Instant
): Promise<void> {
	assertAdministrator(viewer);
	if (isDisabled) await assertNotLast(database, viewer, person, now);
	await setDisabled(database, person, isDisabled, actor, now);
}
