import fc from 'fast-check';
import type { Database } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import { hpx29 } from '#lib/sky/healpix.ts';
import { instantFromMjdUtc } from '#lib/sky/time-scales.ts';
import type { Instant } from '#lib/sky/time.ts';

export const collections = ['a.open', 'b.closed', 'c.other', 'd.later'];
const hour = 3_600_000_000;
export const start = instantFromMjdUtc(58000);
export const at = (hours: number) => (start + hours * hour) as Instant;

const event = fc.record({
	batch: fc.integer({ min: 1, max: 5 }),
	version: fc.bigInt({ min: 1n, max: 3n }),
	hours: fc.integer({ min: 1, max: 8 }),
	collection: fc.constantFrom(...collections),
	/** What a version tells of brightness need not be the same in all tellings. */
	tenths: fc.integer({ min: 0, max: 2 }),
	what: fc.constantFrom('own', 'own', 'history', 'history', 'withdrawn', 'restored')
});
export type Event = (typeof event extends fc.Arbitrary<infer T> ? T : never) & object;
export const history = fc.array(event, { minLength: 1, maxLength: 9 });

/** A revision may give an alert or an identity to another object, and move an observation in time and in the sky. */
const objectOf = (key: number, version: bigint) => `o${version === 3n ? key + 1 : key}`;
const observedAt = (version: bigint) => at(-Number(version));
const positionOf = (version: bigint) => ({ ra_deg: version === 3n ? 10.5 : 10, dec_deg: 20 });
const placeOf = (version: bigint) => hpx29(positionOf(version).ra_deg, 20);

/** Records histories in batches; each is one alert, one measurement, a class and an identity of an object of its own. */
export async function tellHistories(
	database: Database,
	histories: readonly (readonly Event[])[],
	firstKey: number
) {
	const { sql } = database;
	for (let key = firstKey; key <= firstKey + histories.length; key++)
		await sql`insert into object (survey, object_id, hpx) values ('s', ${`o${key}`}, ${placeOf(0n)})`;
	let newest = 0n;
	for (let step = 1; step <= 5; step++) {
		const facts = new FactSet();
		histories.forEach((events, index) => {
			for (const one of events) if (one.batch === step) tell(facts, firstKey + index, one);
		});
		const sealed = await record(database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
		newest = sealed?.batch ?? newest;
	}
	return newest;
}

function tell(facts: FactSet, key: number, one: Event): void {
	const told = {
		collection: one.collection,
		known_at: at(one.hours),
		known_from: 'stated' as const,
		version: one.version,
		packet: null
	};
	if (one.what === 'withdrawn' || one.what === 'restored') {
		for (const relation of ['alert', 'photometry'])
			facts.add('withdrawal', {
				relation,
				survey: 's',
				target: BigInt(key),
				target_version: one.version,
				withdrawn: one.what === 'withdrawn',
				reason: 'because',
				...told
			});
		return;
	}
	const brightness = {
		observed_at: observedAt(one.version),
		exposure_sec: 30,
		band: 'g',
		mag: one.tenths === 0 ? null : 19 + one.tenths / 10,
		mag_err: 0.1,
		limiting_mag: null,
		flux_njy: null,
		flux_err_njy: null,
		is_positive: true,
		real_bogus: 0.9
	};
	const place = { hpx: placeOf(one.version), ...positionOf(one.version) };
	facts.add('alert', {
		survey: 's',
		alert_id: BigInt(key),
		object_id: objectOf(key, one.version),
		...place,
		...brightness,
		record: 0,
		...told
	});
	facts.add('photometry', {
		survey: 's',
		object_id: `o${key}`,
		measurement: BigInt(key),
		kind: 'detection',
		...place,
		hpx: placeOf(0n),
		...brightness,
		origin: one.what as 'own' | 'history',
		...told
	});
	const statement = {
		qualifier: '',
		agent: 'a',
		software: null,
		value_number: null,
		unit: null,
		detail: null
	};
	facts.add('statement', {
		subject: `objects/s/o${key}`,
		property: 'class',
		...statement,
		value_text: String(one.version),
		...told
	});
	facts.add('statement', {
		subject: `objects/t/t${key}`,
		property: 'identity',
		...statement,
		value_text: `objects/s/${objectOf(key, one.version)}`,
		...told
	});
}
