const degree = Math.PI / 180;

/**
 * Angle between two positions, all in degrees; accurate from the tiniest separation to the antipode.
 * Source: Vincenty 1975, Survey Review 23, 88, eq. for the sphere.
 */
export function separationDeg(raDeg1: number, decDeg1: number, raDeg2: number, decDeg2: number): number {
	const dRa = (raDeg2 - raDeg1) * degree;
	const dDec = (decDeg2 - decDeg1) * degree;
	const [sin1, cos1] = [Math.sin(decDeg1 * degree), Math.cos(decDeg1 * degree)];
	const [sin2, cos2] = [Math.sin(decDeg2 * degree), Math.cos(decDeg2 * degree)];
	// cos1 sin2 - sin1 cos2 cos(dRa), free of the cancellation between its terms.
	const north = Math.sin(dDec) + 2 * sin1 * cos2 * Math.sin(dRa / 2) ** 2;
	const east = cos2 * Math.sin(dRa);
	return Math.atan2(Math.hypot(east, north), sin1 * sin2 + cos1 * cos2 * Math.cos(dRa)) / degree;
}
