import { beforeAll, describe, expect, it } from 'vitest';
import { setMembership } from '#lib/access/members.server.ts';
import { listPeople } from '#lib/access/people-list.server.ts';
import { setDisabled } from '#lib/access/people/accounts.server.ts';
import { linkIdentity } from '#lib/access/people/identities.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { makeToken, revokeTokens } from '#lib/access/people/tokens.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { account, by, day, emptyDatabase, later, member, now } from './people/people.ts';

let database: Database;
beforeAll(async () => {
	({ database } = await emptyDatabase());
	for (const person of ['cleo', 'ada', 'Ben', 'dora_x']) await account(database, person, null);
});

const list = (asked: Partial<Parameters<typeof listPeople>[1]> = {}, at: Instant = now) =>
	listPeople(database, { after: null, part: null, limit: 10, ...asked }, at);
const namesOf = (people: Awaited<ReturnType<typeof list>>) => people.map(({ person }) => person);
const one = async (person: string, at: Instant = now) =>
	(await list({}, at)).find((found) => found.person === person);

describe('the list of people', () => {
	it('has each account once in one order, whatever the size of its pages', async () => {
		const whole = namesOf(await list());
		expect([...whole].sort()).toEqual(['Ben', 'ada', 'cleo', 'dora_x']);
		for (const limit of [1, 3]) {
			const read: string[] = [];
			for (;;) {
				const names = namesOf(await list({ after: read.at(-1) ?? null, limit }));
				if (names.length === 0) break;
				read.push(...names);
			}
			expect(read).toEqual(whole);
		}
	});

	it('is searched by a part of the name, as it is but for capitals', async () => {
		expect(namesOf(await list({ part: 'bE' }))).toEqual(['Ben']);
		expect(namesOf(await list({ part: '_' }))).toEqual(['dora_x']);
		expect(namesOf(await list({ part: '%' }))).toEqual([]);
	});

	it('says by what somebody signs in', async () => {
		const identity = { issuer: 'https://orcid.example', subject: '0000', host: 'orcid.example' };
		await linkIdentity(database, 'cleo', { name: 'ORCID' }, identity, by, now);
		await account(database, 'with.password');
		expect(await one('cleo')).toMatchObject({ has_password: false, issuers: ['https://orcid.example'] });
		expect(await one('with.password')).toMatchObject({ has_password: true, issuers: [] });
	});

	it('says in which browsers somebody is signed in, until these end', async () => {
		expect(await one('ada')).toMatchObject({ browsers: 0, last_used_at: null });
		await openSession(database, 'ada', 'link', null, now);
		await openSession(database, 'ada', 'link', null, later(5 * day));
		await openSession(database, null, 'link', null, now);
		expect(await one('ada', later(6 * day))).toMatchObject({ browsers: 2, last_used_at: later(5 * day) });
		expect(await one('ada', later(8 * day))).toMatchObject({ browsers: 1, last_used_at: later(5 * day) });
		expect(await one('ada', later(13 * day))).toMatchObject({ browsers: 0, last_used_at: null });
	});

	it('counts the tokens that are valid', async () => {
		const wish = { person: 'ada', may_write: true, groups: null };
		await makeToken(database, { ...wish, label: 'for ever', expires_at: null }, by, now);
		await makeToken(database, { ...wish, label: 'a day', expires_at: later(day) }, by, now);
		await makeToken(database, { ...wish, label: 'gone', expires_at: null }, by, now);
		await revokeTokens(database, 'ada', 'gone', by, now);
		expect(await one('ada', later(1))).toMatchObject({ tokens: 2 });
		expect(await one('ada', later(2 * day))).toMatchObject({ tokens: 1 });
	});

	it('says what somebody belongs to now, and no longer to what', async () => {
		await member(database, 'cleo', 'lvc', 'reader');
		await member(database, 'cleo', 'lvc', 'administrator');
		await member(database, 'cleo', 'survey', 'planner');
		const left = { group: 'survey', person: 'cleo', role: 'planner', isMember: false } as const;
		await setMembership(database, { ...left, knownAt: later(1) }, 'test', later(1));
		expect((await one('cleo'))!.groups).toEqual([
			{ name: 'lvc', roles: ['administrator', 'reader'] },
			{ name: 'survey', roles: ['planner'] }
		]);
		expect((await one('cleo', later(1)))!.groups).toEqual([
			{ name: 'lvc', roles: ['administrator', 'reader'] }
		]);
		expect((await one('Ben'))!.groups).toEqual([]);
	});

	it('says since when somebody is kept out', async () => {
		await setDisabled(database, 'Ben', true, by, later(1));
		expect(await one('Ben')).toMatchObject({ disabled_at: later(1) });
	});
});
