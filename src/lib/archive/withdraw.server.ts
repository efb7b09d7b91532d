import { LookbackError } from '#lib/errors.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record, type Sealed } from '#lib/db/ledger.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { knowledge } from './ingest/knowledge.ts';
import { visible } from './read/as-of.server.ts';
import type { Question } from './read/question.ts';

/** A verdict that somebody gives on an alert. */
export interface Verdict {
	readonly survey: string;
	readonly alertId: bigint;
	/** True withdraws it, false restores it. */
	readonly withdrawn: boolean;
	readonly reason: string;
	/** When it could first be known; null for now. */
	readonly knownAt: Instant | null;
	readonly actor: string;
	readonly now: Instant;
}

interface Telling {
	readonly version: bigint;
	readonly collection: string;
	readonly known_at: Instant;
}

/**
 * Records a verdict on an alert and on the measurement it was made of: on their versions in force, in each collection
 * that tells them. A later verdict reverses it; the question says who sees what when it is given.
 * @throws LookbackError `archive/unknown-alert`, `archive/no-reason`, `archive/already-judged` or
 * `archive/verdict-too-early`.
 */
export async function judgeAlert(question: Question, verdict: Verdict): Promise<Sealed> {
	const { survey, alertId, withdrawn, reason, now } = verdict;
	if (reason.trim() === '')
		throw new LookbackError(
			'incorrect',
			'archive/no-reason',
			'A verdict wants a reason in words; it got none.'
		);
	const [alert, measurement] = await Promise.all([
		tellingsOfAlert(question, survey, alertId),
		tellingsOfMeasurement(question, survey, alertId)
	]);
	const rule =
		verdict.knownAt === null
			? ({ kind: 'received' } as const)
			: ({ kind: 'at', at: verdict.knownAt } as const);
	const { knownAt, knownFrom } = knowledge(null, null, now, rule);
	const version = inForce(alert);
	if (!version) throw unknownAlert(verdict);
	await assertTimely(question, verdict, version, knownAt);
	const facts = new FactSet();
	for (const [relation, told] of [
		['alert', alert],
		['photometry', measurement]
	] as const) {
		const target = inForce(told);
		if (!target) continue;
		const collections = new Set(
			told.filter((one) => one.version === target.version).map((one) => one.collection)
		);
		for (const collection of [...collections].sort())
			facts.add('withdrawal', {
				relation,
				survey,
				target: alertId,
				target_version: target.version,
				withdrawn,
				reason,
				collection,
				known_at: knownAt,
				known_from: knownFrom,
				version: 0n,
				packet: null
			});
	}
	const kind = withdrawn ? 'withdraw' : 'restore';
	const note = `alerts/${survey}/${alertId}: ${reason}`;
	const sealed = await record(question.database, { actor: verdict.actor, kind, note, segment: null }, facts);
	if (sealed) return sealed;
	throw alreadyJudged(verdict);
}

async function tellingsOfAlert(question: Question, survey: string, alertId: bigint): Promise<Telling[]> {
	const { sql } = question.database;
	const places = await sql<{ hpx: bigint; observed_at: Instant }[]>`
		select hpx, observed_at from locator where alert_id = ${alertId} and survey = ${survey}`;
	const times = places.map((place) => place.observed_at).sort((a, b) => a - b);
	if (places.length === 0) return [];
	return sql<Telling[]>`
		select version, collection, known_at
		from alert
		where hpx = any(${places.map((place) => String(place.hpx))}::bigint[])
			and observed_at >= ${times[0]!} and observed_at <= ${times.at(-1)!}
			and survey = ${survey} and alert_id = ${alertId} and ${visible(question)}`;
}

/** An alert and the measurement it was made of have one number (ZTF's candid, Rubin's diaSourceId). */
async function tellingsOfMeasurement(
	question: Question,
	survey: string,
	alertId: bigint
): Promise<Telling[]> {
	const { sql } = question.database;
	const places = await sql<{ hpx: bigint }[]>`
		select distinct o.hpx
		from locator l join object o on o.object_id = l.object_id and o.survey = l.survey
		where l.alert_id = ${alertId} and l.survey = ${survey}`;
	return sql<Telling[]>`
		select version, collection, known_at
		from photometry
		where hpx = any(${places.map((place) => String(place.hpx))}::bigint[])
			and survey = ${survey} and measurement = ${alertId} and ${visible(question)}`;
}

/** The version whose first telling is latest, by the definition in `db/as-of.ts`, with the time of that telling. */
function inForce(
	told: readonly Telling[]
): { readonly version: bigint; readonly firstKnownAt: Instant } | null {
	const versions = [...Map.groupBy(told, (one) => one.version)].map(([version, tellings]) => ({
		version,
		firstKnownAt: tellings.map((one) => one.known_at).reduce((a, b) => (a < b ? a : b))
	}));
	versions.sort((a, b) => b.firstKnownAt - a.firstKnownAt || (a.version < b.version ? 1 : -1));
	return versions[0] ?? null;
}

/** A verdict changes the one before, and comes after it and after what it judges. */
async function assertTimely(
	question: Question,
	verdict: Verdict,
	{ version, firstKnownAt }: { readonly version: bigint; readonly firstKnownAt: Instant },
	knownAt: Instant
): Promise<void> {
	const { survey, alertId, withdrawn } = verdict;
	const [last] = await question.database.sql<{ withdrawn: boolean; known_at: Instant }[]>`
		select withdrawn, known_at
		from withdrawal
		where relation = 'alert' and survey = ${survey} and target = ${alertId} and target_version = ${version}
			and ${visible(question)}
		order by known_at desc, withdrawn desc
		limit 1`;
	if ((last?.withdrawn ?? false) === withdrawn) throw alreadyJudged(verdict);
	const earliest = last?.known_at ?? firstKnownAt;
	if (knownAt > earliest || (!last && knownAt === earliest)) return;
	throw new LookbackError(
		'incorrect',
		'archive/verdict-too-early',
		`A verdict on alerts/${survey}/${alertId} must be known after ${formatInstant(earliest)}, when ${last ? 'the last verdict on it' : 'the alert itself'} was; known_at is ${formatInstant(knownAt)}.`,
		{ knownAt, earliest }
	);
}

function alreadyJudged({ survey, alertId, withdrawn }: Verdict): LookbackError {
	return new LookbackError(
		'conflict',
		'archive/already-judged',
		`alerts/${survey}/${alertId} is ${withdrawn ? 'withdrawn already' : 'not withdrawn'}.`,
		{ survey, alertId: String(alertId) }
	);
}

function unknownAlert({ survey, alertId }: Verdict): LookbackError {
	return new LookbackError(
		'not-found',
		'archive/unknown-alert',
		`There is no alert ${survey}/${alertId} to judge.`,
		{ survey, alertId: String(alertId) }
	);
}
