import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import Gantt from '#lib/ui/planner/Gantt.svelte';
import { ganttPart } from '#lib/ui/planner/gantt-span.ts';
import { ganttRows } from '#lib/ui/planner/gantt-rows.ts';
import { placeBars, ticksOf, type BarState, type GanttBar } from '#lib/ui/plots/gantt.ts';
import { seedFacilities } from '#lib/planner/facilities/index.server.ts';

const HOUR = 3_600_000_000;
const start = parseInstant('2026-06-02T20:00:00Z');
const at = (hours: number) => (start + hours * HOUR) as Instant;
const span = { from: at(0), to: at(10) };
const bar = (from: number, to: number, state: BarState = 'accepted'): GanttBar => ({
	...{ from: at(from), to: at(to), state },
	...{ label: 'M 13', subject: 'schedule/b1', title: `${state}: M 13` }
});

describe('bars', () => {
	it('stand where their time is, cut off at the ends of what is drawn', () => {
		const { bars, lanes } = placeBars([bar(-1, 1), bar(5, 7.5), bar(9, 12), bar(11, 12)], span);
		expect(bars.map(({ x, width }) => [x, width])).toEqual([
			[0, 10],
			[50, 25],
			[90, 10]
		]);
		expect(lanes).toBe(1);
	});

	it('never overlap in a lane, and what holds the telescope lies above what only wants it', () => {
		const asked = [
			bar(1, 4, 'proposed'),
			bar(2, 3),
			bar(2, 5, 'declined'),
			bar(4, 5, 'proposed'),
			bar(0, 10, 'window')
		];
		const { bars, lanes } = placeBars(asked, span);
		expect(lanes).toBe(4);
		const laneOf = (state: BarState) => bars.filter((one) => one.state === state).map(({ lane }) => lane);
		expect([laneOf('window'), laneOf('accepted'), laneOf('declined')]).toEqual([[0], [1], [3]]);
		for (const one of bars)
			for (const other of bars)
				if (one !== other && one.lane === other.lane)
					expect(one.to <= other.from || other.to <= one.from).toBe(true);
	});

	it('have an axis of whole hours, midnights with their day', () => {
		expect(ticksOf(span).map(({ percent, label }) => [percent, label])).toEqual([
			[0, '20:00'],
			[20, '22:00'],
			[40, '3 Jun'],
			[60, '02:00'],
			[80, '04:00'],
			[100, '06:00']
		]);
		expect(ticksOf({ from: at(0), to: at(14 * 24) }).length).toBeLessThanOrEqual(9);
	});
});

describe('the part of a schedule that is drawn', () => {
	const block = (from: number, to: number) => ({ from: at(from), to: at(to) });
	it('begins with what is not over yet, and leads to what lies before and after', () => {
		const blocks = [block(-80, -79), block(1, 2), block(30, 31), block(100, 101)];
		const part = ganttPart(blocks, at(0), null)!;
		expect(part.span).toEqual({ from: at(0), to: at(32) });
		expect(ganttPart(blocks, at(0), part.earlier)!.span.from).toBeLessThanOrEqual(at(-80));
		expect(ganttPart(blocks, at(0), part.later)!.span).toEqual({ from: at(99), to: at(111) });
	});

	it('is the last of what is over, and nothing of nothing', () => {
		const part = ganttPart([block(-80, -79), block(-40, -39)], at(0), null)!;
		expect(part.span.from).toBeLessThanOrEqual(at(-40));
		expect(part.span.to).toBeGreaterThanOrEqual(at(-39));
		expect(ganttPart([], at(0), null)).toBeNull();
	});
});

describe('telescopes', () => {
	const facilities = seedFacilities().filter(({ facility }) =>
		['lco-tfn', 'palomar-60', 'swift'].includes(facility)
	);
	const blocks = [
		{
			...{ facility: 'palomar-60', telescope: 'p60', instrument: 'sedm-rc', from_at: at(9), to_at: at(9.5) },
			...{ ra_deg: 250.42, dec_deg: 36.46, band: 'r', label: null, owner: 'blue-team', is_redacted: true },
			...{ block: 'b1', state: 'proposed' as const }
		}
	];

	it('come from east to west, with their nights; what is kept secret is not told on a bar', () => {
		const { rows, others } = ganttRows(facilities, blocks, span);
		expect(rows.map(({ name }) => name)).toEqual(['Palomar 60-inch, SED Machine']);
		expect(rows[0]!.bars).toMatchObject([
			{ state: 'proposed', label: 'for blue-team r', subject: 'schedule/b1' }
		]);
		expect(new Set(others.map(({ name }) => name)).size).toBe(others.length);
		expect(others.at(-1)).toMatchObject({ subject: 'facilities/swift', night: [], dark: [] });
		// dusk of 3 June at Palomar: the Sun sets at 02:55 UTC
		const [night] = rows[0]!.night;
		expect((night!.from - parseInstant('2026-06-03T02:55:00Z')) / 60e6).toBeCloseTo(0, -1);
		expect(rows[0]!.dark[0]!.from).toBeGreaterThan(night!.from);
	});

	it('are drawn with state, time and place in words, and a link to each block', () => {
		const { rows } = ganttRows(facilities, blocks, span);
		const url = new URL('http://host/schedule?known=2026-06-02T20:00:00Z');
		const { body } = render(Gantt, { props: { rows, span, at: at(1), title: 'Blocks', url } });
		expect(body).toContain('href="/schedule/b1?known=2026-06-02T20:00:00Z"');
		expect(body).toContain(
			'aria-label="proposed: for blue-team r; 2026-06-03 05:00 to 2026-06-03 05:30 UTC; sedm-rc; 250.420 +36.460"'
		);
		expect(body).toContain('href="/facilities/palomar-60?known=2026-06-02T20:00:00Z"');
	});

	it('stand in words below each telescope, where a phone leaves no room on the bars', () => {
		const { rows } = ganttRows(facilities, blocks, span);
		const url = new URL('http://host/schedule');
		const { body } = render(Gantt, { props: { rows, span, at: at(1), title: 'Blocks', url } });
		const text = body.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
		expect(text).toContain('06-03 05:00 to 05:30 for blue-team r proposed');
	});
});
