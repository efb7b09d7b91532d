import { beforeAll, describe, expect, it } from 'vitest';
import {
	assertAdministrator,
	assertContributor,
	assertMay,
	assertMayWrite,
	may
} from '#lib/access/permits.ts';
import { setPolicy } from '#lib/access/policies.server.ts';
import { roles, type Role } from '#lib/access/roles.ts';
import { admitToken, makeToken } from '#lib/access/people/tokens.server.ts';
import { viewerOf } from '#lib/access/viewer.server.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import type { Database } from '#lib/db/client.server.ts';
import { by, emptyDatabase, member, now } from './people/people.ts';

let database: Database;
beforeAll(async () => {
	({ database } = await emptyDatabase());
	const open = { policy: 'group', publicFrom: null, publicAfterMonths: null } as const;
	for (const owner of ['survey', 'lvc', 'other'])
		await setPolicy(
			database,
			{ ...open, name: `${owner}.nights`, owner, title: owner, knownAt: now },
			'test',
			now
		);
	await member(database, 'ada', 'survey', 'contributor');
	await member(database, 'ada', 'lvc', 'reader');
	await member(database, 'eva', 'archive', 'administrator');
	await member(database, 'eva', 'survey', 'reader');
	await member(database, 'chief', 'survey', 'administrator');
	await admitToken(database, 'the-archive', 'administrator', now);
});

let labels = 0;
async function withToken(person: string, scope: { may_write?: boolean; groups?: string[] | null } = {}) {
	const wish = { person, label: `t${labels++}`, may_write: true, groups: null, expires_at: null, ...scope };
	const text = await makeToken(database, wish, by, now);
	return viewerOf(database, { authorization: `Bearer ${text}`, session: null }, now);
}
const allowed = (viewer: Viewer, group: string): Role[] => roles.filter((role) => may(viewer, role, group));

describe('a role', () => {
	it('lets its holder do that in its group and nothing else', async () => {
		const ada = await withToken('ada');
		expect(allowed(ada, 'survey')).toEqual(['contributor']);
		expect(allowed(ada, 'lvc')).toEqual(['reader']);
		expect(allowed(ada, 'other')).toEqual([]);
		expect(() => assertMay(ada, 'contributor', 'lvc')).toThrow(
			/role contributor in the group lvc, which ada/
		);
		expect(() => assertAdministrator(ada)).toThrow(/administrators of the archive, of whom ada is none/);
	});

	it('of a group’s administrator is all of them there, and none elsewhere', async () => {
		const chief = await withToken('chief');
		expect(allowed(chief, 'survey')).toEqual([...roles]);
		expect(allowed(chief, 'archive')).toEqual([]);
		expect(chief).toMatchObject({ isAdministrator: false, collections: ['survey.nights'] });
	});

	it('of the archive’s administrator is all of them everywhere', async () => {
		const eva = await withToken('eva');
		expect(allowed(eva, 'other')).toEqual([...roles]);
		expect(eva.collections).toContain('other.nights');
	});
});

describe('a token', () => {
	it('that may only read lets nobody write, an administrator neither', async () => {
		for (const person of ['ada', 'eva']) {
			const viewer = await withToken(person, { may_write: false });
			expect(viewer.collections).toContain('survey.nights');
			expect(allowed(viewer, 'survey')).toEqual([]);
			for (const check of [assertMayWrite, assertContributor]) {
				expect(() => check(viewer)).toThrow('This token may read and not write.');
			}
		}
	});

	it('for some groups carries their rights alone', async () => {
		const viewer = await withToken('ada', { groups: ['lvc', 'other'] });
		expect(viewer.collections).toEqual(['lvc.nights']);
		expect(allowed(viewer, 'survey')).toEqual([]);
		expect(() => assertContributor(viewer)).toThrow(/contributor in some group, which ada does not have/);
	});

	it('for no group sees what the public sees, and adds nothing', async () => {
		for (const person of ['ada', 'eva']) {
			const viewer = await withToken(person, { groups: [] });
			expect(viewer).toMatchObject({ kind: 'person', isAdministrator: false, collections: [] });
			expect(viewer.roles.size).toBe(0);
			expect(() => assertContributor(viewer)).toThrow(/contributor in some group/);
		}
	});

	it('of an administrator for other groups is no administrator’s', async () => {
		const viewer = await withToken('eva', { groups: ['survey'] });
		expect(viewer).toMatchObject({ isAdministrator: false, collections: ['survey.nights'] });
		expect(allowed(viewer, 'survey')).toEqual(['reader']);
		expect(() => assertAdministrator(viewer)).toThrow(/administrators of the archive/);
		expect(await withToken('eva', { groups: ['archive'] })).toMatchObject({ isAdministrator: true });
	});

	it('goes before a session, and one that is wrong is not made up for by it', async () => {
		const session = 'whatever';
		const both = (authorization: string) => viewerOf(database, { authorization, session }, now);
		expect(await both('Bearer the-archive')).toMatchObject({ kind: 'archive' });
		for (const junk of ['', 'Bearer', 'Bearer ', 'Bearer x y', 'Basic dGhlOmFyY2hpdmU=', 'the-archive', '\0'])
			await expect(both(junk)).rejects.toMatchObject({ kind: 'unauthenticated', code: 'access/bad-token' });
	});
});

it('whoever shows nothing may do nothing', async () => {
	const nobody = await viewerOf(database, { authorization: null, session: null }, now);
	expect(nobody.collections).toEqual([]);
	for (const role of roles) expect(may(nobody, role, 'survey')).toBe(false);
	for (const check of [assertMayWrite, assertContributor, assertAdministrator])
		expect(() => check(nobody)).toThrow(expect.objectContaining({ kind: 'unauthenticated' }));
});
