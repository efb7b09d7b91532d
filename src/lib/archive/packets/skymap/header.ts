import type { LocalizationFact } from '#lib/archive/facts.ts';
import { instantFromMjdUtc } from '#lib/sky/time-scales.ts';
import type { Instant } from '#lib/sky/time.ts';
import { numberOf, textOf, type FitsHeader } from '../fits/header.ts';
import { readTime } from '../gcn/read-time.ts';

/** What a map's header says beside the map. */
export function localizationOf(
	header: FitsHeader
): Pick<LocalizationFact, 'creator' | 'eventAt' | 'distanceMeanMpc' | 'distanceStdMpc'> {
	return {
		creator: textOf(header, 'CREATOR'),
		eventAt: eventTimeIn(header),
		distanceMeanMpc: numberOf(header, 'DISTMEAN'),
		distanceStdMpc: numberOf(header, 'DISTSTD')
	};
}

/** DATE-OBS, which has all its digits, before MJD-OBS. */
export function eventTimeIn(header: FitsHeader): Instant | null {
	const mjd = numberOf(header, 'MJD-OBS');
	return timeIn(header, 'DATE-OBS') ?? (mjd === null ? null : instantFromMjdUtc(mjd));
}

/** The instant of a keyword, or null where it is missing or no time. */
export function timeIn(header: FitsHeader, keyword: string): Instant | null {
	const text = textOf(header, keyword);
	return text === null ? null : readTime(text);
}
