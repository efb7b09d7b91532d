import type { Exposure } from './exposures.ts';
import type { InventedObject } from './invented-objects.ts';
import { normal, uniform } from './random.ts';

/** A detection of an object in an exposure, as the survey's pipeline has it. */
export interface Detection {
	readonly candid: bigint;
	readonly raDeg: number;
	readonly decDeg: number;
	readonly mag: number;
	readonly magErr: number;
	readonly isPositive: boolean;
	readonly realBogus: number;
}

/** Magnitude error of a source at the limiting magnitude, five times its noise: 2.5 / ln 10 / 5. */
const errorAtLimit = 0.2171;
const jitterDeg = 0.08 / 3600;

/** What an exposure shows of an object: a detection, or null where it is fainter than the limit. */
export function measure(seed: number, object: InventedObject, exposure: Exposure): Detection | null {
	const shown = object.curve(exposure.day, exposure.fid);
	if (shown === null) return null;
	const { index } = object;
	const { noise } = exposure;
	const magErr = 0.02 + errorAtLimit * 10 ** (0.4 * (shown.mag - exposure.limitingMag));
	const mag = shown.mag + magErr * normal(seed, 30, index, noise);
	if (!(mag < exposure.limitingMag)) return null;
	return {
		candid: pidOf(object, exposure) * 1_000_000n + 15_000n + BigInt(object.number),
		raDeg: Number(((object.raDeg + jitterDeg * normal(seed, 31, index, noise) + 360) % 360).toFixed(7)),
		decDeg: Number((object.decDeg + jitterDeg * normal(seed, 32, index, noise)).toFixed(7)),
		mag: Math.fround(mag),
		magErr: Math.fround(magErr),
		isPositive: shown.isPositive,
		realBogus: Math.fround(1 - 0.3 * uniform(seed, 33, index, noise) ** 2)
	};
}

/** Number of a night as in ZTF's processing ids. */
export function nidOf({ jd }: Exposure): number {
	return Math.floor(jd - 2_457_754.5);
}

/** ZTF's processing id: night, fraction of the day in five digits, quadrant, 15. */
export function pidOf({ rcid }: InventedObject, exposure: Exposure): bigint {
	const fraction = Math.floor((exposure.jd - 2_457_754.5 - nidOf(exposure)) * 100_000);
	return BigInt(nidOf(exposure)) * 1_000_000_000n + BigInt(fraction * 10_000 + rcid * 100 + 15);
}
