import { LookbackError } from '#lib/errors.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import type { Instant } from '#lib/sky/time.ts';
import { asOf, open } from './as-of.server.ts';
import type { Question } from './question.ts';
import type { Alert } from './rows.ts';

/** One alert as known at a basis; one that is closed is looked for no further than one that is not there. @throws LookbackError `archive/unknown-alert`. */
export async function readAlert(question: Question, survey: string, alertId: bigint): Promise<Alert> {
	const { sql } = question.database;
	const places = await sql<{ hpx: bigint; observed_at: Instant }[]>`
		select hpx, observed_at from locator
		where alert_id = ${alertId} and survey = ${survey} and ${open(question, 'observed_at')}`;
	const times = places.map((place) => place.observed_at).sort((a, b) => a - b);
	const [alert] =
		places.length === 0
			? []
			: await sql<Alert[]>`
				select *
				from ${asOf(question, 'alert')} a
				where a.hpx = any(${places.map((place) => String(place.hpx))}::bigint[])
					and a.observed_at >= ${times[0]!} and a.observed_at <= ${times.at(-1)!}
					and a.survey = ${survey} and a.alert_id = ${alertId}`;
	if (alert) return alert;
	throw new LookbackError(
		'not-found',
		'archive/unknown-alert',
		`No alert ${survey}/${alertId} is known at ${formatBasis(question.basis)}.`,
		{ survey, alertId: String(alertId), basis: formatBasis(question.basis) }
	);
}
