import type { Instant } from '#lib/sky/time.ts';
import type { Alert, Measurement } from './rows.ts';

export interface ObjectSummary {
	readonly survey: string;
	readonly object_id: string;
	/** Of the first alert known of it, else of the first measurement that tells a position; null where none does. */
	readonly ra_deg: number | null;
	readonly dec_deg: number | null;
	readonly alerts: number;
	/** Of its alerts, else of its measurements; so the others below. */
	readonly first_observed_at: Instant | null;
	readonly last_observed_at: Instant | null;
	readonly first_known_at: Instant | null;
	readonly last_known_at: Instant | null;
}

/** What a list says of an object, from its alerts in force; where it has none, from its measurements. */
export function summary(
	survey: string,
	objectId: string,
	alerts: readonly Alert[],
	photometry: readonly Measurement[] = []
): ObjectSummary {
	const told: readonly (Alert | Measurement)[] = alerts.length > 0 ? alerts : photometry;
	const first = told
		.filter((row) => row.ra_deg !== null)
		.sort(
			(a, b) =>
				a.known_at - b.known_at || a.observed_at - b.observed_at || (numberOf(a) < numberOf(b) ? -1 : 1)
		)[0];
	const observed = told.map((row) => row.observed_at).sort((a, b) => a - b);
	const known = told.map((row) => row.known_at).sort((a, b) => a - b);
	return {
		survey,
		object_id: objectId,
		ra_deg: first?.ra_deg ?? null,
		dec_deg: first?.dec_deg ?? null,
		alerts: alerts.length,
		first_observed_at: observed[0] ?? null,
		last_observed_at: observed.at(-1) ?? null,
		first_known_at: known[0] ?? null,
		last_known_at: known.at(-1) ?? null
	};
}

function numberOf(row: Alert | Measurement): bigint {
	return 'alert_id' in row ? row.alert_id : row.measurement;
}
