import { beforeAll, describe, expect, test } from 'vitest';
import { contextOf } from '#lib/api/context.server.ts';
import { readHindsight, readObject, readTold, type Question } from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { present } from '../support/archive.ts';
import { testDatabase } from '../support/database.ts';
import { invented, recordInvented } from '../support/invented-object.ts';

const { survey, objectId, before, later } = invented;
let database: Database;

beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 4, role: 'lookback_app' });
	await recordInvented(database);
	return () => database.close();
});

function ask(known: string | undefined, asSeenBy?: string): Promise<Question> {
	const archive = { database, store: undefined as never, software: undefined as never };
	return contextOf(() => archive, { authorization: null, session: null }, present).question({
		known,
		asSeenBy
	});
}

describe('hindsight', () => {
	const since = async (known: string) => {
		const question = await ask(known);
		const { object, photometry } = await readObject(question, survey, objectId);
		return readHindsight(question, object, photometry, (await ask(undefined)).basis);
	};

	test('tells what was added, revised and withdrawn since, each with its values', async () => {
		const { added, revised, withdrawn } = await since(before);
		expect(added.map(({ measurement }) => measurement)).toEqual([84n, 85n, 86n, 87n]);
		expect(revised.map(({ before, after }) => [before.mag, after.mag])).toEqual([[18.4, 18.9]]);
		expect(withdrawn.map(({ measurement }) => measurement)).toEqual([37n]);
	});

	test('is empty where nothing became known since', async () => {
		expect(await since(later)).toMatchObject({ added: [], revised: [], withdrawn: [] });
	});

	test('shows nothing of a collection the reader may not see', async () => {
		const question = await ask(before);
		const { object, photometry } = await readObject(question, survey, objectId);
		const blind = { ...question, viewer: { ...question.viewer, collections: [] } };
		const { added, revised } = await readHindsight(blind, object, photometry, (await ask(undefined)).basis);
		expect([added, revised]).toEqual([[], []]);
	});
});

describe('what became known when', () => {
	test('comes newest first, counted, with what was revised and withdrawn', async () => {
		const { moments } = await readTold(await ask(undefined), survey, objectId, 2);
		expect(formatInstant(moments[0]!.knownAt)).toBe(later);
		expect(moments[0]!.facts).toMatchObject([
			{ what: 'detection', count: 5, revised: 1 },
			{ what: 'withdrawn', count: 1, value: 'a ghost of a bright star' }
		]);
		expect(moments).toHaveLength(2);
		expect(moments[0]!.knownAt).toBeGreaterThan(moments[1]!.knownAt);
	});

	test('counts every moment, and none that the basis does not know yet', async () => {
		const now = await readTold(await ask(undefined), survey, objectId, 3);
		const then = await readTold(await ask(before), survey, objectId, 3);
		expect(now.total).toBe(then.total + 1);
		expect(then.moments[0]!.knownAt).toBeLessThanOrEqual(parseInstant(before));
	});

	test('names what was said, by whom', async () => {
		const { moments } = await readTold(await ask(before), survey, objectId, 100);
		const said = moments.flatMap(({ facts }) => facts).filter(({ what }) => what === 'statement');
		expect(said).toContainEqual(
			expect.objectContaining({ agent: 'tns', property: 'class', value: 'SN Ia', revised: 0 })
		);
	});

	test('is nothing of an object that nobody knows', async () => {
		expect(await readTold(await ask(undefined), survey, 'nothing', 3)).toEqual({ moments: [], total: 0 });
	});
});
