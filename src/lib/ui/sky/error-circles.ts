import type { Notice } from '#lib/archive/index.server.ts';
import type { SkyCircle } from '#lib/ui/sky/RegionMap.svelte';

const MOST = 12;

/**
 * The positions that notices gave, each once, with their errors; the newest is the one in force. Those without an error,
 * as of spacecraft that turn there, count only where none has one.
 */
export function errorCircles(notices: readonly Notice[]): SkyCircle[] {
	const positions = notices.filter(({ ra_deg, dec_deg }) => ra_deg !== null && dec_deg !== null);
	const withError = positions.filter(({ error_deg }) => error_deg !== null);
	const placed = withError.length ? withError : positions;
	const newest = placed.at(-1);
	const latest = Map.groupBy(placed.toReversed(), (one) => `${one.ra_deg} ${one.dec_deg} ${one.error_deg}`);
	const each = [...latest.values()].map(([notice]) => notice!).toReversed();
	return each.slice(-MOST).map((notice) => ({
		raDeg: notice.ra_deg!,
		decDeg: notice.dec_deg!,
		radiusDeg: notice.error_deg,
		label: `${notice.kind}, ${notice.stream}${notice.error_deg === null ? '' : `: within ${Number(notice.error_deg.toPrecision(3))}°`}`,
		isNewest: notice === newest
	}));
}
