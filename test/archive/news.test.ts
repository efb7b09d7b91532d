import { beforeAll, describe, expect, test } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import {
	newestMaps,
	newestNotices,
	newestStatements,
	readRecentSky,
	resolveBasis,
	searchObjects,
	type Question
} from '#lib/archive/index.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';

let archive: SmallArchive;

async function asKnown(known: string | null): Promise<Question> {
	const { database } = archive;
	const basis = await resolveBasis(database, { known }, present);
	return { database, basis, viewer: await localViewer(database) };
}

beforeAll(async () => {
	archive = await smallArchive();
	const facts = new FactSet();
	const say = (subject: string, property: string, agent: string, value: string, at: string) =>
		facts.add('statement', {
			subject,
			property,
			qualifier: '',
			agent,
			software: null,
			value_text: value,
			value_number: null,
			unit: null,
			detail: null,
			collection: 'gcn.public',
			known_at: parseInstant(at),
			known_from: 'stated',
			version: BigInt(value.length),
			packet: null
		});
	const { objects } = await readRecentSky(await asKnown(null), 1000);
	const [one, other] = objects.map(({ survey, object_id }) => `objects/${survey}/${object_id}`);
	say(one!, 'class', 'tns', 'SN Ia', '2021-09-10');
	say(one!, 'class', 'fink', 'Nova', '2021-09-11');
	say(other!, 'class', 'fink', 'SN Ia', '2021-09-12');
	say(other!, 'probability', 'fink', '0.7', '2021-09-13');
	await record(archive.database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
});

describe('the sky of the newest alerts', () => {
	test('holds nothing that became known later than the basis, and the newest first', async () => {
		const at = parseInstant('2021-09-05T00:00:00Z');
		const sky = await readRecentSky(await asKnown('2021-09-05T00:00:00Z'), 1000);
		const times = sky.objects.map(({ last_known_at }) => last_known_at);
		expect(times.length).toBeGreaterThan(3);
		expect(Math.max(...times)).toBeLessThanOrEqual(at);
		expect([...times].sort((a, b) => b - a)).toEqual(times);
		expect(new Set(sky.objects.map(({ object_id }) => object_id)).size).toBe(sky.objects.length);
	});

	test('goes back through so many alerts, says since when, and that there are older ones', async () => {
		const question = await asKnown('2021-09-05T00:00:00Z');
		const [all, few] = [await readRecentSky(question, 1000), await readRecentSky(question, 5)];
		expect(all.hasOlder).toBe(false);
		expect(few).toMatchObject({ alerts: 5, hasOlder: true });
		expect(few.since! > all.since!).toBe(true);
		expect(few.objects.map((one) => one.object_id)).toEqual(
			all.objects.slice(0, few.objects.length).map((one) => one.object_id)
		);
	});

	test('calls an object new only where nothing of it was known before', async () => {
		const question = await asKnown('2021-09-06T00:00:00Z');
		const few = await readRecentSky(question, 10);
		const { objects } = await searchObjects(question, { limit: 1000 });
		const first = new Map(objects.map((one) => [one.object_id, one.first_known_at!]));
		expect(few.objects.some(({ is_new }) => !is_new)).toBe(true);
		for (const { object_id, is_new } of few.objects)
			if (is_new) expect(first.get(object_id)).toBeGreaterThanOrEqual(few.since!);
		expect((await readRecentSky(question, 1000)).objects.every(({ is_new }) => is_new)).toBe(true);
	});

	test('is of alerts in force alone: not of what was told otherwise since, nor of what was withdrawn', async () => {
		const before = await readRecentSky(await asKnown(null), 1000);
		const [{ alert_id, version, survey, known_at }] = await archive.database.sql<
			[{ alert_id: bigint; version: bigint; survey: string; known_at: Instant }]
		>`select alert_id, version, survey, known_at from alert order by known_at desc limit 1`;
		const facts = new FactSet();
		facts.add('withdrawal', {
			relation: 'alert',
			survey,
			target: alert_id,
			target_version: version,
			withdrawn: true,
			reason: 'a test',
			collection: 'ztf.public',
			known_at,
			known_from: 'stated',
			version: 0n,
			packet: null
		});
		await record(archive.database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
		const question = await asKnown(null);
		const sky = await readRecentSky(question, 1000);
		expect(sky.alerts).toBe(before.alerts - 1);
		const { objects } = await searchObjects(question, { limit: 1000 });
		const told = (all: readonly { object_id: string; last_known_at: Instant | null }[]) =>
			new Map(all.map(({ object_id, last_known_at }) => [object_id, last_known_at]));
		expect(told(sky.objects)).toEqual(told(objects.filter(({ alerts }) => alerts > 0)));
		expect(objects.reduce((sum, { alerts }) => sum + alerts, 0)).toBe(sky.alerts);
	});

	test('is empty before anything was known', async () => {
		expect(await readRecentSky(await asKnown('2020-01-01'), 100)).toEqual({
			objects: [],
			alerts: 0,
			since: null,
			hasOlder: false
		});
	});
});

describe('the news', () => {
	test('of notices is as known at the moment, the newest first', async () => {
		const kinds = async (known: string) =>
			(await newestNotices(await asKnown(known), 3)).map(({ event, kind }) => `${event} ${kind}`);
		expect((await kinds('2021-09-21T17:40:00Z'))[0]).toBe('S210921zz retraction');
		expect((await kinds('2021-09-21T17:30:00Z'))[0]).toBe('S210921zz preliminary');
	});

	test('of statements is of what people name things by, not of every probability', async () => {
		const said = await newestStatements(await asKnown(null), 10);
		expect(said.map(({ agent, value_text }) => `${agent} ${value_text}`)).toEqual([
			'fink SN Ia',
			'fink Nova',
			'tns SN Ia'
		]);
		expect(await newestStatements(await asKnown('2021-09-10T12:00:00Z'), 10)).toHaveLength(1);
	});

	test('of maps is one an event, and not of a retracted one', async () => {
		const names = async (known: string) =>
			(await newestMaps(await asKnown(known), 5)).map(({ event, name }) => `${event} ${name}`);
		const early = await names('2021-09-14T07:00:00Z');
		const late = await names('2021-09-30T00:00:00Z');
		expect(early).toHaveLength(1);
		expect(early[0]).toContain('S210914zz');
		expect(late).toHaveLength(1);
		expect(late).not.toEqual(early);
		expect(await names('2000-01-01T00:00:00Z')).toEqual([]);
	});
});

test.each([
	[{ class: 'SN Ia' }, 2],
	[{ class: 'SN Ia', classBy: 'tns' }, 1],
	[{ classBy: 'fink' }, 2],
	[{ class: 'Nova', classBy: 'tns' }, 0]
])('objects classed %j are found by whose word it is', async (search, count) => {
	const { objects } = await searchObjects(await asKnown(null), { ...search, limit: 10 });
	expect(objects).toHaveLength(count);
});
