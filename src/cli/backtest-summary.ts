import { formatDuration } from '#lib/ui/values/age.ts';
import type { Summary } from '#lib/versioning/backtest/document.ts';

/** What a back-test comes to, in one or two sentences for a terminal. */
export function backTestSummary({
	evaluations,
	objects,
	selected,
	latency_sec,
	label,
	cut
}: Summary): string {
	const within = ({ p50 }: Summary['latency_sec']) =>
		p50 === null ? '' : `, half of them within ${formatDuration(p50 * 1e6)} of their first alert`;
	const walk = `Selected ${selected} in ${evaluations} evaluations of ${objects} objects${within(latency_sec)}.`;
	if (label === null) return walk;
	return (
		`${walk} Against the labels: completeness ${percent(label.completeness)} (${label.wanted_selected} of ` +
		`${label.wanted_walked}), purity ${percent(label.purity)}${within(label.latency_sec)}; the cut at epochs would ` +
		`have had completeness ${percent(cut.completeness)}, purity ${percent(cut.purity)}.`
	);
}

function percent(share: number | null): string {
	return share === null ? 'of none' : `${Math.round(share * 1000) / 10} %`;
}
