import { beforeAll, describe, expect, it } from 'vitest';
import { setDisabled, setPassword } from '#lib/access/people/accounts.server.ts';
import { followLink, makeLink } from '#lib/access/people/links.server.ts';
import { listSessions, openSession } from '#lib/access/people/sessions.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { account, by, day, emptyDatabase, later, now } from './people.ts';

let database: Database;
beforeAll(async () => {
	({ database } = await emptyDatabase());
	await account(database, 'ada', null);
	await account(database, 'ben', null);
});

/** Signs in by a link; the answer is who. */
async function useLink(secret: string, at: Instant): Promise<string | null> {
	const { person, stillHolds } = await followLink(database, secret, at);
	await openSession(database, person, 'link', null, at, stillHolds);
	return person;
}
const refused = { kind: 'unauthenticated', code: 'access/bad-link' };

describe('a link', () => {
	it.each(['ada', null])('signs %s in once', async (person) => {
		const secret = await makeLink(database, person, by, now);
		expect(await useLink(secret, later(1))).toBe(person);
		await expect(useLink(secret, later(1))).rejects.toMatchObject(refused);
	});

	it('signs in once of ten who use it at the same moment', async () => {
		const secret = await makeLink(database, 'ada', by, now);
		const used = await Promise.allSettled(Array.from({ length: 10 }, () => useLink(secret, now)));
		expect(used.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	it('ends after a day', async () => {
		const secret = await makeLink(database, 'ada', by, now);
		await expect(useLink(secret, later(day))).rejects.toMatchObject(refused);
		expect(await useLink(secret, later(day - 1))).toBe('ada');
	});

	it('ends with the next one of the same person, and with no one else’s', async () => {
		const first = await makeLink(database, 'ada', by, now);
		const bens = await makeLink(database, 'ben', by, now);
		const archives = await makeLink(database, null, by, now);
		const second = await makeLink(database, 'ada', by, now);
		await expect(useLink(first, now)).rejects.toMatchObject(refused);
		expect(await useLink(second, now)).toBe('ada');
		expect(await useLink(bens, now)).toBe('ben');
		expect(await useLink(archives, now)).toBe(null);
	});

	it('ends with a new password, and with its account', async () => {
		const first = await makeLink(database, 'ada', by, now);
		await setPassword(database, 'ada', 'quite another lantern of rivers', by, now);
		await expect(useLink(first, now)).rejects.toMatchObject(refused);
		const second = await makeLink(database, 'ada', by, now);
		await setDisabled(database, 'ada', true, by, now);
		await expect(useLink(second, now)).rejects.toMatchObject(refused);
		await setDisabled(database, 'ada', false, by, now);
		await expect(useLink(second, now)).rejects.toMatchObject(refused);
	});

	it('is used up by the session that it opens, and not before', async () => {
		const secret = await makeLink(database, 'ada', by, now);
		await followLink(database, secret, now);
		expect(await useLink(secret, now)).toBe('ada');
	});

	it('lets nobody in who followed it before a new password was set', async () => {
		const secret = await makeLink(database, 'ada', by, now);
		const { person, stillHolds } = await followLink(database, secret, now);
		await setPassword(database, 'ada', 'one more lantern of rivers', by, now);
		await expect(openSession(database, person, 'link', null, now, stillHolds)).rejects.toMatchObject({
			kind: 'unauthenticated',
			code: 'access/sign-in-ended'
		});
		expect(await listSessions(database, 'ada', '', now)).toEqual([]);
	});

	it('is made for nobody without an open account', async () => {
		await setDisabled(database, 'ben', true, by, now);
		for (const person of ['nobody', 'ben'])
			await expect(makeLink(database, person, by, now)).rejects.toMatchObject({
				kind: 'not-found',
				code: 'access/unknown-account'
			});
	});

	it('is kept by its digest alone, and anything else is none', async () => {
		const secret = await makeLink(database, null, by, now);
		expect(JSON.stringify(await database.sql`select * from link`)).not.toContain(secret);
		for (const junk of ['', '\0', secret.toLowerCase(), `${secret} `])
			await expect(useLink(junk, now)).rejects.toMatchObject(refused);
	});
});
