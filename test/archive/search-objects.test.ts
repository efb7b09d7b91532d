import { afterAll, beforeAll, expect, it } from 'vitest';
import { cone, readObject, resolveBasis, searchObjects, type Question } from '#lib/archive/index.server.ts';
import type { Rights } from '#lib/access/rights.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import { hpx29 } from '#lib/sky/healpix.ts';
import type { Instant } from '#lib/sky/time.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { testDatabase } from '../support/database.ts';

const [raDeg, decDeg] = [150, 2];
const observedAt = parseInstant('2019-03-01T04:00:00Z');
const now = parseInstant('2026-06-01T00:00:00Z');

let database: Database;
beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 2, role: 'lookback_app' });
	const hpx = hpx29(raDeg, decDeg);
	await database.sql`insert into object (survey, object_id, hpx) values ('s', 'half-open', ${hpx})`;
	const brightness = {
		observed_at: observedAt,
		exposure_sec: 30,
		band: 'g',
		mag: 18,
		mag_err: 0.1,
		limiting_mag: null,
		flux_njy: null,
		flux_err_njy: null,
		is_positive: true,
		real_bogus: null
	};
	const told = { known_at: now, known_from: 'stated', version: 1n, packet: null } as const;
	const facts = new FactSet();
	facts.add('alert', {
		survey: 's',
		alert_id: 1n,
		object_id: 'half-open',
		hpx,
		ra_deg: raDeg,
		dec_deg: decDeg,
		...brightness,
		record: 0,
		...told,
		collection: 's.partnership'
	});
	for (const [measurement, position] of [
		[1n, { ra_deg: raDeg, dec_deg: decDeg }],
		[2n, { ra_deg: null, dec_deg: null }]
	] as const) {
		facts.add('photometry', {
			survey: 's',
			object_id: 'half-open',
			measurement,
			kind: 'detection',
			hpx,
			...position,
			...brightness,
			origin: 'history',
			...told,
			collection: 's.public'
		});
	}
	await record(database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
});
afterAll(() => database.close());

async function asked(...collections: string[]): Promise<Question> {
	return askedOf({ collections });
}

async function askedOf(rights: Partial<Rights>): Promise<Question> {
	const viewer = {
		name: 'reader',
		collections: [],
		opening: new Map(),
		kind: 'person' as const,
		roles: new Map(),
		isAdministrator: false,
		widensAt: null,
		mayWrite: false,
		...rights
	};
	return { database, viewer, basis: await resolveBasis(database, {}, now) };
}

it('an object of which only measurements are visible is found where they are, with their position', async () => {
	const question = await asked('s.public');
	const { object } = await readObject(question, 's', 'half-open');
	expect(object).toMatchObject({ ra_deg: raDeg, dec_deg: decDeg, alerts: 0, first_observed_at: observedAt });
	for (const search of [{}, { region: cone(raDeg, decDeg + 0.001, 5) }, { survey: 's' }]) {
		const { objects } = await searchObjects(question, { ...search, limit: 10 });
		expect(objects).toEqual([expect.objectContaining(object)]);
	}
	const elsewhere = await searchObjects(question, { region: cone(raDeg, decDeg + 0.01, 5), limit: 10 });
	expect(elsewhere.objects).toEqual([]);
});

it('its alerts go first for whoever may see them', async () => {
	const question = await asked('s.public', 's.partnership');
	const { objects } = await searchObjects(question, { region: cone(raDeg, decDeg, 5), limit: 10 });
	expect(objects).toMatchObject([{ object_id: 'half-open', alerts: 1 }]);
});

it('alerts of a collection that is open up to an earlier epoch do not hide the measurements', async () => {
	for (const [openUntil, alerts] of [
		[observedAt - 1, 0],
		[observedAt, 1]
	] as const) {
		const opening = new Map([['s.partnership', openUntil as Instant]]);
		const question = await askedOf({ collections: ['s.public'], opening });
		const { objects } = await searchObjects(question, { region: cone(raDeg, decDeg, 5), limit: 10 });
		expect(objects).toMatchObject([{ object_id: 'half-open', alerts }]);
	}
});

it('an object of which nothing is open yet is in no list', async () => {
	const opening = new Map([['s.partnership', (observedAt - 1) as Instant]]);
	const { objects } = await searchObjects(await askedOf({ opening }), { limit: 10 });
	expect(objects).toEqual([]);
});

it('is not found by whoever may see nothing of it', async () => {
	const question = await asked('t.public');
	for (const region of [null, cone(raDeg, decDeg, 5)]) {
		expect((await searchObjects(question, { region, limit: 10 })).objects).toEqual([]);
	}
});

it('an alert that comes later takes its object out of no list of before', async () => {
	const place = {
		survey: 'l',
		object_id: 'later',
		hpx: hpx29(raDeg, decDeg),
		ra_deg: raDeg,
		dec_deg: decDeg
	};
	const { survey, object_id, hpx } = place;
	await database.sql`insert into object (survey, object_id, hpx) values (${survey}, ${object_id}, ${hpx})`;
	const told = { known_from: 'stated', version: 1n, packet: null, collection: 'l.public' } as const;
	const measured = {
		observed_at: observedAt,
		exposure_sec: 30,
		band: 'g',
		mag: 18,
		mag_err: 0.1,
		limiting_mag: null,
		flux_njy: null,
		flux_err_njy: null,
		is_positive: true,
		real_bogus: null
	};
	const entry = { actor: 'test', kind: 'test', note: '', segment: null };
	const history = new FactSet();
	const known_at = parseInstant('2019-03-02T00:00:00Z');
	const kinds = { measurement: 7n, kind: 'detection', origin: 'history' } as const;
	history.add('photometry', { ...place, ...measured, ...told, ...kinds, known_at });
	const sealed = await record(database, entry, history);
	const basis = await resolveBasis(database, { known: '2019-04-01', batch: String(sealed!.batch) }, now);
	const then = { ...(await asked('l.public')), basis };
	const found = () => searchObjects(then, { region: cone(raDeg, decDeg, 5), limit: 10 });
	const before = await found();
	expect(before.objects).toMatchObject([{ object_id: 'later', alerts: 0 }]);
	const alert = new FactSet();
	alert.add('alert', { ...place, alert_id: 7n, ...measured, record: 0, ...told, known_at: now });
	await record(database, entry, alert);
	expect(await found()).toEqual(before);
});
