import { beforeAll, describe, expect, it } from 'vitest';
import { listAccounts, makeAccount, setDisabled, setPassword } from '#lib/access/people/accounts.server.ts';
import { assertGroupName, assertPersonName } from '#lib/access/people/names.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import { viewerOf } from '#lib/access/viewer.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { account, by, emptyDatabase, later, now, password } from './people.ts';

let database: Database;
beforeAll(async () => {
	({ database } = await emptyDatabase());
});

describe('an account', () => {
	it('is there once, and its password is kept as a digest alone', async () => {
		await account(database, 'ada');
		await expect(account(database, 'ada')).rejects.toMatchObject({
			kind: 'conflict',
			message: 'ada has an account already.'
		});
		expect(JSON.stringify(await database.sql`select * from account`)).not.toContain(password);
		expect(await listAccounts(database)).toMatchObject([
			{ person: 'ada', has_password: true, made_at: now, disabled_at: null, issuers: [] }
		]);
	});

	it('is made once of two wishes at the same moment', async () => {
		const made = await Promise.allSettled([account(database, 'twin'), account(database, 'twin')]);
		expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('whose password is weak is not made at all', async () => {
		await expect(account(database, 'weak', 'short')).rejects.toMatchObject({ code: 'access/weak-password' });
		expect((await listAccounts(database)).map(({ person }) => person)).not.toContain('weak');
	});

	it('that is not there has no password to change and is not disabled', async () => {
		for (const wish of [
			() => setPassword(database, 'nobody', password, by, now),
			() => setDisabled(database, 'nobody', true, by, now)
		])
			await expect(wish()).rejects.toMatchObject({
				kind: 'not-found',
				message: 'nobody has no account here.'
			});
	});

	it('that is disabled holds no token that works, were it made before or after', async () => {
		await account(database, 'tom', null);
		const token = (label: string) =>
			makeToken(database, { person: 'tom', label, may_write: true, groups: null, expires_at: null }, by, now);
		const asTom = async (text: string) =>
			viewerOf(database, { authorization: `Bearer ${text}`, session: null }, later(2));
		const before = await token('before');
		await expect(asTom(before)).resolves.toMatchObject({ name: 'tom' });
		await setDisabled(database, 'tom', true, by, later(1));
		const after = await token('after');
		await expect(asTom(before)).rejects.toMatchObject({ code: 'access/bad-token' });
		await expect(asTom(after)).rejects.toMatchObject({ code: 'access/bad-token' });
		await setDisabled(database, 'tom', false, by, later(1));
		await expect(asTom(before)).rejects.toMatchObject({ code: 'access/bad-token' });
	});
});

describe('a name', () => {
	it.each(['ada', 'Ada.Lovelace', 'müller', '李雷', 'a', '0000-0002-1825-0097', 'x'.repeat(100)])(
		'can be %s',
		(name) => {
			expect(() => assertPersonName(name)).not.toThrow();
		}
	);

	it.each([
		'',
		' ada',
		'ada lovelace',
		'ada\n',
		'a\0b',
		'a\ud800',
		'../etc',
		'-x',
		'<b>',
		'a,b',
		'x'.repeat(101),
		'müller'.normalize('NFD'),
		'ａｄｍｉｎ',
		'a\u202egnp',
		'a\u200bb'
	])('cannot be %j', async (name) => {
		expect(() => assertPersonName(name)).toThrow(/person's name wants a letter or digit/);
		expect(() => assertGroupName(name)).toThrow(/group's name wants a letter or digit/);
		await expect(makeAccount(database, { person: name, password: null }, by, now)).rejects.toMatchObject({
			kind: 'incorrect',
			code: 'access/bad-name'
		});
	});

	it.each(['anonymous', 'public', 'local', 'administrator', 'Administrator', 'LOCAL'])(
		'of the archive for those who are no person is no person’s: %s',
		async (name) => {
			await expect(account(database, name)).rejects.toThrow(/must not be one of anonymous, public, local/);
		}
	);

	it('of everybody is no group’s', () => {
		expect(() => assertGroupName('public')).toThrow(/group's name must not be one of public/);
	});
});

describe('a token', () => {
	const wish = { person: 'ada', label: 'laptop', may_write: true, groups: null, expires_at: null };
	it.each([
		[{ label: '' }, /1 to 100 characters of one line; got 0/],
		[{ label: 'x'.repeat(101) }, /got 101/],
		[{ label: 'a\nb\tby eve' }, /of one line/],
		[{ label: 'a\0' }, /of one line/],
		[{ label: 'a\u2028' }, /of one line/],
		[{ groups: ['a b'] }, /group's name wants/],
		[{ groups: ['a\0'] }, /group's name wants/],
		[{ person: 'no body' }, /person's name wants/],
		[{ expires_at: now }, /must end later than now/]
	])('is not made of %j', async (change, sentence) => {
		await expect(makeToken(database, { ...wish, ...change }, by, now)).rejects.toThrow(sentence);
	});
});
