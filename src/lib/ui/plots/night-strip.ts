import type { Night } from '#lib/sky/night.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

/** A stretch of a night, in percent of the strip. */
export interface Stretch {
	readonly from: number;
	readonly to: number;
	/** 0 is day, 4 is dark. */
	readonly darkness: number;
	readonly name: string;
}

export interface NightStrip {
	readonly stretches: readonly Stretch[];
	readonly moonUp: readonly { readonly from: number; readonly to: number }[];
	/** Where the moment that is looked at stands; null where the night is yet to come. */
	readonly now: number | null;
	readonly hours: readonly { readonly percent: number; readonly label: string }[];
}

const HOUR = 3_600_000_000;
const names = ['day', 'civil twilight', 'nautical twilight', 'astronomical twilight', 'dark'];

/** From an hour before sunset to an hour after sunrise; 24 hours where the Sun does neither. */
export function nightSpan({ sunset, middle }: Night): { readonly from: Instant; readonly to: Instant } {
	return {
		from: ((sunset.dusk ?? middle - 11 * HOUR) - HOUR) as Instant,
		to: ((sunset.dawn ?? middle + 11 * HOUR) + HOUR) as Instant
	};
}

/** A night over its span. */
export function layoutNight(night: Night, at: Instant): NightStrip {
	const { sunset, civil, nautical, astronomical, moonUp } = night;
	const { from, to } = nightSpan(night);
	const percent = (moment: number) => Math.min(100, Math.max(0, (100 * (moment - from)) / (to - from)));
	const twilights = [sunset, civil, nautical, astronomical];
	const darkest = twilights.findLastIndex(({ dusk }) => dusk !== null) + 1;
	const passed = twilights.slice(0, darkest);
	const edges = [
		from,
		...passed.map(({ dusk }) => dusk ?? from),
		...passed.toReversed().map(({ dawn }) => dawn ?? to),
		to
	];
	const depths = [...Array(darkest + 1).keys(), ...[...Array(darkest).keys()].reverse()];
	const firstHour = Math.ceil(from / HOUR);
	const every = to - from > 15 * HOUR ? 3 : 2;
	return {
		stretches: depths.map((darkness, k) => ({
			from: percent(edges[k]!),
			to: percent(edges[k + 1]!),
			darkness,
			name: names[darkness]!
		})),
		moonUp: moonUp
			.map((up) => ({ from: percent(up.from), to: percent(up.to) }))
			.filter((up) => up.to > up.from),
		now: at >= from && at <= to ? percent(at) : null,
		hours: Array.from({ length: Math.floor(to / HOUR) - firstHour + 1 }, (_, k) => firstHour + k)
			.filter((hour) => hour % every === 0)
			.map((hour) => ({
				percent: percent(hour * HOUR),
				label: formatInstant((hour * HOUR) as Instant).slice(11, 16)
			}))
			.filter(({ percent: place }) => place > 4 && place < 96)
	};
}
