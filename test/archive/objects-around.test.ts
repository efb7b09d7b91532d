import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	objectsAround,
	resolveBasis,
	smallCone,
	smallPartOf,
	type Question
} from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import { hpx29 } from '#lib/sky/healpix.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { cellAreaSr } from '#lib/sky/skymap.ts';
import type { Instant } from '#lib/sky/time.ts';
import { testDatabase } from '../support/database.ts';

const day = (count: number) => (parseInstant('2019-04-25T00:00:00Z') + count * 86_400e6) as Instant;
const eventAt = day(0);
const now = day(100);

let database: Database;
beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 2, role: 'lookback_app' });
	const facts = new FactSet();
	let alertId = 0n;
	const tell = (objectId: string, raDeg: number, seenDay: number, collection = 's.public') => {
		const hpx = hpx29(raDeg, 2);
		facts.add('alert', {
			survey: 's',
			alert_id: ++alertId,
			object_id: objectId,
			hpx,
			ra_deg: raDeg,
			dec_deg: 2,
			observed_at: day(seenDay),
			exposure_sec: 30,
			band: 'g',
			mag: 18,
			mag_err: 0.1,
			limiting_mag: null,
			flux_njy: null,
			flux_err_njy: null,
			is_positive: true,
			real_bogus: null,
			record: 0,
			collection,
			known_at: day(seenDay + 0.1),
			known_from: 'stated',
			version: alertId,
			packet: null
		});
		return database.sql`insert into object (survey, object_id, hpx) values ('s', ${objectId}, ${hpx})`;
	};
	await tell('old', 150, -30);
	await tell('older', 150.01, -300);
	await tell('young', 150.02, 1);
	await tell('younger', 150.03, 2);
	await tell('elsewhere', 160, 1);
	await tell('hidden', 150.04, 1, 's.partnership');
	await record(database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
});
afterAll(() => database.close());

async function question(known: string | null = null, collections = ['s.public']): Promise<Question> {
	const basis = await resolveBasis(database, known ? { known } : {}, now);
	return { database, basis, viewer: { collections, opening: new Map() } as unknown as Question['viewer'] };
}
const names = async (asked: Question, limit = 20) =>
	(await objectsAround(asked, smallCone(150, 2, 1)!, eventAt, limit)).objects.map((one) => one.object_id);

test('objects first known after the event come first, in that order, then the others from the latest', async () => {
	expect(await names(await question())).toEqual(['young', 'younger', 'old', 'older']);
});

test('what was not known yet, and what the viewer may not see, is not among them', async () => {
	expect(await names(await question('2019-04-26T12:00:00Z'))).toEqual(['young', 'old', 'older']);
	expect(await names(await question('2019-04-25T00:00:00Z'))).toEqual(['old', 'older']);
	expect(await names(await question(null, ['s.public', 's.partnership']))).toContain('hidden');
});

test('says when there are more than it shows', async () => {
	const [some, all] = await Promise.all([
		objectsAround(await question(), smallCone(150, 2, 1)!, eventAt, 2),
		objectsAround(await question(), smallCone(150, 2, 1)!, eventAt, 20)
	]);
	expect([some.objects.length, some.isMore, some.isCut]).toEqual([2, true, false]);
	expect([all.objects.length, all.isMore, all.isCut]).toEqual([4, false, false]);
});

test('of a wide map only the densest part is searched, and of a wide circle nothing', () => {
	// 12 cells of 3,438 square degrees
	const pixels = Float64Array.from({ length: 12 }, (_, i) => i);
	const even = {
		order: new Uint8Array(12),
		pixel: pixels,
		density: pixels.map(() => 1 / 12 / cellAreaSr[0]!)
	};
	expect(smallPartOf(even).level).toBe(0.01);
	const narrow = {
		order: Uint8Array.of(6),
		pixel: Float64Array.of(5),
		density: Float64Array.of(1 / cellAreaSr[6]!)
	};
	expect(smallPartOf(narrow).level).toBe(0.9);
	expect(smallCone(150, 2, 30)).toBeNull();
});
