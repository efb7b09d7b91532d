/** A probability (0 to 1) as people read it: whole percents, and never 0 or 100 for what is neither. */
export function percentText(probability: number): string {
	if (probability === 0 || probability === 1) return `${probability * 100} %`;
	if (probability < 0.01) return '<1 %';
	if (probability > 0.99) return '>99 %';
	return `${Math.round(probability * 100)} %`;
}
