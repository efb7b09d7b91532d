import type { Received } from '#lib/archive/index.server.ts';
import { formatInstant, instantFromUnixMilliseconds, type Instant } from '#lib/sky/time.ts';

/** Most bars of a chart: of a longer time the latest. */
const MOST = 120;

/** Packets by the period in which they were received, those without any included. */
export function receivedBars({ unit, counts }: Received): { label: string; amount: number }[] {
	const [first, last] = [counts[0], counts.at(-1)];
	if (!first || !last) return [];
	const amounts = new Map(counts.map(({ received_from, packets }) => [received_from, packets]));
	const periods: Instant[] = [];
	for (let at = first.received_from; at <= last.received_from; at = following(at, unit)) periods.push(at);
	return periods.slice(-MOST).map((at) => ({ label: labelOf(at, unit), amount: amounts.get(at) ?? 0 }));
}

function following(at: Instant, unit: Received['unit']): Instant {
	const date = new Date(at / 1000);
	if (unit === 'month') date.setUTCMonth(date.getUTCMonth() + 1);
	else if (unit === 'day') date.setUTCDate(date.getUTCDate() + 1);
	else date.setUTCHours(date.getUTCHours() + 1);
	return instantFromUnixMilliseconds(date.getTime());
}

function labelOf(at: Instant, unit: Received['unit']): string {
	const length = { month: 7, day: 10, hour: 13 }[unit];
	return formatInstant(at).slice(0, length).replace('T', ' ') + (unit === 'hour' ? ' h UTC' : '');
}
