import type { Slew } from './facility.ts';

/**
 * Seconds to slew by an angle and settle: speeding up, going on, slowing down; 0 for none. An acceleration that nobody
 * knows takes no time.
 */
export function slewSec(slew: Slew, distanceDeg: number): number {
	if (distanceDeg === 0) return 0;
	const { rateDegPerSec: rate, accelerationDegPerSec2: acceleration, settleSec } = slew;
	const settle = settleSec ?? 0;
	if (acceleration === null) return distanceDeg / rate + settle;
	const reachesRate = distanceDeg >= rate ** 2 / acceleration;
	return (
		(reachesRate ? distanceDeg / rate + rate / acceleration : 2 * Math.sqrt(distanceDeg / acceleration)) +
		settle
	);
}
