import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSeenBy, localViewer } from '#lib/access/viewer.server.ts';
import { setPolicy } from '#lib/access/policies.server.ts';
import { objectsInReach, tellingsOfObjects } from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { itemsAt } from '#lib/versioning/backtest/items.server.ts';
import { factsOf } from '#lib/versioning/backtest/object-facts.ts';
import { openingsOf } from '#lib/versioning/backtest/openings.server.ts';
import { changingSight } from '#lib/versioning/backtest/sight.ts';
import { knownView } from '#lib/versioning/backtest/view.ts';
import { walkedInput } from '#lib/versioning/backtest/walked.server.ts';
import { readInputs } from '#lib/versioning/inputs/index.server.ts';
import { manifestSchema } from '#lib/versioning/manifest.ts';
import { testDatabase } from '../../support/database.ts';
import { at, history, tellHistories } from './histories.ts';

const historiesPerRun = 40;

let database: Database;
beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 4, role: 'lookback_app' });
	const decide = (name: string, policy: 'public' | 'group' | 'public-from' | 'public-after', hours: number) =>
		setPolicy(
			database,
			{
				name,
				owner: name[0]!,
				policy,
				publicFrom: policy === 'public-from' ? at(5) : null,
				publicAfterMonths: policy === 'public-after' ? 1 : null,
				title: name,
				knownAt: at(hours)
			},
			'test',
			at(1000)
		);
	await decide('a.open', 'public', 0);
	await decide('b.closed', 'group', 0);
	await decide('b.closed', 'public', 4);
	await decide('c.other', 'public-from', 2);
	await decide('c.other', 'group', 7);
	await decide('d.later', 'public-after', 3);
});
afterAll(async () => {
	await database?.close();
});

function codeOf(input: object) {
	const manifest = manifestSchema.parse({
		name: 'looker',
		title: 'Looks',
		runtime: { kind: 'js', module: 'main.js' },
		inputs: { seen: input },
		each: 'seen',
		emits: { selections: true }
	});
	return { name: 'looker', commit: '0'.repeat(40), folder: '/nowhere', manifest };
}

const inputs = [
	{ of: 'objects', with: ['alerts', 'photometry', 'statements'] },
	{ of: 'objects', with: ['statements'], where: { class: '2' } },
	{ of: 'objects', with: [], where: { ra: 10, dec: 20, radius_arcsec: 5 } },
	{ of: 'alerts', where: { class_by: 'a' } }
];

it('a step gives an analysis, to the byte, what its inputs would be at that basis for its audience of then', async () => {
	let told = 0;
	let compared = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(history, { minLength: historiesPerRun, maxLength: historiesPerRun }),
			fc.infiniteStream(fc.nat()),
			async (histories, numbers) => {
				const firstKey = told;
				told += historiesPerRun + 1;
				const newest = await tellHistories(database, histories, firstKey);
				const pick = (below: number) => numbers.next().value % below;
				const batch = newest - BigInt(pick(5));
				for (const audience of ['public', 'b']) {
					const openings = await openingsOf(database, batch, audience);
					const bound = { knownAt: at(1000), batch, collections: [...openings.keys()] };
					const objects = await objectsInReach(database, bound, { survey: null, region: null, name: null });
					const views = (await tellingsOfObjects(database, objects, bound)).map((one) =>
						knownView(factsOf(one, changingSight(openings)))
					);
					for (const input of inputs) {
						const code = codeOf(input);
						const walked = walkedInput(code.manifest, {});
						// a month after the epochs, when what opens after a month does
						const knownAt = at(pick(3) > 0 ? pick(10) : 30 * 24 - 4 + pick(8));
						const basis = { knownAt, batch, pinned: true, isNow: false };
						const viewer = await asSeenBy(database, await localViewer(database), audience, basis);
						const { each } = await readInputs({ database, basis, viewer }, code, {});
						const want = (await Array.fromAsync(each!)).map(
							({ key, value }) => `${key} ${JSON.stringify(value)}`
						);
						const got = views
							.flatMap((view) => itemsAt(view, knownAt, walked))
							.map(({ key, text }) => `${key} ${text()}`);
						expect(got.sort(), `${JSON.stringify(input)} to ${audience}`).toEqual(want.sort());
						compared += want.length;
					}
				}
			}
		),
		{ numRuns: 6, endOnFailure: true }
	);
	expect(compared).toBeGreaterThan(1000);
});
