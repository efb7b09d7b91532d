import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import * as archive from '#lib/db/schema.ts';
import * as people from '#lib/db/schema-of-people.ts';
import { testDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 2 });
});
afterAll(() => database?.close());

const tables = Object.values({ ...archive, ...people }).flatMap((one: unknown) =>
	is(one, PgTable) ? [one] : []
);

it('the tables are what their description for programs says, column by column', async () => {
	expect(tables.length).toBeGreaterThan(10);
	for (const table of tables) {
		const { name, columns } = getTableConfig(table);
		const actual = await database.sql<{ name: string; type: string; required: boolean }[]>`
			select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required
			from pg_attribute
			where attrelid = ${name}::regclass and attnum > 0 and not attisdropped
			order by attnum`;
		const described = columns.map((column) => ({
			name: column.name,
			type: column.getSQLType(),
			required: column.notNull || column.primary
		}));
		expect({ name, columns: [...actual] }).toEqual({ name, columns: described });
	}
});

it('migrating again changes nothing, and a database of a newer Lookback is refused', async () => {
	await migrate(database.url);
	await database.sql`insert into migration (name, sha256) values ('9999_future.sql', 'x')`;
	await expect(migrate(database.url)).rejects.toThrow(/already has the migration 9999_future\.sql/);
});

it('the as-of functions are inlined, so that filters and indexes go through them', async () => {
	const args = `now(), 1, array['a'], array['b'], array[now()]`;
	for (const [query, index] of [
		[`select * from alert_as_of(${args}) where hpx between 1 and 2`, /alert_telling/],
		[`select * from photometry_as_of(${args}) where hpx = 1 and object_id = 'x'`, /photometry_telling/],
		[`select * from statement_as_of(${args}) where subject = 'x'`, /statement_pkey/],
		[`select * from notice_as_of(${args}) where event = 'x'`, /notice_event/],
		[`select * from localization_as_of(${args}) where event = 'x'`, /localization_event/],
		[`select * from alert_as_of(${args}) order by known_at desc, alert_id desc limit 5`, /alert_newest/],
		[`select * from notice_as_of(${args}) order by known_at desc limit 5`, /notice_known_at/],
		[`select * from localization_as_of(${args}) order by known_at desc limit 5`, /localization_known_at/],
		[
			`select * from statement_as_of(${args}) where property in ('class', 'identity', 'name', 'redshift')
				order by known_at desc, subject desc limit 5`,
			/statement_news/
		]
	] as const) {
		const plan = await database.sql.begin(async (sql) => {
			// the tables are empty: everything costs nothing
			await sql`set local enable_seqscan = off`;
			await sql`set local enable_sort = off`;
			return sql.unsafe<{ 'QUERY PLAN': string }[]>(`explain ${query}`);
		});
		const text = plan.map((row) => row['QUERY PLAN']).join('\n');
		expect(text).not.toMatch(/Function Scan/);
		if (!/Result.*\n.*One-Time Filter: false/.test(text)) expect(text).toMatch(index);
	}
});
