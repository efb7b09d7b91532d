import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { instantFromPostgres } from '#lib/db/instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { testDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 1 });
	return () => database.close();
});

test('an instant comes back from the database as it went in, to the microsecond', () =>
	fc.assert(
		fc.asyncProperty(
			fc.integer({ min: -8_500_000_000_000_000, max: 9_000_000_000_000_000 }),
			async (microseconds) => {
				const at = microseconds as Instant;
				const [back] = await database.sql<{ at: Instant }[]>`select ${at}::timestamptz as at`;
				expect(back!.at).toBe(at);
			}
		),
		{ numRuns: 200 }
	));

test.each([
	['1970-01-01 00:00:00+00', 0],
	['1969-12-31 23:59:59.5+00', -500_000],
	['0044-03-15 12:00:00+00', Date.parse('0044-03-15T12:00:00Z') * 1000],
	['infinity', Infinity],
	['-infinity', -Infinity]
])('%s is read', (text, microseconds) => {
	expect(instantFromPostgres(text)).toBe(microseconds);
});
