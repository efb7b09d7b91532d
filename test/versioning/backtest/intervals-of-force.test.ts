import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { objectsInReach, readObject, tellingsOfObjects, type Question } from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { factsOf } from '#lib/versioning/backtest/object-facts.ts';
import { constantSight } from '#lib/versioning/backtest/sight.ts';
import { knownView } from '#lib/versioning/backtest/view.ts';
import { testDatabase } from '../../support/database.ts';
import { at, collections, history, tellHistories } from './histories.ts';

const historiesPerRun = 60;
const runs = 6;

let database: Database;
let compared = 0;
beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 4, role: 'lookback_app' });
});
afterAll(async () => {
	await database?.close();
});

it('intervals of force show at any moment the very rows that the archive answers as of it', async () => {
	let told = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(history, { minLength: historiesPerRun, maxLength: historiesPerRun }),
			fc.infiniteStream(fc.nat()),
			async (histories, numbers) => {
				const firstKey = told;
				told += historiesPerRun + 1;
				const newest = await tellHistories(database, histories, firstKey);
				const pick = (below: number) => numbers.next().value % below;
				for (let reader = 0; reader < 3; reader++) {
					const rights = {
						collections: collections.filter(() => pick(3) > 0),
						opening: new Map(
							collections.filter(() => reader > 0 && pick(2) > 0).map((name) => [name, at(pick(14) - 4)])
						)
					};
					const batch = newest - BigInt(pick(5));
					const bound = {
						knownAt: at(9),
						batch,
						collections: [...rights.collections, ...rights.opening.keys()]
					};
					const objects = await objectsInReach(database, bound, { survey: 's', region: null, name: null });
					const tellings = await tellingsOfObjects(database, objects, bound);
					const facts = tellings.map((one) => factsOf(one, constantSight(rights)));
					for (let step = 0; step < 3; step++) {
						const knownAt = at(pick(10));
						const question = {
							database,
							basis: { knownAt, batch, pinned: true, isNow: false },
							viewer: { ...rights, widensAt: null }
						} as unknown as Question;
						for (const object of facts.filter(({ objectId }) => Number(objectId.slice(1)) >= firstKey)) {
							const view = knownView(object);
							const rows = (all: typeof view.alerts | typeof view.photometry | typeof view.statements) =>
								all.filter((one) => one.isAt(knownAt)).map(({ row }) => row);
							const page = await readObject(question, 's', object.objectId).catch(() => ({
								alerts: [],
								photometry: [],
								statements: []
							}));
							const got = {
								alerts: rows(view.alerts),
								photometry: rows(view.photometry),
								statements: rows(view.statements)
							};
							const want = { alerts: page.alerts, photometry: page.photometry, statements: page.statements };
							compared += want.alerts.length + want.photometry.length + want.statements.length;
							expect(got, `${object.objectId} at ${knownAt}~${batch}`).toEqual(want);
						}
					}
				}
			}
		),
		{ numRuns: runs, endOnFailure: true }
	);
	expect(compared).toBeGreaterThan(1000);
});
