import { LookbackError } from '#lib/errors.ts';
import { difference, type Difference } from '#lib/archive/diff.ts';
import { asOf } from './as-of.server.ts';
import { readEvent } from './events.server.ts';
import { alertsOf, photometryOf, statementsAbout } from './objects.server.ts';
import type { Question } from './question.ts';
import type { Region } from './region.ts';
import type { Alert, Localization, Measurement, Notice, Statement } from './rows.ts';
import { within } from './objects-among.server.ts';

/** What changed about a subject between two bases, by relation; a relation that does not apply is absent. */
export interface Changes {
	readonly alerts?: Difference<Alert>;
	readonly photometry?: Difference<Measurement>;
	readonly statements?: Difference<Statement>;
	readonly notices?: Difference<Notice>;
	readonly localizations?: Difference<Localization>;
}

/** Two questions by the same viewer that differ in their basis. */
export interface Comparison {
	readonly before: Question;
	readonly after: Question;
}

/** Changes to an object. @throws LookbackError `archive/nothing-to-compare` when it is known at neither basis. */
export async function diffObject(
	{ before, after }: Comparison,
	survey: string,
	objectId: string
): Promise<Changes> {
	const at = (question: Question) =>
		Promise.all([
			alertsOf(question, survey, objectId),
			photometryOf(question, survey, objectId),
			statementsAbout(question, `objects/${survey}/${objectId}`)
		]);
	const [old, now] = await Promise.all([at(before), at(after)]);
	if ([...old, ...now].every((rows) => rows.length === 0)) throw nothing(`objects/${survey}/${objectId}`);
	return {
		alerts: difference(old[0], now[0], alertIdentity),
		photometry: difference(old[1], now[1], (row) => String(row.measurement)),
		statements: difference(old[2], now[2], statementIdentity)
	};
}

/** Changes to an event. @throws LookbackError `archive/nothing-to-compare` when it is known at neither basis. */
export async function diffEvent({ before, after }: Comparison, name: string): Promise<Changes> {
	const none = { notices: [], localizations: [], statements: [] };
	const at = (question: Question) =>
		readEvent(question, name).catch((error: unknown) => {
			if (error instanceof LookbackError && error.kind === 'not-found') return none;
			throw error;
		});
	const [old, now] = await Promise.all([at(before), at(after)]);
	if (old === none && now === none) throw nothing(`events/${name}`);
	return {
		notices: difference<Notice>(old.notices, now.notices, (row) => row.notice_id),
		localizations: difference(old.localizations, now.localizations, (row) => `${row.notice_id} ${row.name}`),
		statements: difference(old.statements, now.statements, statementIdentity)
	};
}

/** Changes to the alerts in a region. */
export async function diffRegion({ before, after }: Comparison, region: Region): Promise<Changes> {
	const at = async (question: Question) => {
		const { sql } = question.database;
		const alerts = await sql<Alert[]>`
			select * from ${asOf(question, 'alert')} a where ${within(sql, region)} limit ${mostAlerts + 1}`;
		if (alerts.length > mostAlerts) throw tooMuch();
		return alerts.filter((alert) => region.contains(alert.ra_deg, alert.dec_deg));
	};
	const [old, now] = await Promise.all([at(before), at(after)]);
	return { alerts: difference(old, now, alertIdentity) };
}

const mostAlerts = 200_000;

function alertIdentity(row: Alert): string {
	return `${row.survey}/${row.alert_id}`;
}

function statementIdentity(row: Statement): string {
	return JSON.stringify([row.subject, row.property, row.agent, row.qualifier]);
}

function nothing(subject: string): LookbackError {
	return new LookbackError(
		'not-found',
		'archive/nothing-to-compare',
		`Nothing about ${subject} is known at either basis.`,
		{
			subject
		}
	);
}

function tooMuch(): LookbackError {
	return new LookbackError(
		'incorrect',
		'archive/too-much',
		`The region holds more than ${mostAlerts} alerts at one of the bases; make it smaller.`
	);
}
