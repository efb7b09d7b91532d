import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { listAudit } from '#lib/access/people/audit.server.ts';
import { linkIdentity, nameOf, personOf } from '#lib/access/people/identities.server.ts';
import { readIssuers } from '#lib/access/people/issuer-file.server.ts';
import { isPersonName } from '#lib/access/people/names.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { testDatabase } from '../../support/database.ts';
import { testFolder } from '../../support/folder.ts';
import { runLookback } from '../../support/portal.ts';
import { ended } from '../../cli/command-line.ts';

const now = parseInstant('2026-06-01T00:00:00Z');
const issuer = { name: 'ORCID' };
const by = { name: 'test', address: null };
const identity = (subject: string, host = 'orcid.org') => ({ issuer: `https://${host}`, subject, host });

const orcid = {
	name: 'ORCID',
	issuer: 'https://orcid.org',
	client_id: 'APP-1',
	client_secret_file: 'secrets/orcid'
};

/** A file of issuers as it is written, with the files of secrets below it. */
function fileOf(written: unknown): string {
	const folder = testFolder();
	mkdirSync(join(folder, 'secrets'));
	writeFileSync(join(folder, 'secrets', 'orcid'), 'of-orcid\n');
	writeFileSync(join(folder, 'secrets', 'empty'), '\n');
	const path = join(folder, 'issuers.json');
	writeFileSync(path, typeof written === 'string' ? written : JSON.stringify(written));
	return path;
}

describe('the file of issuers', () => {
	it('names issuers and the files of their secrets, from its own folder', () => {
		const local = { name: 'Our Institute', issuer: 'http://localhost:9000/realms/a', scope: 'openid email' };
		expect(readIssuers(fileOf([orcid, { ...orcid, ...local }]))).toEqual([
			{
				slug: 'orcid',
				name: 'ORCID',
				issuer: new URL('https://orcid.org'),
				clientId: 'APP-1',
				clientSecret: 'of-orcid',
				scope: 'openid'
			},
			{
				slug: 'our-institute',
				name: 'Our Institute',
				issuer: new URL('http://localhost:9000/realms/a'),
				clientId: 'APP-1',
				clientSecret: 'of-orcid',
				scope: 'openid email'
			}
		]);
	});

	it('that is not there is told by its path', () => {
		expect(() => readIssuers('/nowhere/issuers.json')).toThrow(
			/LOOKBACK_ISSUERS, \/nowhere\/issuers\.json, is wrong: it cannot be read \(ENOENT\)\.$/
		);
	});

	it.each([
		['[{"client_secret": "hidden" ', /it is not JSON \(at line 1 column 29\)\.$/],
		['hidden', /it is not JSON\.$/],
		[orcid, /it wants a JSON list of issuers\.$/],
		[[orcid, 'orcid'], /issuer 2 wants to be an object\.$/],
		[[{ ...orcid, client_secret: 'hidden' }], /issuer 1 has a field that is not known: client_secret\.$/],
		[[{ ...orcid, name: undefined }], /issuer 1 has a wrong name: it wants a name.*; got nothing\.$/],
		[[{ ...orcid, name: '<b>' }], /has a wrong name: it wants up to 40 letters.*; got "<b>"\.$/],
		[[{ ...orcid, name: 'Ωμέγα' }], /one of a-z or 0-9 among them; got "Ωμέγα"\.$/],
		[[{ ...orcid, issuer: 'orcid' }], /wrong issuer: it wants an https address.*; got "orcid"\.$/],
		[[{ ...orcid, issuer: 'http://orcid.org' }], /wrong issuer.*got "http:\/\/orcid\.org"\.$/],
		[[{ ...orcid, issuer: 'https://orcid.org?a=b' }], /wrong issuer/],
		[[{ ...orcid, issuer: 'http://127.evil.example' }], /wrong issuer/],
		[[{ ...orcid, issuer: `https://${'a.'.repeat(34)}org` }], /wrong issuer/],
		[[{ ...orcid, client_id: 7 }], /wrong client_id: it wants the id under which.*; got 7\.$/],
		[[{ ...orcid, client_secret_file: '' }], /wrong client_secret_file: it wants the path.*; got ""\.$/],
		[[{ ...orcid, client_secret_file: 'hidden' }], /of ORCID names a file that cannot be read \(ENOENT\)\.$/],
		[
			[{ ...orcid, client_secret_file: 'secrets' }],
			/of ORCID names a file that cannot be read \(EISDIR\)\.$/
		],
		[[{ ...orcid, client_secret_file: 'secrets/empty' }], /of ORCID names a file that is empty\.$/],
		[[{ ...orcid, scope: 'email' }], /wrong scope: it wants openid among its scopes; got "email"\.$/],
		[
			[orcid, { ...orcid, name: 'orcid', issuer: 'https://other.org' }],
			/ORCID and orcid are one name in addresses \(orcid\)\.$/
		],
		[
			[orcid, { ...orcid, name: 'B', issuer: 'https://orcid.org/b' }],
			/ORCID and B are one host, and accounts are named for the host \(orcid\.org\)\.$/
		]
	])('%j is refused with a sentence that tells no secret', (written, sentence) => {
		const path = fileOf(written);
		let message = '';
		try {
			readIssuers(path);
		} catch (error) {
			message = (error as Error).message;
		}
		expect(message).toMatch(sentence);
		expect(message).not.toContain('hidden');
	});

	it('that is wrong ends the start of the portal with one sentence', async () => {
		const path = fileOf([{ ...orcid, scope: 'email' }]);
		const environment = { LOOKBACK_ISSUERS: path, LOOKBACK_DATA: testFolder(), LOOKBACK_PORT: '0' };
		const { code, stderr } = await ended(runLookback(['serve'], environment));
		expect(code).toBe(2);
		expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('wants openid among its scopes')]);
	});
});

describe('the name of an identity', () => {
	it.each([
		['0000-0002-1825-0097', '0000-0002-1825-0097@orcid.org'],
		['ada.lovelace+1@example.org', 'ada.lovelace+1@example.org@orcid.org'],
		// the first 32 digits of what sha256sum says
		['http://cilogon.org/serverA/users/1', 'be78629e04d54e349bdb078fbcb5d0dd@orcid.org']
	])('of %s is %s', (subject, name) => {
		expect(nameOf(identity(subject))).toBe(name);
	});

	it('can stand for a person, and is never that of another identity', () => {
		const host = fc.constantFrom('orcid.org', 'a'.repeat(67), 'login.example.org');
		const subject = fc.oneof(
			fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }),
			fc.stringMatching(/^[\w.@+-]{1,90}$/)
		);
		const both = fc.record({ subject, host });
		fc.assert(
			fc.property(both, both, (one, another) => {
				const isSame = one.subject === another.subject && one.host === another.host;
				expect(isPersonName(nameOf(one))).toBe(true);
				expect(nameOf(one) === nameOf(another)).toBe(isSame);
				// somebody called what the name of another begins with
				const follower = { subject: nameOf(one).slice(0, -one.host.length - 1), host: one.host };
				expect(nameOf(follower) === nameOf(one)).toBe(follower.subject === one.subject);
			})
		);
	});
});

describe('an identity', () => {
	let database: Database;
	beforeAll(async () => {
		database = openDatabase(await testDatabase(), { max: 8, role: 'lookback_app' });
	});
	afterAll(() => database.close());

	const accounts = (name: string) => database.sql`select person from account where person = ${name}`;
	const come = (subject: string, host?: string) =>
		personOf(database, issuer, identity(subject, host), '192.0.2.1', now);

	it('that comes for the first time through many doors at once makes one account', async () => {
		const persons = await Promise.all(Array.from({ length: 12 }, () => come('many')));
		expect(new Set(persons)).toEqual(new Set(['many@orcid.org']));
		expect(await accounts('many@orcid.org')).toHaveLength(1);
		const made = await listAudit(database, { before: 1000n, person: 'many@orcid.org', limit: 100 });
		expect(made.map(({ act, detail, address }) => [act, detail, address])).toEqual([
			['account-made', 'issuer ORCID', '192.0.2.1']
		]);
	});

	it('that is linked while it first comes is one or the other, and never in between', async () => {
		await makeAccount(database, { person: 'gail', password: null }, by, now);
		const [came, linked] = await Promise.allSettled([
			come('gail'),
			linkIdentity(database, 'gail', issuer, identity('gail'), by, now)
		]);
		const person = linked.status === 'fulfilled' ? 'gail' : 'gail@orcid.org';
		expect(came).toMatchObject({ status: 'fulfilled', value: person });
		expect(await come('gail')).toBe(person);
		expect(await accounts('gail@orcid.org')).toHaveLength(person === 'gail' ? 0 : 1);
	});

	it('gets no account that bears its name and is of another', async () => {
		expect(await come('hugh')).toBe('hugh@orcid.org');
		const impostor = { ...identity('hugh'), issuer: 'https://orcid.org/another' };
		await expect(personOf(database, issuer, impostor, '192.0.2.1', now)).rejects.toThrow(
			/is not of this identity/
		);
		expect(await accounts('hugh@orcid.org')).toHaveLength(1);
	});

	it('can have a name that no account of here can be given', async () => {
		const wish = { person: 'ida@orcid.org', password: null };
		await expect(makeAccount(database, wish, by, now)).rejects.toThrow(
			/must not have an @.*'ida@orcid\.org'/
		);
		expect(await come('ida')).toBe('ida@orcid.org');
	});

	it('is linked once', async () => {
		await makeAccount(database, { person: 'jo', password: null }, by, now);
		await linkIdentity(database, 'jo', issuer, identity('jo'), by, now);
		await expect(linkIdentity(database, 'gail', issuer, identity('jo'), by, now)).rejects.toThrow(
			/signs in to an account already/
		);
		expect(await come('jo')).toBe('jo');
	});
});
