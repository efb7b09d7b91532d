import { separationDeg } from '#lib/sky/separation.ts';
import type { Pointing } from './read.server.ts';

/** Two tellings of one look agree in place to this: files round, and a block tells the target, not the axis. */
const samePlaceDeg = 0.05;
const hourMicroseconds = 3_600_000_000;

/**
 * Executed pointings, each look of an instrument once: one that is told again by another name (by a file, after its block was
 * executed) has the same facility, instrument and band, overlaps in time, and looks at the same place within 0.05 degrees. What
 * carried out a block stays, else what was known first; a position angle and a depth that only the other tells are taken over.
 */
export function looksOf(pointings: readonly Pointing[]): Pointing[] {
	const kept: Pointing[] = [];
	/** Places in `kept`, by instrument, band and each hour that a look touches. */
	const byHour = new Map<string, number[]>();
	const order = pointings.toSorted(
		(a, b) => Number(a.block === null) - Number(b.block === null) || a.known_at - b.known_at
	);
	for (const one of order) {
		const hours = hoursOf(one);
		const found = hours.flatMap((hour) => byHour.get(hour) ?? []).find((i) => isSameLook(kept[i]!, one));
		if (found === undefined) {
			const place = kept.push(one) - 1;
			for (const hour of hours) byHour.set(hour, [...(byHour.get(hour) ?? []), place]);
			continue;
		}
		const first = kept[found]!;
		kept[found] = {
			...first,
			position_angle_deg: first.position_angle_deg ?? one.position_angle_deg,
			depth_mag: first.depth_mag ?? one.depth_mag
		};
	}
	return kept.sort((a, b) => a.from_at - b.from_at);
}

function isSameLook(a: Pointing, b: Pointing): boolean {
	const [from, to] = [Math.max(a.from_at, b.from_at), Math.min(a.to_at, b.to_at)];
	const isMoment = a.from_at === a.to_at || b.from_at === b.to_at;
	return (
		(from < to || (isMoment && from === to)) &&
		separationDeg(a.ra_deg, a.dec_deg, b.ra_deg, b.dec_deg) <= samePlaceDeg
	);
}

function hoursOf({ facility, instrument, band, from_at, to_at }: Pointing): string[] {
	const [first, last] = [from_at, to_at].map((t) => Math.floor(t / hourMicroseconds));
	return Array.from(
		{ length: last! - first! + 1 },
		(_, i) => `${facility} ${instrument} ${band} ${first! + i}`
	);
}
