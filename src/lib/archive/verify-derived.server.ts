import type { Database } from '#lib/db/client.server.ts';

/** How a derived table is held against the facts. Queries give names of what it is about, in SQL. */
interface Comparison {
	readonly table: string;
	/** Rows that no facts make. */
	readonly wrong: string;
	/** What facts would have made. */
	readonly missing: string;
}

const named = (columns: readonly string[]) => columns.join(` || '/' || `);

/** A table that holds exactly what a query over the facts gives. */
function same(table: string, columns: readonly string[], facts: string, key: readonly string[]): Comparison {
	const rows = `select ${columns.join(', ')} from ${table}`;
	return {
		table,
		wrong: `select ${named(key)} from (${rows} except (${facts})) x`,
		missing: `select ${named(key)} from ((${facts}) except ${rows}) x`
	};
}

const firsts = (relation: string) => `
	select survey, object_id, collection, min(known_at) as known_at, min(batch) as batch, min(observed_at) as observed_at
	from ${relation} group by survey, object_id, collection`;

const reaches = ['alert', 'photometry']
	.map(
		(relation) => `
			select batch, '${relation}' as relation, min(observed_at) as observed_from, max(observed_at) as observed_to,
				min(hpx) as hpx_from, max(hpx) as hpx_to
			from ${relation} group by batch`
	)
	.join(' union all ');

/** Tellings of alerts that were told more than once. */
const severally =
	'(select *, count(*) over (partition by survey, alert_id) as tellings from alert) told where tellings > 1';

const comparisons: readonly Comparison[] = [
	{
		table: 'locator',
		wrong: `select survey || '/' || alert_id from (
			select survey, alert_id, object_id, hpx, observed_at, collection from locator
			except select survey, alert_id, object_id, hpx, observed_at, collection from alert) x`,
		// of alerts that are alike in all of these the first one has its object there
		missing: `select survey || '/' || alert_id from (
			select survey, alert_id, hpx, observed_at, collection from alert
			except select survey, alert_id, hpx, observed_at, collection from locator) x`
	},
	{
		// an object may have been given a place by what did not land
		table: 'object',
		wrong: `select distinct o.survey || '/' || o.object_id from object o
			join photometry p on p.survey = o.survey and p.object_id = o.object_id and p.hpx <> o.hpx`,
		missing: `select distinct p.survey || '/' || p.object_id from photometry p
			where not exists (select from object o where o.survey = p.survey and o.object_id = p.object_id)`
	},
	same(
		'object_known',
		['survey', 'object_id', 'collection', 'known_at', 'batch', 'observed_at'],
		`select survey, object_id, collection, min(known_at), min(batch), min(observed_at)
			from (${firsts('alert')} union all ${firsts('photometry')}) told group by survey, object_id, collection`,
		['survey', 'object_id', 'collection']
	),
	{
		table: 'alert_restatement',
		wrong: `select survey || '/' || alert_id from (
			select survey, alert_id, version, collection, observed_at, known_at, batch from alert_restatement
			except select survey, alert_id, version, collection, observed_at, known_at, batch from ${severally}) x`,
		missing: `select survey || '/' || alert_id from (
			select survey, alert_id, version, collection, known_at from ${severally}
			except select survey, alert_id, version, collection, known_at from alert_restatement) x`
	},
	same(
		'packet_tally',
		[
			'batch',
			'source',
			'format',
			'collections',
			'packets',
			'records',
			'first_received_at',
			'last_received_at'
		],
		`select batch, source, format, collections, count(*)::integer, sum(records)::integer, min(received_at), max(received_at)
			from packet group by batch, source, format, collections`,
		['batch', 'source', 'format']
	),
	{
		// it may reach farther: what was on record already counts, too
		table: 'batch_reach',
		wrong: `select r.batch || '/' || r.relation from batch_reach r join (${reaches}) f using (batch, relation)
			where r.observed_from > f.observed_from or r.observed_to < f.observed_to or r.hpx_from > f.hpx_from or r.hpx_to < f.hpx_to`,
		missing: `select batch || '/' || relation from (${reaches}) f
			where not exists (select from batch_reach r where r.batch = f.batch and r.relation = f.relation)`
	},
	same(
		'booking',
		['block', 'revision', 'telescope', 'held'],
		`select * from (select distinct on (block) block, revision, facility || '/' || telescope,
			case when state = 'accepted' then tstzrange(from_at, to_at) end from block order by block, revision desc) newest`,
		['block']
	)
];

/** So many are named; the rest is counted. */
const mostNamed = 100;

/** What derived tables say that facts do not, and the other way round, in sentences. Facts have to be verified before. */
export async function verifyDerived({ sql }: Database): Promise<string[]> {
	const findings: string[] = [];
	for (const { table, wrong, missing } of comparisons)
		for (const [query, what] of [
			[wrong, `${table}, which is derived, is not as facts make it for`],
			[missing, `${table}, which is derived, lacks what facts make for`]
		] as const) {
			const names = await sql.unsafe<{ name: string; count: number }[]>(
				`select name, count(*) over ()::integer as count from (${query}) found (name) order by name limit ${mostNamed}`
			);
			findings.push(...names.map(({ name }) => `${what} ${name}`));
			const more = (names[0]?.count ?? 0) - names.length;
			if (more > 0) findings.push(`${what} ${more} more`);
		}
	return findings;
}
