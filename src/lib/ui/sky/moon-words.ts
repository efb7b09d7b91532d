import type { Night } from '#lib/sky/night.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

const halfDay = 43_200_000_000;

/**
 * When the Moon is up between sunset and sunrise, in the order of time and in hours of UTC: `up until 23:11 and from 06:02`;
 * within 12 hours of the Sun's lowest where it does not set or not rise.
 */
export function moonWords({ middle, sunset, moonUp }: Night): string {
	const from = sunset.dusk ?? middle - halfDay;
	const to = sunset.dawn ?? middle + halfDay;
	const spans = moonUp
		.filter((up) => up.to > from && up.from < to)
		.toSorted((a, b) => a.from - b.from)
		.map((up) => spanWords(up.from <= from ? null : up.from, up.to >= to ? null : up.to));
	return spans.length === 0 ? 'not up that night' : `up ${spans.join(' and ')}`;
}

function spanWords(rises: Instant | null, sets: Instant | null): string {
	if (rises === null) return sets === null ? 'all night' : `until ${clock(sets)}`;
	return sets === null ? `from ${clock(rises)}` : `${clock(rises)} to ${clock(sets)}`;
}

function clock(at: Instant): string {
	return formatInstant(at).slice(11, 16);
}
