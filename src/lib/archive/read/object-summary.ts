import type { Instant } from '#lib/sky/time.ts';
import type { Alert, Measurement } from './rows.ts';

/** What is asked of a measurement that stands for an alert. */
type Placed = Pick<Measurement, 'measurement' | 'observed_at' | 'known_at' | 'ra_deg' | 'dec_deg'>;

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
	photometry: readonly Placed[] = []
): ObjectSummary {
	const told: readonly (Alert | Placed)[] = alerts.length > 0 ? alerts : photometry;
	let first: Alert | Placed | undefined;
	for (const row of told) if (row.ra_deg !== null && (!first || isBefore(row, first))) first = row;
	const observed = span(told.map((row) => row.observed_at));
	const known = span(told.map((row) => row.known_at));
	return {
		survey,
		object_id: objectId,
		ra_deg: first?.ra_deg ?? null,
		dec_deg: first?.dec_deg ?? null,
		alerts: alerts.length,
		first_observed_at: observed?.[0] ?? null,
		last_observed_at: observed?.[1] ?? null,
		first_known_at: known?.[0] ?? null,
		last_known_at: known?.[1] ?? null
	};
}

/** The first and the last of moments; an object may have tens of thousands. */
function span(moments: readonly Instant[]): readonly [Instant, Instant] | null {
	let [first, last] = [moments[0], moments[0]];
	if (first === undefined || last === undefined) return null;
	for (const at of moments) {
		if (at < first) first = at;
		if (at > last) last = at;
	}
	return [first, last];
}

/** Whether a row became known before another; of those known at once, whether it was observed before. */
function isBefore(a: Alert | Placed, b: Alert | Placed): boolean {
	const apart = a.known_at - b.known_at || a.observed_at - b.observed_at;
	return apart < 0 || (apart === 0 && numberOf(a) < numberOf(b));
}

function numberOf(row: Alert | Placed): bigint {
	return 'alert_id' in row ? row.alert_id : row.measurement;
}
