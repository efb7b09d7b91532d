import { LookbackError } from '#lib/errors.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import type { Instant } from '#lib/sky/time.ts';
import { open, visible } from './as-of.server.ts';
import { placeOf } from './objects.server.ts';
import type { Question } from './question.ts';
import type { Tellings } from './tellings.ts';

/** One telling about a subject: in a history nothing is left out, superseded and withdrawn tellings included. */
export interface HistoryEntry {
	readonly relation: string;
	readonly known_at: Instant;
	readonly known_from: 'stated' | 'received' | 'assumed';
	readonly batch: bigint;
	readonly fact: number;
	readonly collection: string;
	readonly version: bigint;
	/** What was told, in a few words for people. */
	readonly what: string;
	/** The telling's own values, by name. */
	readonly detail: Readonly<Record<string, unknown>>;
}

export interface HistoryCursor {
	readonly knownAt: Instant;
	readonly batch: bigint;
	readonly fact: number;
}

/**
 * Every fact told about a subject (`objects/ztf/ZTF18abc`, `events/S190425z`, `alerts/ztf/123`, `software/rising`), in the order it became
 * known. @throws LookbackError `archive/bad-subject`, or `archive/unknown-subject` where nothing is visible.
 */
export async function readHistory(
	question: Question,
	subject: string,
	{ after = null, limit }: { after?: HistoryCursor | null; limit: number }
): Promise<{ entries: HistoryEntry[]; next: HistoryCursor | null }> {
	const { sql } = question.database;
	const { source } = await tellingsAbout(question, subject);
	const entries = await sql<HistoryEntry[]>`
		select relation, known_at, known_from, batch, fact, collection, version, what, detail
		from (${source}) told
		where ${after === null} or (known_at, batch, fact)
			> (${after?.knownAt ?? null}::timestamptz, ${after?.batch ?? null}::bigint, ${after?.fact ?? null}::integer)
		order by known_at, batch, fact
		limit ${limit + 1}`;
	if (entries.length === 0 && !after) throw unknown(question, subject);
	const page = entries.slice(0, limit);
	const last = page.at(-1);
	const next =
		entries.length > limit && last ? { knownAt: last.known_at, batch: last.batch, fact: last.fact } : null;
	return { entries: page, next };
}

/** Everything visible that was told about a subject. @throws LookbackError `archive/bad-subject`. */
export async function tellingsAbout(question: Question, subject: string): Promise<Tellings> {
	const [kind, survey, ...rest] = subject.split('/');
	const name = rest.join('/');
	if (kind === 'objects' && survey && name)
		return withDecisions(question, subject, (await ofObject(question, subject, survey, name)).source);
	if (kind === 'events' && survey)
		return withDecisions(question, subject, ofEvent(question, subject, [survey, ...rest].join('/')));
	if (kind === 'software' && survey && !name) return { source: ofSoftware(question, survey) };
	if (kind === 'alerts' && survey && isInt64(name)) return ofAlert(question, survey, BigInt(name));
	throw badSubject(subject);
}

/** Whether a text writes a number that the database has room for. */
function isInt64(text: string): boolean {
	return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

type Source = Tellings['source'];

async function ofObject(
	question: Question,
	subject: string,
	survey: string,
	objectId: string
): Promise<Tellings> {
	const { sql } = question.database;
	const locators = await sql<{ hpx: bigint; alert_id: bigint }[]>`
		select hpx, alert_id from locator
		where object_id = ${objectId} and survey = ${survey} and ${open(question, 'observed_at')}`;
	const place = (await placeOf(question, survey, objectId)) ?? -1n;
	const source = sql`
		${alertsAt(question, survey, locators)}
		union all
		select 'photometry', known_at, known_from, batch, fact, collection, version,
			kind || coalesce(' in ' || band, '') || case origin when 'history' then ', repeated by a later packet' else '' end,
			json_build_object('kind', kind, 'origin', origin, 'observed_at', observed_at, 'band', band, 'mag', mag, 'mag_err', mag_err,
				'limiting_mag', limiting_mag, 'flux_njy', flux_njy, 'flux_err_njy', flux_err_njy,
				'measurement', measurement::text)
		from photometry
		where hpx = ${place} and survey = ${survey} and object_id = ${objectId}
			and ${visible(question, 'observed_at')}
		union all
		${statementsOf(question, subject)}
		union all
		select 'withdrawal', known_at, known_from, batch, fact, collection, version,
			case when withdrawn then 'withdrawn: ' else 'restored: ' end || reason,
			json_build_object('relation', relation, 'target', target::text, 'withdrawn', withdrawn, 'reason', reason)
		from withdrawal
		where survey = ${survey} and target = any(array(
				select measurement from photometry
				where hpx = ${place} and survey = ${survey} and object_id = ${objectId}))
			and ${visible(question)}`;
	return { source };
}

async function ofAlert(question: Question, survey: string, alertId: bigint): Promise<Tellings> {
	const { sql } = question.database;
	const locators = await sql<{ hpx: bigint; alert_id: bigint }[]>`
		select hpx, alert_id from locator
		where alert_id = ${alertId} and survey = ${survey} and ${open(question, 'observed_at')}`;
	const source = sql`
		${alertsAt(question, survey, locators)}
		union all
		select 'withdrawal', known_at, known_from, batch, fact, collection, version,
			case when withdrawn then 'withdrawn: ' else 'restored: ' end || reason,
			json_build_object('relation', relation, 'target', target::text, 'withdrawn', withdrawn, 'reason', reason)
		from withdrawal
		where survey = ${survey} and target = ${alertId} and ${visible(question)}`;
	return { source };
}

function ofEvent(question: Question, subject: string, event: string): Source {
	const { sql } = question.database;
	return sql`
		select 'notice' as relation, known_at, known_from, batch, fact, collection, version,
			kind || ' ' || stream || coalesce(': ' || title, '') as what,
			json_build_object('notice_id', notice_id, 'kind', kind, 'stream', stream, 'title', title, 'role', role, 'event_at', event_at, 'ra_deg', ra_deg,
				'dec_deg', dec_deg, 'error_deg', error_deg, 'far_hz', far_hz, 'cites', cites) as detail
		from notice
		where event = ${event} and ${visible(question)}
		union all
		select 'localization', known_at, known_from, batch, fact, collection, version,
			'skymap ' || name || coalesce(' by ' || creator, ''),
			json_build_object('notice_id', notice_id, 'name', name, 'creator', creator, 'area_50_deg2', area_50_deg2, 'area_90_deg2', area_90_deg2,
				'distance_mean_mpc', distance_mean_mpc, 'distance_std_mpc', distance_std_mpc)
		from localization
		where event = ${event} and ${visible(question)}
		union all
		${statementsOf(question, subject)}`;
}

function ofSoftware(question: Question, name: string): Source {
	const { sql } = question.database;
	return sql`
		select 'software' as relation, known_at, known_from, batch, fact, collection, version,
			'version ' || left(commit, 10) || ' by ' || author as what,
			json_build_object('commit', commit, 'parents', parents, 'author', author, 'authored_at', authored_at,
				'message', message, 'warnings', warnings) as detail
		from software
		where name = ${name} and ${visible(question)}
		union all
		select 'software_ref', known_at, known_from, batch, fact, collection, version,
			ref || coalesce(' at ' || left(commit, 10), ' taken away'),
			json_build_object('ref', ref, 'commit', commit, 'audience', audience, 'parameters', parameters, 'actor', actor)
		from software_ref
		where name = ${name} and ${visible(question)}`;
}

function alertsAt(
	question: Question,
	survey: string,
	locators: readonly { hpx: bigint; alert_id: bigint }[]
): Source {
	const { sql } = question.database;
	return sql`
		select 'alert' as relation, known_at, known_from, batch, fact, collection, version,
			'alert ' || alert_id || coalesce(' in ' || band, '') as what,
			json_build_object('alert_id', alert_id::text, 'observed_at', observed_at, 'band', band, 'mag', mag,
				'mag_err', mag_err, 'flux_njy', flux_njy, 'ra_deg', ra_deg, 'dec_deg', dec_deg) as detail
		from alert
		where hpx = any(${locators.map(({ hpx }) => String(hpx))}::bigint[])
			and alert_id = any(${locators.map(({ alert_id }) => String(alert_id))}::bigint[])
			and survey = ${survey} and ${visible(question, 'observed_at')}`;
}

function statementsOf(question: Question, subject: string): Source {
	const { sql } = question.database;
	return sql`
		select 'statement', known_at, known_from, batch, fact, collection, version,
			agent || ' says ' || property || case qualifier when '' then '' else ' (' || qualifier || ')' end
				|| ': ' || coalesce(value_text, value_number::text, ''),
			json_build_object('property', property, 'qualifier', qualifier, 'agent', agent, 'software', software,
				'value_text', value_text, 'value_number', value_number, 'unit', unit, 'detail', detail)
		from statement
		where subject = ${subject} and ${visible(question)}`;
}

function withDecisions(question: Question, subject: string, told: Source): Tellings {
	const { sql } = question.database;
	const source = sql`
		${told}
		union all
		select 'decision', known_at, known_from, batch, fact, collection, version,
			actor || ' decided: ' || action || '. ' || reason,
			json_build_object('decision', decision, 'action', action, 'reason', reason, 'actor', actor, 'runs', runs,
				'basis_known_at', basis_known_at, 'basis_batch', basis_batch::text, 'supersedes', supersedes)
		from decision
		where subject = ${subject} and ${visible(question)}`;
	return { source };
}

function badSubject(subject: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'archive/bad-subject',
		`'${subject}' is no subject; it wants objects/<survey>/<id>, events/<name>, alerts/<survey>/<number> or software/<name>.`,
		{ subject }
	);
}

function unknown({ basis }: Question, subject: string): LookbackError {
	return new LookbackError(
		'not-found',
		'archive/unknown-subject',
		`Nothing about ${subject} is known at ${formatBasis(basis)}.`,
		{ subject, basis: formatBasis(basis) }
	);
}
