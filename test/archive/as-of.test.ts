import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOfQuery } from '#lib/db/as-of-query.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { instantFromMjdUtc } from '#lib/sky/time-scales.ts';
import { testDatabase } from '../support/database.ts';
import { known, type Reader, type Telling, type Verdict } from './oracle.ts';

/** Histories told at the same moments in the same batches; each is a fact of its own. */
const historiesPerRun = 400;
const runs = 8;
const collections = ['open', 'closed', 'other'];
const hour = 3_600_000_000;
const start = instantFromMjdUtc(58000);
const at = (hours: number) => (start + hours * hour) as Instant;

const event = fc.record({
	batch: fc.integer({ min: 1, max: 7 }),
	version: fc.bigInt({ min: 1n, max: 3n }),
	hours: fc.integer({ min: 1, max: 8 }),
	collection: fc.constantFrom(...collections),
	what: fc.constantFrom('own', 'own', 'history', 'history', 'withdrawn', 'restored')
});
type Event = { batch: number; version: bigint; hours: number; collection: string; what: string };
const history = fc.array(event, { minLength: 1, maxLength: 9 });
const run = fc.array(history, { minLength: historiesPerRun, maxLength: historiesPerRun });

let database: Database;
beforeAll(async () => {
	database = openDatabase(await testDatabase(), { max: 4, role: 'lookback_app' });
});
afterAll(async () => {
	await database?.close();
});

const brightness = {
	observed_at: start,
	exposure_sec: 30,
	band: 'g',
	mag: 19.5,
	mag_err: 0.1,
	limiting_mag: 20.5,
	flux_njy: null,
	flux_err_njy: null,
	is_positive: true,
	real_bogus: 0.9
};

/** A revision also moves the alert across the sky: the place of one version must not hide or show another. */
const placeOf = (key: number, version: bigint) => BigInt(key) * 1_000_003n + version * (1n << 57n);

/** A revision may also move an observation in time. */
const observedAt = (version: bigint) => at(-Number(version));

async function tell(histories: readonly Event[][], firstKey: number) {
	const tellings: Telling[] = [];
	const verdicts: Verdict[] = [];
	for (let step = 1; step <= 7; step++) {
		const facts = new FactSet();
		const added: (Omit<Telling, 'batch'> | Omit<Verdict, 'batch'>)[] = [];
		histories.forEach((events, index) => {
			const key = firstKey + index;
			for (const one of events.filter((one) => one.batch === step)) {
				const told = {
					collection: one.collection,
					known_at: at(one.hours),
					known_from: 'stated' as const,
					version: one.version,
					packet: null
				};
				const common = {
					key,
					version: one.version,
					collection: one.collection,
					moment: observedAt(one.version),
					knownAt: at(one.hours)
				};
				if (one.what === 'own' || one.what === 'history') {
					added.push({ ...common, origin: one.what });
					const place = { hpx: placeOf(key, one.version), ra_deg: 10, dec_deg: 20 };
					facts.add('alert', {
						survey: 's',
						alert_id: BigInt(key),
						object_id: `o${key}`,
						...place,
						...brightness,
						observed_at: observedAt(one.version),
						record: one.what === 'own' ? 0 : 1,
						...told
					});
					facts.add('photometry', {
						survey: 's',
						object_id: `o${key}`,
						measurement: BigInt(key),
						kind: 'detection',
						...place,
						hpx: placeOf(key, 0n),
						...brightness,
						observed_at: observedAt(one.version),
						origin: one.what,
						...told
					});
					facts.add('statement', {
						subject: `objects/s/o${key}`,
						property: 'class',
						qualifier: '',
						agent: 'a',
						software: null,
						value_text: String(one.version),
						value_number: null,
						unit: null,
						detail: null,
						...told
					});
				} else {
					added.push({ ...common, withdrawn: one.what === 'withdrawn' });
					for (const relation of ['alert', 'photometry']) {
						facts.add('withdrawal', {
							relation,
							survey: 's',
							target: BigInt(key),
							target_version: one.version,
							withdrawn: one.what === 'withdrawn',
							reason: 'because',
							...told
						});
					}
				}
			}
		});
		const sealed = await record(database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
		if (!sealed) continue;
		for (const one of added) {
			if ('origin' in one) tellings.push({ ...one, batch: sealed.batch });
			else verdicts.push({ ...one, batch: sealed.batch });
		}
	}
	return { tellings, verdicts };
}
interface Row {
	id: string;
	version: bigint;
	collection: string;
	known_at: Instant;
	origin: string;
}

const ids = {
	alert: 'substr(object_id, 2)',
	photometry: 'substr(object_id, 2)',
	statement: 'substr(subject, 12)'
};

/** What a relation answers: as the product asks, which must be what the function of the same name answers. */
async function readAsOf(relation: keyof typeof ids, reader: Reader): Promise<Row[]> {
	const { sql } = database;
	const { knownAt, batch, collections, opening } = reader;
	const columns = sql.unsafe(`${ids[relation]} as id, version, collection, known_at,
		${relation === 'photometry' ? 'origin' : "'any'"} as origin`);
	const [rows, ofFunction] = await Promise.all([
		sql<Row[]>`select ${columns} from ${asOfQuery(sql, relation, reader, reader)} a`,
		sql<Row[]>`
			select ${columns}
			from ${sql(`${relation}_as_of`)}(${knownAt}::timestamptz, ${batch}::bigint, ${collections as string[]}::text[],
				${[...opening.keys()]}::text[], ${[...opening.values()]}::timestamptz[])`
	]);
	const sorted = (all: readonly Row[]) => all.map((row) => Object.values(row).join(' ')).sort();
	expect(sorted(rows)).toEqual(sorted(ofFunction));
	return rows;
}

describe('as known at a basis', () => {
	it('every relation answers what the definition says, for random histories, bases and rights', async () => {
		let told = 0;
		await fc.assert(
			fc.asyncProperty(run, fc.infiniteStream(fc.nat()), async (histories, numbers) => {
				const firstKey = told;
				told += historiesPerRun;
				const { tellings, verdicts } = await tell(histories, firstKey);
				const byKey = <T extends { key: number }>(all: T[]) => Map.groupBy(all, (one) => one.key);
				const [told_, judged] = [byKey(tellings), byKey(verdicts)];
				const newest = tellings.map((t) => t.batch).reduce((a, b) => (a > b ? a : b), 0n);
				for (let basis = 0; basis < 12; basis++) {
					const pick = (below: number) => numbers.next().value % below;
					const reader: Reader = {
						knownAt: at(pick(10)),
						batch: newest - BigInt(pick(8)),
						collections: collections.filter(() => pick(3) > 0),
						opening: new Map(
							collections.filter(() => basis % 3 > 0 && pick(2) > 0).map((name) => [name, at(pick(14) - 4)])
						)
					};
					for (const relation of Object.keys(ids) as (keyof typeof ids)[]) {
						const rows = new Map((await readAsOf(relation, reader)).map((row) => [Number(row.id), row]));
						for (let key = firstKey; key < told; key++) {
							const single = relation !== 'photometry';
							const heard = (told_.get(key) ?? []).map((t) => ({
								...t,
								origin: single ? ('own' as const) : t.origin,
								moment: relation === 'statement' ? t.knownAt : t.moment
							}));
							const want = known(heard, relation === 'statement' ? [] : (judged.get(key) ?? []), key, reader);
							const row = rows.get(key);
							const got = row && {
								version: row.version,
								collection: row.collection,
								knownAt: row.known_at,
								origin: single ? 'own' : row.origin
							};
							expect({ relation, key, reader, got: got ?? null }).toEqual({
								relation,
								key,
								reader,
								got: want
							});
						}
					}
				}
			}),
			{ numRuns: runs, endOnFailure: true }
		);
	});
});
