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

/** Visible: the first half of the definition, for any alias; `moment` decides where a collection opens by epoch. */
function visible(alias: string, moment = `${alias}.known_at`): string {
	return `${alias}.known_at <= p_known_at and ${alias}.batch <= p_batch
		and (${alias}.collection = any(p_collections)
			or ${moment} <= p_open_until[array_position(p_opening, ${alias}.collection)])`;
}

/** What decides whether a row of a relation is open yet. */
function momentOf({ observed }: AsOf, alias: string): string {
	return `${alias}.${observed ? 'observed_at' : 'known_at'}`;
}

function equal(a: string, b: string, columns: readonly string[]): string {
	return columns.map((column) => `${a}.${column} = ${b}.${column}`).join(' and ');
}

interface AsOf {
	readonly relation: string;
	/** What makes two rows tell the same fact. */
	readonly key: readonly string[];
	readonly columns: readonly string[];
	/** What the best telling of a version is, before its time. */
	readonly best?: readonly string[];
	/** Value that decides between versions first told at the same time. */
	readonly value?: string;
	/** No row can be known before it happened: the bound lets the database skip every later partition. */
	readonly observed?: boolean;
	/** The number by which withdrawals name this fact. */
	readonly target?: string;
}

/** Latest visible verdict on this version, false where there is none. A scalar sub-select stays an index probe per row
 * (1 ms for a cone) where a plain anti-join hashes every withdrawal there is (25-35 ms). */
function notWithdrawn(spec: AsOf, alias: string): string {
	const { relation, target } = spec;
	return `not coalesce((
			select w.withdrawn
			from withdrawal w
			where w.target = ${alias}.${target} and w.target_version = ${alias}.version
				and w.survey = ${alias}.survey and w.relation = '${relation}' and ${visible('w', momentOf(spec, alias))}
			order by w.known_at desc, w.withdrawn desc
			limit 1), false)`;
}

function declare({ relation, columns }: AsOf, body: string): string {
	// plain `language sql stable`, without STRICT, SECURITY DEFINER or SET: each would stop the planner from inlining
	return `create or replace function ${relation}_as_of(p_known_at timestamptz, p_batch bigint, p_collections text[], p_opening text[], p_open_until timestamptz[])
returns setof ${relation} language sql stable parallel safe as $$
${body}
$$;
comment on function ${relation}_as_of is '${relation} as known at (p_known_at, p_batch) to a reader of p_collections, and of p_opening up to p_open_until; ${columns.length} columns';`;
}

/**
 * Form for rows that are found by something other than their key (a cone finds alerts by position): each visible row
 * is asked whether it is the one in force among its rivals. `rivals` holds every telling of each contested fact.
 */
function asked(spec: AsOf, rivals: string): string {
	const { relation, key, columns } = spec;
	return declare(
		spec,
		`	select ${columns.map((column) => `a.${column}`).join(', ')}
	from ${relation} a
	left join lateral (
		select r.version, r.collection, r.known_at
		from ${rivals} r
		where ${equal('r', 'a', key)} and ${visible('r', momentOf(spec, 'r'))}
		order by min(r.known_at) over (partition by r.version) desc, r.version desc, r.known_at, r.collection
		limit 1
	) f on true
	where ${visible('a', momentOf(spec, 'a'))}${spec.observed ? ' and a.observed_at <= p_known_at' : ''}
		and (f.version is null or (f.version = a.version and f.collection = a.collection and f.known_at = a.known_at))
		${spec.target ? `and ${notWithdrawn(spec, 'a')}` : ''}`
	);
}

/** Form for rows that are found by (part of) their key, which goes through the windows to the index. */
function ranked(spec: AsOf): string {
	const { relation, key, columns } = spec;
	const keys = key.map((column) => `t.${column}`).join(', ');
	const best = (spec.best ?? []).map((column) => `t.${column}, `).join('');
	const value = spec.value ?? 'null::integer';
	const shown = columns.map((column) => (column === 'known_at' ? 'v.first_known' : `v.${column}`));
	return declare(
		spec,
		`	select ${shown.join(', ')}
	from (
		select t.*, row_number() over (
			partition by ${keys}
			order by t.first_known desc, t.least desc nulls last, t.version desc, ${best}t.known_at, t.collection) as place
		from (
			select t.*, min(t.known_at) over told as first_known, min(${value}) over told as least
			from ${relation} t
			where ${visible('t', momentOf(spec, 't'))}${spec.observed ? ' and t.observed_at <= p_known_at' : ''}
			window told as (partition by ${keys}, t.version)
		) t
	) v
	where v.place = 1
		${spec.target ? `and ${notWithdrawn(spec, 'v')}` : ''}`
	);
}

/** `columns` of each relation come from the schema, so that a function's row is always its table's. */
export function asOfFunctions(columnsOf: (relation: string) => readonly string[]): string[] {
	const spec = (relation: string, key: readonly string[], more: Partial<AsOf> = {}): AsOf => ({
		relation,
		key,
		columns: columnsOf(relation),
		...more
	});
	return [
		asked(spec('alert', ['survey', 'alert_id'], { observed: true, target: 'alert_id' }), 'alert_restatement'),
		ranked(
			spec('photometry', ['hpx', 'survey', 'object_id', 'measurement'], {
				best: ['origin'],
				value: 'coalesce(t.mag, t.limiting_mag, t.flux_njy)',
				observed: true,
				target: 'measurement'
			})
		),
		asked(spec('statement', ['subject', 'property', 'qualifier', 'agent']), 'statement'),
		asked(spec('notice', ['notice_id']), 'notice'),
		asked(spec('localization', ['notice_id', 'name']), 'localization'),
		ranked(spec('collection_policy', ['name'])),
		ranked(spec('membership', ['group_name', 'person', 'role']))
	];
}
