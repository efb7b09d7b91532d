import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setMembership } from '#lib/access/members.server.ts';
import type { Role } from '#lib/access/roles.ts';
import { setPolicy, type PolicyChange } from '#lib/access/policies.server.ts';
import { someOf } from '#lib/access/rights.ts';
import { admitToken, makeToken, revokeTokens } from '#lib/access/people/tokens.server.ts';
import { asSeenBy, viewerOf } from '#lib/access/viewer.server.ts';
import { assertMay } from '#lib/access/permits.ts';
import { groupsOf } from '#lib/access/viewer.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { testDatabase } from '../support/database.ts';

const now = parseInstant('2026-06-01T00:00:00Z');
const newest = 1_000_000n;
const held = (authorization: string | null) => ({ authorization, session: null });
const nobody = held(null);
const by = { name: 'test', address: null };

let database: Database;
beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 2, role: 'lookback_app' });
	await decide('fermi.gbm', 'public', '2008-08-12T00:00:00Z');
	// the partners knew of GW170817 within the hour; the public read of it when its embargo ended
	await decide('lvc.circulars', 'public-from', '2017-08-17T13:00:00Z', {
		publicFrom: '2017-10-16T14:00:00Z'
	});
	await decide('survey.nights', 'public-after', '2018-01-01T00:00:00Z', { publicAfterMonths: 18 });
	await decide('survey.secret', 'group', '2018-01-01T00:00:00Z');
	await decide('survey.secret', 'public', '2020-01-01T00:00:00Z');
	await decide('survey.secret', 'group', '2021-01-01T00:00:00Z');
});
afterAll(() => database.close());

async function decide(
	name: string,
	policy: PolicyChange['policy'],
	knownAt: string,
	{ publicFrom, publicAfterMonths = null }: { publicFrom?: string; publicAfterMonths?: number | null } = {}
) {
	await setPolicy(
		database,
		{
			name,
			owner: name.split('.')[0]!,
			policy,
			publicFrom: publicFrom ? parseInstant(publicFrom) : null,
			publicAfterMonths,
			title: name,
			knownAt: parseInstant(knownAt)
		},
		'test',
		now
	);
}

function member(person: string, group: string, isMember: boolean, knownAt: string, role: Role = 'reader') {
	return setMembership(
		database,
		{ group, person, role, isMember, knownAt: parseInstant(knownAt) },
		'test',
		now
	);
}

async function bearer(person: string, expiresAt: Instant | null = null): Promise<string> {
	const label = `${person}-${Math.random()}`;
	return `Bearer ${await makeToken(database, { person, label, may_write: true, groups: null, expires_at: expiresAt }, by, now)}`;
}

describe('the public', () => {
	it('sees what is open now, whatever the moment asked about', async () => {
		const viewer = await viewerOf(database, nobody, now);
		expect(viewer.collections).toEqual(['fermi.gbm', 'lvc.circulars']);
		expect([...viewer.opening.keys()]).toEqual(['survey.nights']);
		expect(viewer.mayWrite).toBe(false);
	});

	it('knew on 2017-08-18 of the gamma rays, and nothing of the gravitational waves', async () => {
		const viewer = await viewerOf(database, nobody, now);
		const at = async (known: string, audience: string) =>
			(await asSeenBy(database, viewer, audience, { knownAt: parseInstant(known), batch: newest }))
				.collections;
		expect(await at('2017-08-18T00:00:00Z', 'public')).toEqual(['fermi.gbm']);
		expect(await at('2017-08-18T00:00:00Z', 'lvc')).toEqual(['fermi.gbm', 'lvc.circulars']);
		expect(await at('2017-10-16T13:59:59.999999Z', 'public')).toEqual(['fermi.gbm']);
		expect(await at('2017-10-16T14:00:00Z', 'public')).toEqual(['fermi.gbm', 'lvc.circulars']);
	});

	it('never sees by an audience of then what is closed to it now', async () => {
		const viewer = await viewerOf(database, nobody, now);
		const then = { knownAt: parseInstant('2020-06-01T00:00:00Z'), batch: newest };
		expect(someOf(await asSeenBy(database, viewer, 'public', then))).not.toContain('survey.secret');
		expect(someOf(await asSeenBy(database, viewer, 'survey', then))).not.toContain('survey.secret');
	});

	it('is told the same of a group that is not there and of one it may not know', async () => {
		const viewer = await viewerOf(database, nobody, now);
		await member('someone', 'hidden', true, '2020-01-01T00:00:00Z');
		const basis = { knownAt: now, batch: newest };
		const words = async (group: string) => {
			const refusal = await asSeenBy(database, viewer, group, basis).catch((error: Error) => error);
			return (refusal as Error).message.replace(group, '');
		};
		expect(await words('hidden')).toBe(await words('absent'));
	});
});

describe('a person', () => {
	it('sees the collections of the groups it belongs to now, and no longer those it has left', async () => {
		await member('ada', 'survey', true, '2019-01-01T00:00:00Z');
		const token = await bearer('ada');
		expect((await viewerOf(database, held(token), now)).collections).toContain('survey.secret');
		await member('ada', 'survey', false, '2025-01-01T00:00:00Z');
		expect((await viewerOf(database, held(token), now)).collections).not.toContain('survey.secret');
		expect(groupsOf(await viewerOf(database, held(token), now))).toEqual([]);
	});

	it('of another group sees what the public sees', async () => {
		await member('ben', 'lvc', true, '2019-01-01T00:00:00Z');
		const viewer = await viewerOf(database, held(await bearer('ben')), now);
		const { collections } = await viewerOf(database, nobody, now);
		expect(viewer.collections).toEqual(collections);
		expect(() => assertMay(viewer, 'contributor', 'survey')).toThrow(/role contributor in the group survey/);
	});

	it('who administrates the archive sees and may write everything', async () => {
		await member('eva', 'archive', true, '2019-01-01T00:00:00Z', 'administrator');
		const viewer = await viewerOf(database, held(await bearer('eva')), now);
		expect(viewer.collections).toContain('survey.secret');
		expect(viewer.mayWrite).toBe(true);
	});
});

describe('a token', () => {
	it('holds until it expires or is revoked', async () => {
		const expiring = await bearer('ada', (now + 1) as Instant);
		await expect(viewerOf(database, held(expiring), now)).resolves.toMatchObject({ name: 'ada' });
		await expect(viewerOf(database, held(expiring), (now + 1) as Instant)).rejects.toThrow(
			/no token that is valid/
		);
		const text = await makeToken(
			database,
			{ person: 'ada', label: 'laptop', may_write: false, groups: null, expires_at: null },
			by,
			now
		);
		await expect(viewerOf(database, held(`Bearer ${text}`), now)).resolves.toMatchObject({ mayWrite: false });
		expect(await revokeTokens(database, 'ada', 'laptop', by, now)).toBe(1);
		await expect(viewerOf(database, held(`Bearer ${text}`), now)).rejects.toThrow(/no token that is valid/);
		await expect(revokeTokens(database, 'ada', 'laptop', by, now)).rejects.toThrow(/no valid token 'laptop'/);
	});

	it('of the archive itself sees everything', async () => {
		await admitToken(database, 'the-archive', 'administrator', now);
		const viewer = await viewerOf(database, held('Bearer the-archive'), now);
		expect(viewer).toMatchObject({ name: 'administrator', mayWrite: true });
		expect(viewer.collections).toContain('survey.secret');
	});

	it('of the archive itself ends with the next one of its label, and with no other', async () => {
		const isAdmitted = (text: string) =>
			viewerOf(database, held(`Bearer ${text}`), now).then(
				() => true,
				() => false
			);
		await admitToken(database, 'a-first', 'replaced', now);
		await admitToken(database, 'beside-it', 'kept', now);
		await admitToken(database, 'a-first', 'replaced', now);
		expect(await isAdmitted('a-first')).toBe(true);
		await admitToken(database, 'a-second', 'replaced', now);
		expect(await Promise.all(['a-first', 'a-second', 'beside-it'].map((one) => isAdmitted(one)))).toEqual([
			false,
			true,
			true
		]);
		await admitToken(database, 'a-first', 'replaced', now);
		expect(await isAdmitted('a-first')).toBe(false);
	});

	it('is kept by its digest alone', async () => {
		const text = (await bearer('ada')).slice('Bearer '.length);
		const rows = await database.sql`select * from token`;
		expect(JSON.stringify(rows)).not.toContain(text);
	});
});

describe('a policy', () => {
	it.each([
		['public-from', {}, /wants the moment/],
		['group', { publicFrom: '2020-01-01T00:00:00Z' }, /no other policy takes one/],
		['public-after', {}, /wants a number of months/],
		['public-after', { publicAfterMonths: 1.5 }, /whole number from 1 to 1200; got 1.5/]
	] as const)('%s with %j is refused', async (policy, more, words) => {
		await expect(decide('x.y', policy, '2020-01-01T00:00:00Z', more)).rejects.toThrow(words);
	});
});

it.each([0, 1.5, -3, 1201, 24_400])('no collection opens %s months after observation', async (months) => {
	const wish = decide('survey.months', 'public-after', '2022-01-01T00:00:00Z', { publicAfterMonths: months });
	await expect(wish).rejects.toThrow(/whole number from 1 to 1200/);
});

it('who belongs where stays a matter of its group', async () => {
	const wish = decide('archive.access', 'public', '2022-01-01T00:00:00Z');
	await expect(wish).rejects.toThrow(/who belongs where/);
});
