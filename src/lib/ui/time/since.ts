import type { Instant } from '#lib/sky/time.ts';
import { formatDuration } from '#lib/ui/values/age.ts';

/** A moment as counted from T0, `T0 + 2.1 h`. */
export function sinceOrigin(at: Instant, origin: Instant): string {
	return `T0 ${at < origin ? '−' : '+'} ${formatDuration(at - origin)}`;
}

/** UTC to the second, `2019-10-01 20:59:00`. */
export function utcText(at: Instant): string {
	return new Date(Math.floor(at / 1000)).toISOString().slice(0, 19).replace('T', ' ');
}
