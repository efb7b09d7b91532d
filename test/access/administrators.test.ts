import { beforeAll, describe, expect, it } from 'vitest';
import {
	assertNotLast,
	decideDisabled,
	makeAccountWithRole,
	makeAdministrator,
	openAdministrators
} from '#lib/access/administrators.server.ts';
import { decideMembership } from '#lib/access/decide.server.ts';
import { membershipsAt, setMembership } from '#lib/access/members.server.ts';
import { findAccount, setDisabled } from '#lib/access/people/accounts.server.ts';
import { listAudit } from '#lib/access/people/audit.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { localViewer, viewerOf } from '#lib/access/viewer.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { account, by, emptyDatabase, later, member, now } from './people/people.ts';

let database: Database;
beforeAll(async () => {
	({ database } = await emptyDatabase());
	await account(database, 'ada');
	await makeAdministrator(database, 'ada', 'test', now);
	await account(database, 'zoe');
});

async function viewing(person: string | null) {
	const { secret: session } = await openSession(database, person, 'link', null, now);
	return viewerOf(database, { authorization: null, session }, now);
}
const isOpen = async (person: string) => (await findAccount(database, person))?.disabled_at === null;
const leaves = (person: string) =>
	({ group: 'archive', person, role: 'administrator', isMember: false, knownAt: later(0) }) as const;

describe('an administrator of the archive', () => {
	it('is made once, and without another word when made again', async () => {
		await makeAdministrator(database, 'ada', 'test', later(1));
		const held = await membershipsAt(database, later(1), newestOfAll, { people: ['ada'] });
		expect(held).toEqual([
			expect.objectContaining({ group_name: 'archive', role: 'administrator', known_at: now })
		]);
	});

	it('who is the last cannot disable or remove themselves, and nothing of it is done', async () => {
		const ada = await viewing('ada');
		const refused = { kind: 'conflict', code: 'access/last-administrator' };
		await expect(
			decideDisabled(database, ada, { person: 'ada', isDisabled: true }, by, now)
		).rejects.toMatchObject(refused);
		await expect(decideMembership(database, ada, leaves('ada'), later(0))).rejects.toMatchObject(refused);
		expect(await isOpen('ada')).toBe(true);
		expect((await viewing('ada')).isAdministrator).toBe(true);
	});

	it.each([
		['has no account', async () => {}],
		['could not sign in by themselves', () => account(database, 'second', null)],
		[
			'is disabled',
			async () => {
				await database.sql`update account set password = 'kept' where person = 'second'`;
				await setDisabled(database, 'second', true, by, now);
			}
		]
	])('is still the last beside one who %s', async (_, arrange) => {
		await makeAdministrator(database, 'second', 'test', now);
		await arrange();
		await expect(assertNotLast(database, await viewing('ada'), 'ada', now)).rejects.toThrow(
			/^Nobody could administer the archive without ada: it wants another administrator/
		);
	});

	it('may go where another remains, and disable others, who leave themselves behind', async () => {
		await setDisabled(database, 'second', false, by, now);
		expect((await openAdministrators(database, now)).map(({ person }) => person)).toEqual(['ada', 'second']);
		const ada = await viewing('ada');
		await expect(assertNotLast(database, ada, 'ada', now)).resolves.toBeUndefined();
		await decideDisabled(database, ada, { person: 'second', isDisabled: true }, by, now);
		expect(await isOpen('second')).toBe(false);
		await decideDisabled(database, ada, { person: 'second', isDisabled: false }, by, now);
		expect(await isOpen('second')).toBe(true);
	});

	it('is disabled by the archive’s own administrator, the last one too, who remains', async () => {
		await setDisabled(database, 'second', true, by, now);
		for (const viewer of [await viewing(null), await localViewer(database)]) {
			await decideDisabled(database, viewer, { person: 'ada', isDisabled: true }, by, now);
			expect(await isOpen('ada')).toBe(false);
			await decideDisabled(database, viewer, { person: 'ada', isDisabled: false }, by, now);
		}
	});
});

describe('an account with the role', () => {
	const wish = (person: string, password: string | null = null) =>
		makeAccountWithRole(database, { person, password, isAdministrator: true }, by, now);
	const rolesOf = async (person: string) =>
		(await membershipsAt(database, now, newestOfAll, { people: [person] })).map(({ role }) => role);

	it('is made with it', async () => {
		await wish('both');
		expect(await isOpen('both')).toBe(true);
		expect(await rolesOf('both')).toEqual(['administrator']);
	});

	it.each([
		['whose name is taken', 'zoe', null, 'access/account-exists'],
		['whose name is an issuer’s to give', 'zed@orcid.org', null, 'access/bad-name'],
		['whose password is weak', 'weak', 'passwordpassword', 'access/weak-password']
	])('%s gives nobody a role', async (_, person, password, code) => {
		const before = await database.sql`select from batch`;
		await expect(wish(person, password)).rejects.toMatchObject({ code });
		expect(await rolesOf(person)).toEqual([]);
		expect(await database.sql`select from batch`).toHaveLength(before.length);
	});

	it('that cannot be recorded is not made either', async () => {
		const left = { group: 'archive', person: 'half', role: 'administrator', isMember: false } as const;
		await setMembership(database, { ...left, knownAt: now }, 'test', now);
		await expect(wish('half')).rejects.toMatchObject({ code: 'access/decided-already' });
		expect(await findAccount(database, 'half')).toBeNull();
		expect(await listAudit(database, { before: newestOfAll, person: 'half', limit: 1 })).toEqual([]);
	});
});

it('nobody but administrators of the archive disables an account', async () => {
	await member(database, 'zoe', 'archive', 'reader');
	const zoe = await viewing('zoe');
	for (const person of ['ada', 'zoe'])
		await expect(decideDisabled(database, zoe, { person, isDisabled: true }, by, now)).rejects.toMatchObject({
			kind: 'forbidden',
			code: 'access/not-allowed'
		});
	expect(await isOpen('ada')).toBe(true);
	expect(await isOpen('zoe')).toBe(true);
});
