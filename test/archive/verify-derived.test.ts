import { afterAll, beforeAll, expect, it } from 'vitest';
import { verify } from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';

let archive: SmallArchive;
let owner: Database;
beforeAll(async () => {
	archive = await smallArchive();
	owner = openDatabase(archive.url, { max: 1 });
});
afterAll(() => owner?.close());

const found = async () => (await verify(archive.database, archive.store)).findings.map(({ what }) => what);

it.each([
	['locator', `set object_id = 'ZTF99forged'`, 'is not as facts make it for'],
	['object', 'set hpx = hpx + 1', 'is not as facts make it for'],
	['object_known', `set known_at = known_at + interval '1 second'`, 'is not as facts make it for'],
	['packet_tally', 'set packets = packets + 1', 'is not as facts make it for'],
	['batch_reach', 'set hpx_to = hpx_from', 'is not as facts make it for']
])(
	'names a row of the derived %s of which a field was changed, and one that is gone',
	async (table, change, words) => {
		const { sql } = owner;
		const one = `(select ctid from ${table} order by ctid limit 1)`;
		await sql.unsafe(`create table kept as select * from ${table}`);
		const restore = () => sql.unsafe(`truncate ${table}; insert into ${table} select * from kept`);

		await sql.unsafe(`update ${table} ${change} where ctid in ${one}`);
		expect((await found())[0]).toMatch(new RegExp(`^${table}, which is derived, ${words} \\S+$`));
		await restore();
		await sql.unsafe(`delete from ${table} where ctid in ${one}`);
		expect((await found())[0]).toMatch(
			new RegExp(`^${table}, which is derived, lacks what facts make for \\S+$`)
		);
		await restore();
		expect(await found()).toEqual([]);
		await sql`drop table kept`;
	}
);

it.each([
	['booking', `('b0', 1, 'palomar-48/p48', null)`, 'b0'],
	['alert_restatement', `('ztf', 1, 2, 'ztf.public', now(), now(), 1)`, 'ztf/1']
])('names a row of %s that no facts make', async (table, row, name) => {
	await owner.sql.unsafe(`insert into ${table} values ${row}`);
	expect(await found()).toEqual([`${table}, which is derived, is not as facts make it for ${name}`]);
	await owner.sql.unsafe(`delete from ${table}`);
});

it('tells of altered facts alone, from which nothing can be derived', async () => {
	await owner.sql`update alert set object_id = 'ZTF99forged' where (batch, fact) in (select batch, fact from alert limit 1)`;
	for (const what of await found()) expect(what).toMatch(/^alert .* was changed since it was recorded$/);
	expect(await found()).toHaveLength(1);
});
