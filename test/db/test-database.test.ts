import postgres from 'postgres';
import { beforeAll, expect, test } from 'vitest';
import { socketHost } from '#lib/db/url.ts';
import { testDatabase } from '../support/database.ts';

let first: string;
let second: string;
beforeAll(async () => {
	[first, second] = await Promise.all([testDatabase(), testDatabase()]);
});

test('a test database is migrated, and none sees what another holds', async () => {
	const [one, two] = [first, second].map((url) => postgres(url, socketHost(url)));
	try {
		await one!`create table mine (n integer)`;
		expect(await two!`select to_regclass('mine') as mine`).toEqual([{ mine: null }]);
		expect(await two!`select count(*)::int as n from migration`).not.toEqual([{ n: 0 }]);
	} finally {
		await Promise.all([one!.end(), two!.end()]);
	}
});
