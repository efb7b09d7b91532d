import { getTableColumns, getTableName } from 'drizzle-orm';
import { facts } from './schema.ts';

/**
 * The meaning of "as known at (T, B), by someone who may see collections C", written once.
 *
 * A row is one telling of a version of a fact. It is *visible* when it was known by T, recorded by batch B and belongs
 * to one of the collections, or to one of those that are open for what was observed (for facts without an epoch: known)
 * by a moment of their own. Of a fact's versions the one whose first visible telling is latest is in force; it is
 * shown by its best telling (the alert's own before a copy in a history, then the earliest), with the knowledge time
 * of its first. Equal times are decided by the value told, then by the version's number, so that the order of loading
 * never shows.
 * A fact whose version in force is withdrawn, by the latest verdict visible, is not shown.
 */

/** What the texts take, under these names. */
export const asOfParameters = {
	p_known_at: 'timestamptz',
	p_batch: 'bigint',
	p_collections: 'text[]',
	p_opening: 'text[]',
	p_open_until: 'timestamptz[]'
} as const;

interface AsOf {
	readonly relation: string;
	/** What makes two rows tell the same fact. */
	readonly key: readonly string[];
	/** Holds every telling of each contested fact, for facts that are found by something other than their key. */
	readonly rivals?: string;
	/** What the best telling of a version is, before its time. */
	readonly best?: readonly string[];
	/** Value that decides between versions first told at the same time. */
	readonly value?: string;
	/** No row can be known before it happened: the bound lets the database skip every later partition. */
	readonly observed?: boolean;
	/** The number by which withdrawals name this fact. */
	readonly target?: string;
}

const specs = [
	{
		relation: 'alert',
		key: ['survey', 'alert_id'],
		rivals: 'alert_restatement',
		observed: true,
		target: 'alert_id'
	},
	{
		relation: 'photometry',
		key: ['hpx', 'survey', 'object_id', 'measurement'],
		best: ['origin'],
		value: 'coalesce(t.mag, t.limiting_mag, t.flux_njy)',
		observed: true,
		target: 'measurement'
	},
	{ relation: 'statement', key: ['subject', 'property', 'qualifier', 'agent'], rivals: 'statement' },
	{ relation: 'notice', key: ['notice_id'], rivals: 'notice' },
	{ relation: 'localization', key: ['notice_id', 'name'], rivals: 'localization' },
	{ relation: 'collection_policy', key: ['name'] },
	{ relation: 'membership', key: ['group_name', 'person', 'role'] },
	{ relation: 'software', key: ['name', 'commit'], rivals: 'software' },
	{ relation: 'software_ref', key: ['name', 'ref'], rivals: 'software_ref' },
	{ relation: 'run', key: ['run'], rivals: 'run' },
	{ relation: 'decision', key: ['decision'], rivals: 'decision' },
	{ relation: 'backtest', key: ['backtest'], rivals: 'backtest' },
	{ relation: 'facility', key: ['facility'], best: ['is_redacted'] },
	{ relation: 'campaign', key: ['campaign'], rivals: 'campaign' },
	{ relation: 'plan', key: ['plan'], rivals: 'plan' },
	{ relation: 'block', key: ['block'], best: ['is_redacted'] },
	{ relation: 'pointing', key: ['facility', 'pointing'], rivals: 'pointing' }
] as const satisfies readonly AsOf[];

export type AsOfRelation = (typeof specs)[number]['relation'];

/** A text for those to whom some collections open by epoch, and one for all others, which is planned in less time. */
type Opens = boolean;

/** Visible: the first half of the definition, for any alias; `moment` decides where a collection opens by epoch. */
function visible(alias: string, opens: Opens, moment = `${alias}.known_at`): string {
	const whole = `${alias}.collection = any(p_collections)`;
	const partly = `${moment} <= p_open_until[array_position(p_opening, ${alias}.collection)]`;
	return `${alias}.known_at <= p_known_at and ${alias}.batch <= p_batch
		and ${opens ? `(${whole} or ${partly})` : whole}`;
}

/** What decides whether a row of a relation is open yet. */
function momentOf({ observed }: AsOf, alias: string): string {
	return `${alias}.${observed ? 'observed_at' : 'known_at'}`;
}

function equal(a: string, b: string, columns: readonly string[]): string {
	return columns.map((column) => `${a}.${column} = ${b}.${column}`).join(' and ');
}

/** Latest visible verdict on this version, false where there is none. A scalar sub-select stays an index probe per row
 * (1 ms for a cone) where a plain anti-join hashes every withdrawal there is (25-35 ms). */
function notWithdrawn(spec: AsOf, alias: string, opens: Opens): string {
	const { relation, target } = spec;
	return `not coalesce((
			select w.withdrawn
			from withdrawal w
			where w.target = ${alias}.${target} and w.target_version = ${alias}.version
				and w.survey = ${alias}.survey and w.relation = '${relation}'
				and ${visible('w', opens, momentOf(spec, alias))}
			order by w.known_at desc, w.withdrawn desc
			limit 1), false)`;
}

/**
 * Form for rows that are found by something other than their key (a cone finds alerts by position): each visible row
 * is asked whether it is the one in force among its rivals.
 */
function asked(spec: AsOf, rivals: string, opens: Opens): string {
	const { relation, key } = spec;
	return `select ${columnsOf(relation)
		.map((column) => `a.${column}`)
		.join(', ')}
	from ${relation} a
	where ${visible('a', opens, momentOf(spec, 'a'))}${spec.observed ? ' and a.observed_at <= p_known_at' : ''}
		and coalesce((
			select r.version = a.version and r.collection = a.collection and r.known_at = a.known_at
			from ${rivals} r
			where ${equal('r', 'a', key)} and ${visible('r', opens, momentOf(spec, 'r'))}
			order by min(r.known_at) over (partition by r.version) desc, r.version desc, r.known_at, r.collection
			limit 1), true)
		${spec.target ? `and ${notWithdrawn(spec, 'a', opens)}` : ''}`;
}

/** Form for rows that are found by (part of) their key, which goes through the windows to the index. */
function ranked(spec: AsOf, opens: Opens): string {
	const { relation, key } = spec;
	const keys = key.map((column) => `t.${column}`).join(', ');
	const best = (spec.best ?? []).map((column) => `t.${column}, `).join('');
	const value = spec.value ?? 'null::integer';
	const shown = columnsOf(relation).map((column) =>
		column === 'known_at' ? 'v.first_known as known_at' : `v.${column}`
	);
	return `select ${shown.join(', ')}
	from (
		select t.*, row_number() over (
			partition by ${keys}
			order by t.first_known desc, t.least desc nulls last, t.version desc, ${best}t.known_at, t.collection) as place
		from (
			select t.*, min(t.known_at) over told as first_known, min(${value}) over told as least
			from ${relation} t
			where ${visible('t', opens, momentOf(spec, 't'))}${spec.observed ? ' and t.observed_at <= p_known_at' : ''}
			window told as (partition by ${keys}, t.version)
		) t
	) v
	where v.place = 1
		${spec.target ? `and ${notWithdrawn(spec, 'v', opens)}` : ''}`;
}

function textOf(spec: AsOf, opens: Opens): string {
	return spec.rivals ? asked(spec, spec.rivals, opens) : ranked(spec, opens);
}

/** Columns come from the schema, so that a row as of a basis is always its table's. */
function columnsOf(relation: string): string[] {
	const table = Object.values(facts).find((one) => getTableName(one) === relation)!;
	return Object.values(getTableColumns(table)).map((column) => column.name);
}

/** The query for a relation as of a basis, with `asOfParameters` in it by name. */
export function asOfText(relation: AsOfRelation, opens: Opens): string {
	return textOf(
		specs.find((one) => one.relation === relation)!,
		opens
	);
}

/** The same as functions, for whoever asks in SQL. */
export function asOfFunctions(): string[] {
	const parameters = Object.entries(asOfParameters).map(([name, type]) => `${name} ${type}`);
	// plain `language sql stable`, without STRICT, SECURITY DEFINER or SET: each would stop the planner from inlining
	return specs.map(
		(spec) => `create or replace function ${spec.relation}_as_of(${parameters.join(', ')})
returns setof ${spec.relation} language sql stable parallel safe as $$
	${textOf(spec, true)}
$$;
comment on function ${spec.relation}_as_of is '${spec.relation} as known at (p_known_at, p_batch) to a reader of p_collections, and of p_opening up to p_open_until; ${columnsOf(spec.relation).length} columns';`
	);
}
