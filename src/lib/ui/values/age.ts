import { mjdUtcOf } from '#lib/sky/time-scales.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

const steps = [
	{ unit: 'min', seconds: 60, until: 3600 },
	{ unit: 'h', seconds: 3600, until: 2 * 86_400 },
	{ unit: 'd', seconds: 86_400, until: 2 * 365.25 * 86_400 },
	{ unit: 'yr', seconds: 365.25 * 86_400, until: Infinity }
];

/** A length of time in microseconds to two figures or so: `45 s`, `12 min`, `31 h`, `420 d`, `7.1 yr`. */
export function formatDuration(microseconds: number): string {
	const seconds = Math.abs(microseconds) / 1e6;
	if (seconds < 60) return `${Math.floor(seconds)} s`;
	const step = steps.find(({ until }) => seconds < until);
	const count = seconds / (step?.seconds ?? 1);
	return `${count < 10 ? Math.floor(count * 10) / 10 : Math.floor(count)} ${step?.unit}`;
}

/** How long before (or after) `now` a moment is: `3 d ago`, `in 2 h`. */
export function formatAge(at: number, now: number): string {
	if (at === now) return 'now';
	return at < now ? `${formatDuration(now - at)} ago` : `in ${formatDuration(at - now)}`;
}

/** All that is told of a moment, for where only a part of it has room: UTC, MJD and age. */
export function momentInFull(at: Instant, now: Instant): string {
	return `${formatInstant(at)}, MJD ${mjdUtcOf(at).toFixed(5)}, ${formatAge(at, now)}`;
}
