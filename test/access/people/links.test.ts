import { beforeAll, describe, expect, it } from 'vitest';
import { setDisabled, setPassword } from '#lib/access/people/accounts.server.ts';
import { makeLink, useLink } from '#lib/access/people/links.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { account, by, day, emptyDatabase, later, now } from './people.ts';

let database: Database;
beforeAll(async () => {
	({ database } = await emptyDatabase());
	await account(database, 'ada', null);
	await account(database, 'ben', null);
});

const refused = { kind: 'unauthenticated', code: 'access/bad-link' };

describe('a link', () => {
	it.each(['ada', null])('signs %s in once', async (person) => {
		const secret = await makeLink(database, person, by, now);
		expect(await useLink(database, secret, later(1))).toBe(person);
		await expect(useLink(database, secret, later(1))).rejects.toMatchObject(refused);
	});

	it('signs in once of ten who use it at the same moment', async () => {
		const secret = await makeLink(database, 'ada', by, now);
		const used = await Promise.allSettled(Array.from({ length: 10 }, () => useLink(database, secret, now)));
		expect(used.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	it('ends after a day', async () => {
		const secret = await makeLink(database, 'ada', by, now);
		await expect(useLink(database, secret, later(day))).rejects.toMatchObject(refused);
		expect(await useLink(database, secret, later(day - 1))).toBe('ada');
	});

	it('ends with the next one of the same person, and with no one else’s', async () => {
		const first = await makeLink(database, 'ada', by, now);
		const bens = await makeLink(database, 'ben', by, now);
		const archives = await makeLink(database, null, by, now);
		const second = await makeLink(database, 'ada', by, now);
		await expect(useLink(database, first, now)).rejects.toMatchObject(refused);
		expect(await useLink(database, second, now)).toBe('ada');
		expect(await useLink(database, bens, now)).toBe('ben');
		expect(await useLink(database, archives, now)).toBe(null);
	});

	it('ends with a new password, and with its account', async () => {
		const first = await makeLink(database, 'ada', by, now);
		await setPassword(database, 'ada', 'quite another lantern of rivers', by, now);
		await expect(useLink(database, first, now)).rejects.toMatchObject(refused);
		const second = await makeLink(database, 'ada', by, now);
		await setDisabled(database, 'ada', true, by, now);
		await expect(useLink(database, second, now)).rejects.toMatchObject(refused);
		await setDisabled(database, 'ada', false, by, now);
		await expect(useLink(database, second, now)).rejects.toMatchObject(refused);
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
			await expect(useLink(database, junk, now)).rejects.toMatchObject(refused);
	});
});
