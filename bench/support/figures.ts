/** Percentile `p` (0 to 1) of some numbers, by the nearest rank. */
export function percentile(values: readonly number[], p: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]!;
}

/** One line on a target: what it is, what came out, whether it is met. */
export function targetLine(what: string, figure: string, isMet: boolean): string {
	return `${isMet ? 'met    ' : 'NOT MET'}  ${what}: ${figure}`;
}
