import type { Instant } from '#lib/sky/time.ts';
import type { Rule } from './constraint.ts';

/** A span of time, `to` not in it. */
export interface Span {
	readonly from: Instant;
	readonly to: Instant;
}

/** Within one of some spans of time. */
export function during(spans: readonly Span[], name = 'time given'): Rule {
	const sorted = [...spans].filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
	const merged: { from: Instant; to: Instant }[] = [];
	for (const { from, to } of sorted) {
		const last = merged.at(-1);
		if (last && from <= last.to) last.to = Math.max(last.to, to) as Instant;
		else merged.push({ from, to });
	}
	return {
		kind: 'rule',
		name,
		isOfPlace: true,
		marginSec: (_sight, at) => {
			const next = merged.find(({ to }) => to > at);
			if (!next) return -Infinity;
			return (next.from <= at ? next.to - at : at - next.from) / 1e6;
		}
	};
}
