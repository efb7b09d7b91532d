/** How many values lie where, to a few per cent: lengths of time in seconds, by powers of 2 to the 1/16. */
export type Spread = Record<string, number>;

/** Adds a value of at least 0. */
export function addTo(spread: Spread, seconds: number): void {
	const bin = String(Math.round(16 * Math.log2(1 + seconds)));
	spread[bin] = (spread[bin] ?? 0) + 1;
}

export function sumOf(spreads: readonly Spread[]): Spread {
	const sum: Spread = {};
	for (const spread of spreads)
		for (const [bin, count] of Object.entries(spread)) sum[bin] = (sum[bin] ?? 0) + count;
	return sum;
}

/** The value below which a share of them lies, to 5 % and never above `most`, in whole seconds; null of none. */
export function quantile(spread: Spread, share: number, most = Infinity): number | null {
	const bins = Object.entries(spread)
		.map(([bin, count]) => ({ bin: Number(bin), count }))
		.sort((a, b) => a.bin - b.bin);
	const wanted = share * bins.reduce((sum, { count }) => sum + count, 0);
	let passed = 0;
	for (const { bin, count } of bins) {
		passed += count;
		if (passed >= wanted) return Math.min(Math.round(2 ** (bin / 16) - 1), most);
	}
	return null;
}
