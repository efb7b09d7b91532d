import { normal, uniform } from './random.ts';

/** One exposure of one field. */
export interface Exposure {
	readonly field: number;
	/** Days since the survey's first night began, its start. */
	readonly day: number;
	/** Start, Julian date in UTC to seven places, as ZTF writes it. */
	readonly jd: number;
	/** Filter: 1, 2, 3 are g, r, i. */
	readonly fid: number;
	/** 1 is public, 2 the partnership's, 3 Caltech's. */
	readonly programId: number;
	readonly exposureSec: number;
	readonly limitingMag: number;
	/** Tells its noise from that of others. */
	readonly noise: number;
}

/** The first night begins on 2021-09-01 at 03:36 UTC; no gravitational-wave detector was observing that autumn. */
export const firstNightJd = 2_459_458.65;
export const fieldsInSky = 24;
export const fieldSideDeg = 7;

const fieldsInRow = 6;
const slotDays = 40 / 86_400;

/** Centre of a field, degrees: four rows of six from declination -5 northwards. */
export function fieldCentre(field: number): { raDeg: number; decDeg: number } {
	return {
		raDeg: (310 + 8 * (field % fieldsInRow)) % 360,
		decDeg: -5 + fieldSideDeg * Math.floor(field / fieldsInRow)
	};
}

/**
 * Exposures of a field in the nights from `first` to before `end`, in order. Four nights in five are clear; a field
 * is seen every other night in g and r by all, every eighth also in i by the partnership, some also by Caltech:
 * 27 in 30 days.
 */
export function exposuresOf(seed: number, field: number, first: number, end: number): Exposure[] {
	const exposures: Exposure[] = [];
	for (let night = first; night < end; night++) {
		if (uniform(seed, 20, night) > 0.8) continue;
		const turn = (((night + field) % 24) + 24) % 24;
		const take = (slot: number, fid: number, programId: number, exposureSec: number) => {
			const jd = Number((firstNightJd + night + slot * slotDays).toFixed(7));
			const noise = night * 4096 + slot;
			const depth = fid === 3 ? 20.3 : programId === 3 ? 20.9 : 20.5;
			const limitingMag = depth + 0.3 * normal(seed, 21, noise, field);
			exposures.push({
				field,
				day: night + slot * slotDays,
				jd,
				fid,
				programId,
				exposureSec,
				limitingMag,
				noise
			});
		};
		if (turn % 2 === 0) {
			take(field, 1, 1, 30);
			take(field + 100, 2, 1, 30);
		}
		if (turn % 8 === 1) take(field + 200, 3, 2, 90);
		if (turn % 12 === 3) take(field + 300, 2, 3, 30);
	}
	return exposures;
}
