import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';

/** The moment from which a page's drawing begins, as its address says; null where it says none. */
export function drawnFrom(url: URL): Instant | null {
	const asked = url.searchParams.get('drawn_from');
	return asked ? parseInstant(asked) : null;
}
