import { expect, it } from 'vitest';
import type { Instant } from '#lib/sky/time.ts';
import { coverageCurves } from '#lib/ui/plots/coverage-curve.ts';

const hour = 3_600_000_000;
const step = (event: string, hours: number, state: string, covered: number) => ({
	event,
	at: (hours * hour) as Instant,
	state,
	covered
});

it('climbs with what was executed, and goes on with what is yet to come', () => {
	const [one, other] = coverageCurves(
		[
			step('A', 0, 'executed', 0.2),
			step('A', 10, 'executed', 0.5),
			step('A', 20, 'accepted', 0.8),
			step('B', 5, 'proposed', 0.1)
		],
		(12 * hour) as Instant
	);
	expect(one).toMatchObject({ event: 'A', covered: 0.5, ahead: 0.8, looks: 2, looksAhead: 1 });
	// 4 % of margin on either side: from -0.8 to 20.8 hours
	expect(one!.executed).toBe('M0,100H3.7V80H50V50H50');
	expect(one!.planned).toBe('M50,50H96.3V20H100');
	expect(one!.now).toBeCloseTo(59.26, 2);
	expect(other).toMatchObject({ executed: '', covered: 0, now: null });
	expect(other!.planned).toMatch(/^M0,100H50V90H100$/);
	expect(coverageCurves([], 0 as Instant)).toEqual([]);
});
