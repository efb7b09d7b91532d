/** An area in square degrees to two figures or whole: `0.089`, `2.3`, `38`, `10182`. */
export function areaText(deg2: number): string {
	return deg2 < 10 ? deg2.toPrecision(2) : String(Math.round(deg2));
}

/** How the 90 % area changed from one map to the next, both in square degrees, as a sentence. */
export function areaChangeText(beforeDeg2: number, deg2: number): string {
	const [before, after] = [areaText(beforeDeg2), areaText(deg2)];
	if (before === after) return `Its 90 % area is that of the map before, ${after} square degrees.`;
	const ratio = deg2 / beforeDeg2;
	const change = ratio < 1 ? 1 - ratio : ratio - 1;
	const much =
		ratio >= 2
			? `${Number(ratio.toPrecision(2))} times as large`
			: `${Math.max(1, Math.round(change * 100))} % ${ratio < 1 ? 'smaller' : 'larger'}`;
	return `Its 90 % area is ${after} square degrees, where the map before had ${before}: ${much}.`;
}
