import { setMembership } from '#lib/access/members.server.ts';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import { setPolicy } from '#lib/access/policies.server.ts';
import type { Role } from '#lib/access/roles.ts';
import type { Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../archive.ts';
import { startPortal } from '../portal.ts';
import { tellHalfOpen, tellSecrets } from './facts.ts';
import { delayed, foreign, knownAt, past, secret } from './names.ts';
import { planInSecret, type Planned } from './plans.ts';
import { keepSecretSoftware, runInSecret, type Ran } from './software.ts';

/** Who may see no secret. */
export const outsiders = [
	'nobody',
	'a former member',
	'a member of another group',
	"a member's token for another group"
] as const;
/** Who asks for changes: some of them may make some. */
export const writers = [...outsiders, 'an administrator of another group'] as const;
/** Who may see the secrets of the group. */
export const insiders = ['a member', "a member's token that may only read", 'an administrator'] as const;
export type Reader = (typeof writers)[number] | (typeof insiders)[number];

/** A portal over an archive with secrets of a group. */
export interface SecretArchive extends Pick<Planned, 'blocks' | 'held'> {
	readonly archive: SmallArchive;
	readonly address: string;
	/** Authorization headers by who asks; null asks without. */
	readonly readers: Readonly<Record<Reader, string | null>>;
	/** The group's secrets, with the names of what was made for it alone. */
	readonly secret: typeof secret & Omit<Ran, 'subjects'> & Pick<Planned, 'plan'>;
	/** Of the secret analysis. */
	readonly commit: string;
	/** Of which there is provenance. */
	readonly subjects: readonly string[];
}

export async function secretArchive(): Promise<SecretArchive> {
	const archive = await smallArchive();
	const { database } = archive;
	const now = (Date.now() * 1000) as Instant;
	await setPolicy(
		database,
		{
			name: 'late.nights',
			owner: 'late',
			policy: 'public-after',
			publicFrom: null,
			publicAfterMonths: 1200,
			title: 'Opens row by row',
			knownAt: past
		},
		'test',
		now
	);
	await tellSecrets(archive, secret, `${secret.group}.nights`);
	await tellSecrets(archive, delayed, 'late.nights');
	await tellHalfOpen(archive);
	const { subjects, ...ran } = await runInSecret(archive);
	const join = (person: string, group: string, isMember = true, at = past, role: Role = 'reader') =>
		setMembership(database, { group, person, role, isMember, knownAt: at }, 'test', now);
	await join('ada', secret.group);
	await join('ada', foreign, true, past, 'administrator');
	await join('mal', foreign, true, past, 'administrator');
	await join('ben', secret.group, true, past, 'administrator');
	await join('ben', secret.group, false, knownAt, 'administrator');
	await join('ben', foreign, true, past, 'contributor');
	await join(secret.person, secret.group);
	await join('ben', secret.group);
	await join('ben', secret.group, false, knownAt);
	await join('ada', 'late');
	await join('ben', 'late');
	await join('ben', 'late', false, knownAt);
	await join('eve', foreign);
	const unheard = { name: `${secret.group}.unheard`, owner: secret.group, policy: 'group' } as const;
	await setPolicy(
		database,
		{ ...unheard, publicFrom: null, publicAfterMonths: null, title: secret.title, knownAt: past },
		'test',
		now
	);
	const by = { name: 'test', address: null };
	await makeAccount(database, { person: secret.person, password: null }, by, now);
	await openSession(database, secret.person, 'link', null, now);
	const token = async (person: string, may_write: boolean, groups: string[] | null = null) => {
		const wish = { person, label: `test ${may_write} ${groups}`, may_write, groups, expires_at: null };
		return `Bearer ${await makeToken(database, wish, by, now)}`;
	};
	const readers = {
		nobody: null,
		'a member': await token('ada', true),
		"a member's token that may only read": await token('ada', false),
		'a former member': await token('ben', true),
		'a member of another group': await token('eve', true),
		"a member's token for another group": await token('ada', true, [foreign]),
		'an administrator of another group': await token('mal', true),
		'an administrator': `Bearer ${archive.token}`
	};
	const planned = await planInSecret(archive);
	const commit = await keepSecretSoftware(archive, now);
	const { address } = await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir });
	return {
		archive,
		address,
		readers,
		secret: { ...secret, ...ran, plan: planned.plan },
		commit,
		blocks: planned.blocks,
		held: planned.held,
		subjects: [...subjects, ...planned.subjects]
	};
}
