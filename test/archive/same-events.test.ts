import { afterAll, beforeAll, expect, test } from 'vitest';
import { sameEvents, type Question } from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { newestOfAll, record } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { testDatabase } from '../support/database.ts';

let database: Database;
let question: Question;
beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 2, role: 'lookback_app' });
	const basis = { knownAt: 9 as Instant, batch: newestOfAll, pinned: true, isNow: false };
	const viewer = {
		...{ kind: 'public' as const, name: 'reader', roles: new Map(), isAdministrator: false, mayWrite: false },
		...{ collections: ['public'], opening: new Map(), widensAt: null }
	};
	question = { database, viewer, basis };
});
afterAll(() => database.close());

/** Says at `at` that `one` is `other`. */
async function say(pairs: readonly (readonly [string, string])[], at: number): Promise<void> {
	const facts = new FactSet();
	for (const [one, other] of pairs)
		facts.add('statement', {
			...{ subject: `events/${one}`, property: 'identity', qualifier: other, agent: 'test', software: null },
			...{
				value_text: `events/${other}`,
				value_number: null,
				unit: null,
				detail: null,
				collection: 'public'
			},
			...{ known_at: at as Instant, known_from: 'stated', version: 1n, packet: null }
		});
	await record(database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
}

test('an event has all names that statements lead to from either side, however many, and none that is said later', async () => {
	const many = Array.from({ length: 120 }, (_, k) => `M${k}`);
	await say([['A', 'B'], ['C', 'B'], ...many.map((name) => [name, 'C'] as const)], 5);
	await say([['B', 'Later']], 10);
	await say([['X', 'Y']], 5);
	expect((await sameEvents(question, 'A')).sort()).toEqual(['A', 'B', 'C', ...many].sort());
	expect(await sameEvents(question, 'alone')).toEqual(['alone']);
});

test('an event that is tied to more than a thousand others is refused, not cut', async () => {
	await say(
		Array.from({ length: 1001 }, (_, k) => ['Hub', `H${k}`] as const),
		5
	);
	await expect(sameEvents(question, 'H7')).rejects.toMatchObject({ code: 'archive/too-many-names' });
});
