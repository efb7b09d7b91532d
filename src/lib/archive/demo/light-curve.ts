/** What an object shows in a difference image: its magnitude there, and whether it is brighter than its reference. */
export interface Shown {
	readonly mag: number;
	readonly isPositive: boolean;
}

/** Difference magnitude `day` days after the survey's first night, in filter `fid` (1, 2, 3: g, r, i). */
export type LightCurve = (day: number, fid: number) => Shown | null;

/** Rises for 18 days as a square, fades 2 magnitudes in 30 days (faster in g), then slowly; peak on `peakDay`. */
export function supernova(peakDay: number, peakMag: number): LightCurve {
	return (day, fid) => {
		const age = day - peakDay;
		if (age < -18) return null;
		const fadeMagPerDay = fid === 1 ? 0.09 : 0.065;
		const late = Math.max(0, age - 30) * (0.02 - fadeMagPerDay);
		const faded = age < 0 ? 5 * (age / 18) ** 2 : fadeMagPerDay * age + late;
		return { mag: peakMag + (fid === 3 ? 0.3 : 0) + faded, isPositive: true };
	};
}

/** Twice in each period its difference vanishes: brighter than the reference, then fainter. */
export function variableStar(mag: number, periodDays: number, phase: number): LightCurve {
	return (day) => {
		const swing = Math.sin(2 * Math.PI * (day / periodDays + phase));
		if (Math.abs(swing) < 0.1) return null;
		return { mag: mag - 2.5 * Math.log10(Math.abs(swing)), isPositive: swing > 0 };
	};
}

/** Out of nowhere, and 2 magnitudes fainter every day. */
export function flare(startDay: number, peakMag: number): LightCurve {
	return (day) => (day < startDay ? null : { mag: peakMag + 2 * (day - startDay), isPositive: true });
}

/** At this place in one night only. */
export function asteroid(night: number, mag: number): LightCurve {
	return (day) => (Math.floor(day) === night ? { mag, isPositive: true } : null);
}
