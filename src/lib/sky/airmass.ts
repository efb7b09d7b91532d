const degree = Math.PI / 180;

/**
 * Airmass at an altitude without refraction, 1 at the zenith and 38 at the horizon; `Infinity` below it.
 * Within 0.4 % of sec z above 30 degrees. Source: Pickering (2002), DIO 12, 1, 3.
 */
export function airmassAt(altitudeDeg: number): number {
	if (!(altitudeDeg >= 0)) return Infinity;
	return Math.max(1, 1 / Math.sin((altitudeDeg + 244 / (165 + 47 * altitudeDeg ** 1.1)) * degree));
}

/** The altitude in degrees, without refraction, above which the airmass is no greater; 0 for more than 38, 90 for 1. */
export function altitudeOfAirmass(airmass: number): number {
	let [low, high] = [0, 90];
	for (let i = 0; i < 50; i++) {
		const middle = (low + high) / 2;
		if (airmassAt(middle) > airmass) low = middle;
		else high = middle;
	}
	return high;
}
