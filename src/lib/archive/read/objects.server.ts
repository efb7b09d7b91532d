import { LookbackError } from '#lib/errors.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import type { Instant } from '#lib/sky/time.ts';
import { photometryColumns } from '#lib/archive/columns/photometry.ts';
import { asOf, open } from './as-of.server.ts';
import { summary, type ObjectSummary } from './object-summary.ts';
import type { Question } from './question.ts';
import type { Alert, Measurement, Statement } from './rows.ts';

/** A survey's object as known at a basis. */
export interface ObjectPage<Measured = Measurement> {
	readonly object: ObjectSummary;
	/** By epoch. */
	readonly alerts: readonly Alert[];
	/** Light curve by epoch: detections, upper limits and forced photometry, history included. */
	readonly photometry: readonly Measured[];
	/** What anyone says about it, and which other subjects say they are it. */
	readonly statements: readonly Statement[];
}

/** @throws LookbackError `archive/unknown-object`, the same whether it does not exist, was not known yet or is not yours. */
export function readObject(question: Question, survey: string, objectId: string): Promise<ObjectPage> {
	return readWith(photometryOf, question, survey, objectId);
}

/** The same with as much of each measurement as a light curve is drawn and told with: half the time, where it is long. */
export function readObjectCurve(
	question: Question,
	survey: string,
	objectId: string
): Promise<ObjectPage<CurveMeasurement>> {
	return readWith(curveOf, question, survey, objectId);
}

async function readWith<Measured extends CurveMeasurement>(
	measured: (question: Question, survey: string, objectId: string) => Promise<Measured[]>,
	question: Question,
	survey: string,
	objectId: string
): Promise<ObjectPage<Measured>> {
	const [alerts, photometry, statements] = await Promise.all([
		alertsOf(question, survey, objectId),
		measured(question, survey, objectId),
		statementsAbout(question, `objects/${survey}/${objectId}`)
	]);
	if (alerts.length + photometry.length + statements.length === 0) {
		throw new LookbackError(
			'not-found',
			'archive/unknown-object',
			`No object ${survey}/${objectId} is known at ${formatBasis(question.basis)}.`,
			{ survey, objectId, basis: formatBasis(question.basis) }
		);
	}
	return { object: summary(survey, objectId, alerts, photometry), alerts, photometry, statements };
}

/** Alerts of an object by epoch. Their places come from the small locator, so that the big table is asked by place. */
export async function alertsOf(question: Question, survey: string, objectId: string): Promise<Alert[]> {
	const { sql } = question.database;
	const places = await sql<{ hpx: bigint; observed_at: Instant }[]>`
		select hpx, observed_at
		from locator
		where object_id = ${objectId} and survey = ${survey} and ${open(question, 'observed_at')}`;
	if (places.length === 0) return [];
	const cells = [...new Set(places.map(({ hpx }) => hpx))].sort((a, b) => (a < b ? -1 : 1));
	const times = places.map((place) => place.observed_at).sort((a, b) => a - b);
	return sql<Alert[]>`
		select *
		from ${asOf(question, 'alert')} a
		where a.hpx = any(${cells.map(String)}::bigint[])
			and a.hpx >= ${cells[0]!} and a.hpx <= ${cells.at(-1)!}
			and a.observed_at >= ${times[0]!} and a.observed_at <= ${times.at(-1)!}
			and a.survey = ${survey} and a.object_id = ${objectId}
		order by a.observed_at, a.alert_id`;
}

/** Light curve of an object by epoch. */
export function photometryOf(question: Question, survey: string, objectId: string): Promise<Measurement[]> {
	return measurementsOf(question, survey, objectId, measurementColumns);
}

/** The same with as much of each measurement as it is drawn and told with. */
export function curveOf(question: Question, survey: string, objectId: string): Promise<CurveMeasurement[]> {
	return measurementsOf(question, survey, objectId, curveColumns);
}

async function measurementsOf<Measured extends CurveMeasurement>(
	question: Question,
	survey: string,
	objectId: string,
	columns: readonly string[]
): Promise<Measured[]> {
	const { sql } = question.database;
	const place = await placeOf(question, survey, objectId);
	if (place === null) return [];
	return sql<Measured[]>`
		select ${sql(columns)}
		from ${asOf(question, 'photometry')} p
		where p.hpx = ${place} and p.survey = ${survey} and p.object_id = ${objectId}
		order by p.observed_at, p.measurement`;
}

/**
 * Place under which an object's measurements are kept; null where nothing of it is open to the viewer: of what is closed
 * no more is read than of what is not there, so that the time an answer takes tells neither.
 */
export async function placeOf(question: Question, survey: string, objectId: string): Promise<bigint | null> {
	const { sql } = question.database;
	const [place] = await sql<{ hpx: bigint }[]>`
		select o.hpx
		from object o
		where o.object_id = ${objectId} and o.survey = ${survey}
			and (
				select k.object_id
				from object_known k
				where k.object_id = o.object_id and k.survey = o.survey and ${open(question, 'observed_at')}
				limit 1) is not null`;
	return place?.hpx ?? null;
}

/** Not all and one taken away: thousands of rows that lose a column are slow from then on. */
const measurementColumns = photometryColumns.map(({ name }) => name);

/** Of a measurement, as much as a light curve is drawn and told with. */
const curveColumns = [
	'measurement',
	'kind',
	'observed_at',
	'band',
	'mag',
	'mag_err',
	'limiting_mag',
	'flux_njy',
	'flux_err_njy',
	'is_positive',
	'ra_deg',
	'dec_deg',
	'origin',
	'known_at',
	'version',
	'batch'
] as const satisfies readonly (keyof Measurement)[];

export type CurveMeasurement = Pick<Measurement, (typeof curveColumns)[number]>;

/** Statements about a subject, and those by which other subjects say that they are it. */
export async function statementsAbout(question: Question, subject: string): Promise<Statement[]> {
	const { sql } = question.database;
	return sql<Statement[]>`
		select * from ${asOf(question, 'statement')} s
		where s.subject = ${subject}
			or (s.property = 'identity' and s.value_text = ${subject} and length(s.value_text) < 200)
		order by property, agent, qualifier, subject`;
}
