import { Collections } from '#lib/archive/ingest/collections.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { instantFromMjdUtc } from '#lib/sky/time-scales.ts';
import type { Instant } from '#lib/sky/time.ts';

/** Any place will do: what is told here is asked by its object alone. */
const hpx = 1n << 50n;
const collection = 'ztf.public';
const position = { ra_deg: 184.5, dec_deg: -12.25 };
export const firstMjd = 59_500.2;

/**
 * An invented object of magnitudes: ten nights in g and r, limits before and forced photometry after them. `later` brings
 * four more nights, another value of one point and the withdrawal of another. Two classify it and differ, one of them with
 * probabilities.
 */
export const invented = {
	survey: 'ztf',
	objectId: 'ZTF21invent',
	/** The first ten nights are known. */
	before: '2021-10-30T00:00:00Z',
	later: '2021-11-10T00:00:00Z',
	oldMag: 18.4,
	newMag: 18.9
} as const;

export async function recordInvented(database: Database): Promise<void> {
	const { survey, objectId, oldMag, newMag } = invented;
	await place(database, survey, objectId);
	const facts = new FactSet();
	const telling = (k: number, more: Telling) =>
		facts.add('photometry', measurement(survey, objectId, k, more));
	for (let night = 0; night < 10; night++) {
		telling(10 + night, { mjd: night, band: 'g', mag: night === 4 ? oldMag : 18 + 0.1 * night });
		telling(30 + night, { mjd: night + 0.05, band: 'r', mag: 17.6 + 0.08 * night });
	}
	for (let night = 1; night < 4; night++)
		telling(50 + night, { mjd: -2 * night, band: 'g', kind: 'limit', limiting_mag: 20.5 });
	for (let night = 10; night < 13; night++)
		telling(60 + night, { mjd: night, band: 'i', kind: 'forced', mag: 19.2, is_positive: false });
	const known_at = parseInstant(invented.later);
	telling(14, { mjd: 4, band: 'g', mag: newMag, version: 2n, known_at });
	for (let night = 14; night < 18; night++)
		telling(70 + night, { mjd: night, band: 'g', mag: 18.6 + 0.1 * night - 1, known_at });
	facts.add('withdrawal', {
		relation: 'photometry',
		survey,
		target: 37n,
		target_version: 1n,
		withdrawn: true,
		reason: 'a ghost of a bright star',
		...told(known_at)
	});
	const said = parseInstant('2021-10-24T08:00:00Z');
	const says = (property: string, qualifier: string, agent: string, value: string | number) =>
		facts.add(
			'statement',
			statement(`objects/${survey}/${objectId}`, property, qualifier, agent, value, said)
		);
	says('class', '', 'tns', 'SN Ia');
	says('class', 'forest', 'a-broker', 'SN II');
	says('redshift', '', 'tns', 0.021);
	says('redshift', 'host', 'a-broker', 0.0213);
	says('name', '', 'tns', 'AT2021inv');
	says('identity', '', 'a-broker', 'objects/lsst/9007199254740993');
	for (const [label, value] of [
		['SN II', 0.71],
		['SN Ia', 0.28],
		['AGN', 0.0000014]
	] as const)
		says('probability', label, 'a-broker/forest', value);
	facts.add(
		'statement',
		statement('objects/atlas/ATLAS21inv', 'identity', '', 'atlas', `objects/${survey}/${objectId}`, said)
	);
	await seal(database, facts);
}

/** An invented object of `count` fluxes in five bands over four years, forced photometry every third. */
export async function recordDense(database: Database, objectId: string, count: number): Promise<void> {
	await place(database, 'lsst', objectId);
	const bands = ['g', 'r', 'i', 'z', 'y'];
	for (let from = 0; from < count; from += 2000) {
		const facts = new FactSet();
		for (let k = from; k < Math.min(from + 2000, count); k++) {
			const mjd = (k * 1461) / count;
			const noise = 300 * Math.sin(k * 12.9898) * Math.cos(k * 78.233);
			const flux_njy = 4000 + 2500 * Math.sin(mjd / 60 + (k % 5)) + noise;
			const more = { mjd, band: bands[k % 5]!, flux_njy, flux_err_njy: 150, mag_err: null };
			facts.add(
				'photometry',
				measurement('lsst', objectId, k, { ...more, kind: k % 3 ? 'detection' : 'forced' })
			);
		}
		await seal(database, facts);
	}
}

/** What is known of an object by statements alone. */
export async function recordSaid(database: Database, objectId: string): Promise<void> {
	const facts = new FactSet();
	facts.add(
		'statement',
		statement(`objects/tns/${objectId}`, 'class', '', 'tns', 'SN IIn', parseInstant('2022-01-01T00:00:00Z'))
	);
	await seal(database, facts);
}

async function place({ sql }: Database, survey: string, objectId: string): Promise<void> {
	await sql`insert into object (survey, object_id, hpx) values (${survey}, ${objectId}, ${hpx})`;
}

async function seal(database: Database, facts: FactSet): Promise<void> {
	const collections = new Collections(database);
	await collections.load();
	for (const { relation, row } of collections.introduce([collection]))
		facts.add(relation as 'collection_policy', row as NewFact<'collection_policy'>);
	await record(database, { actor: 'test', kind: 'test', note: 'invented', segment: null }, facts);
}

function told(known_at: Instant) {
	return {
		collection,
		known_at,
		known_from: 'stated' as const,
		version: 1n,
		packet: null
	};
}

/** What is told of a measurement; `mjd` is in days since `firstMjd`. */
type Telling = Partial<NewFact<'photometry'>> & { readonly mjd: number };

/** Known twenty minutes after the exposure unless told. */
function measurement(
	survey: string,
	object_id: string,
	id: number,
	{ mjd, ...more }: Telling
): NewFact<'photometry'> {
	const at = firstMjd + mjd;
	const isLimit = more.kind === 'limit';
	return {
		survey,
		object_id,
		measurement: BigInt(id),
		kind: 'detection',
		hpx,
		...(isLimit ? { ra_deg: null, dec_deg: null } : position),
		observed_at: instantFromMjdUtc(at),
		exposure_sec: 30,
		band: null,
		mag: null,
		mag_err: isLimit ? null : 0.05,
		limiting_mag: null,
		flux_njy: null,
		flux_err_njy: null,
		is_positive: isLimit ? null : true,
		real_bogus: null,
		origin: 'own',
		...told(instantFromMjdUtc(at + 20 / 1440)),
		...more
	};
}

function statement(
	subject: string,
	property: string,
	qualifier: string,
	agent: string,
	value: string | number,
	known_at: Instant
): NewFact<'statement'> {
	const isNumber = typeof value === 'number';
	return {
		subject,
		property,
		qualifier,
		agent,
		software: agent.includes('broker') ? '2.1' : null,
		value_text: isNumber ? null : value,
		value_number: isNumber ? value : null,
		unit: isNumber ? '' : null,
		detail: null,
		...told(known_at)
	};
}
