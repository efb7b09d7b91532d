import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setDisabled, setPassword } from '#lib/access/people/accounts.server.ts';
import {
	endSession,
	endSessions,
	heldSession,
	listSessions,
	openSession
} from '#lib/access/people/sessions.server.ts';
import { signInWithPassword } from '#lib/access/people/sign-in.server.ts';
import { viewerOf } from '#lib/access/viewer.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { account, by, day, emptyDatabase, later, member, now, password } from './people.ts';

let database: Database;
let url: string;
let person: string;
let count = 0;
beforeAll(async () => {
	({ database, url } = await emptyDatabase());
	await account(database, 'ben', null);
});
beforeEach(async () => {
	person = `ada${count++}`;
	await account(database, person, null);
});

async function signIn(who: string | null = person, at = now): Promise<string> {
	return (await openSession(database, who, 'password', '192.0.2.1', at)).secret;
}
const isIn = async (secret: string, at = now) => (await heldSession(database, secret, at)) !== null;

describe('a session', () => {
	it('is its person’s, with the rights of their groups', async () => {
		await member(database, person, 'survey', 'curator');
		const viewer = await viewerOf(database, { authorization: null, session: await signIn() }, now);
		expect(viewer).toMatchObject({ kind: 'person', name: person, mayWrite: true, isAdministrator: false });
		expect([...(viewer.roles.get('survey') ?? [])]).toEqual(['curator']);
	});

	it('of the archive’s administrator is named so and sees everything', async () => {
		const viewer = await viewerOf(database, { authorization: null, session: await signIn(null) }, now);
		expect(viewer).toMatchObject({ kind: 'archive', name: 'administrator', isAdministrator: true });
	});

	it('is kept by the digest of its secret alone, and every secret is new', async () => {
		const [one, other] = [await signIn(), await signIn()];
		expect(one).toMatch(/^[\w-]{43}$/);
		expect(one).not.toBe(other);
		expect(JSON.stringify(await database.sql`select * from session`)).not.toContain(one);
	});

	it.each([
		['empty', ''],
		['junk', 'junk'],
		['NUL', '\0'],
		['long', 'x'.repeat(100_000)]
	])('is none for a cookie that is %s', async (_, secret) => {
		expect(await isIn(secret)).toBe(false);
		const viewer = await viewerOf(database, { authorization: null, session: secret }, now);
		expect(viewer.kind).toBe('public');
	});

	it('ends seven days after its last use', async () => {
		const secret = await signIn();
		expect(await isIn(secret, later(6.9 * day))).toBe(true);
		expect(await isIn(secret, later(13.8 * day))).toBe(true);
		expect(await isIn(secret, later(20.9 * day))).toBe(false);
	});

	it('ends thirty days after its beginning however much it is used', async () => {
		const secret = await signIn();
		for (let days = 5; days < 30; days += 5) expect(await isIn(secret, later(days * day))).toBe(true);
		expect(await isIn(secret, later(30 * day - 1))).toBe(true);
		expect(await isIn(secret, later(30 * day))).toBe(false);
	});

	it('ends by signing out, alone', async () => {
		const [here, elsewhere] = [await signIn(), await signIn()];
		await endSession(database, here, by, now);
		expect([await isIn(here), await isIn(elsewhere)]).toEqual([false, true]);
		await expect(endSession(database, here, by, now)).resolves.toBeUndefined();
	});

	it('ends everywhere at once, and others’ go on', async () => {
		const [here, elsewhere, bens] = [await signIn(), await signIn(), await signIn('ben')];
		const archives = await signIn(null);
		expect(await endSessions(database, person, by, now)).toBe(2);
		expect(await Promise.all([here, elsewhere, bens, archives].map((one) => isIn(one)))).toEqual([
			false,
			false,
			true,
			true
		]);
		await endSessions(database, null, by, now);
		expect([await isIn(archives), await isIn(bens)]).toEqual([false, true]);
	});

	it('ends with a new password', async () => {
		const secret = await signIn();
		await setPassword(database, person, 'quite another lantern of rivers', by, now);
		expect(await isIn(secret)).toBe(false);
	});

	it('ends with its account, and does not come back with it', async () => {
		const secret = await signIn();
		await setDisabled(database, person, true, by, now);
		expect(await isIn(secret)).toBe(false);
		// one that was being opened at that very moment
		await expect(signIn()).rejects.toMatchObject({ code: 'access/sign-in-ended' });
		await setDisabled(database, person, false, by, now);
		expect(await isIn(secret)).toBe(false);
		expect(await listSessions(database, person, secret, now)).toEqual([]);
	});

	it('is opened to nobody whose password changes while they sign in with it', async () => {
		await setPassword(database, person, password, by, now);
		const tried = { person, password };
		const { stillHolds } = await signInWithPassword(database, tried, '192.0.2.7', now);
		// the same password, set again: who knew it before is out all the same
		await setPassword(database, person, password, by, now);
		const late = openSession(database, person, 'password', null, now, stillHolds);
		await expect(late).rejects.toMatchObject({
			kind: 'unauthenticated',
			code: 'access/sign-in-ended',
			message: 'What you signed in with changed or ended at this very moment; sign in again.'
		});
		const again = await signInWithPassword(database, tried, '192.0.2.7', now);
		const { secret } = await openSession(database, person, 'password', null, now, again.stillHolds);
		expect(await isIn(secret)).toBe(true);
	});

	it('waits for a change of its account that is under way', async () => {
		const changing = Promise.withResolvers<void>();
		const begun = Promise.withResolvers<void>();
		const change = database.sql.begin(async (tx) => {
			await tx`update account set disabled_at = ${now} where person = ${person}`;
			begun.resolve();
			await changing.promise;
		});
		await begun.promise;
		const late = signIn();
		late.catch(() => {});
		const owner = openDatabase(url, { max: 1 });
		const waiting = () => owner.sql`
			select from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock' and query like '%for share%'`;
		await expect.poll(waiting).toHaveLength(1);
		await owner.close();
		changing.resolve();
		await change;
		await expect(late).rejects.toMatchObject({ code: 'access/sign-in-ended' });
	});

	it('is listed for its person, the last used first, while it lasts', async () => {
		const first = await signIn();
		await signIn(person, later(60));
		await signIn('ben');
		await heldSession(database, first, later(2 * day));
		const listed = await listSessions(database, person, first, later(2 * day));
		expect(listed.map((one) => [one.last_used_at, one.is_own])).toEqual([
			[later(2 * day), true],
			[later(60), false]
		]);
		expect(await listSessions(database, person, first, later(40 * day))).toEqual([]);
	});
});
