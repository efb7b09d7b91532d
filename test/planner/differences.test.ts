import { describe, expect, it } from 'vitest';
import { differencesBetween, differenceWords } from '#lib/planner/differences.ts';
import { seedFacilities } from '#lib/planner/facilities/index.server.ts';

const facility = seedFacilities().find((one) => one.facility === 'palomar-60')!;
const words = (before: unknown, after: unknown) => differenceWords(differencesBetween(before, after));

describe('what two versions of a facility have otherwise', () => {
	it('is told field by field, with what was and what is', () => {
		const [telescope] = facility.telescopes;
		const [instrument, ...others] = telescope!.instruments;
		const after = {
			...facility,
			name: 'Sixty inches',
			site: { ...facility.site!, latDeg: 33.5 },
			telescopes: [
				{ ...telescope!, instruments: [{ ...instrument!, bands: ['u', 'g'] }, ...others.slice(1)] }
			],
			rules: { ...facility.rules, given: [{ from: '2026-06-02T03:00Z', to: '2026-06-02T12:00Z' }] }
		};
		expect(differencesBetween(facility, after)).toEqual([
			{ field: 'name', before: facility.name, after: 'Sixty inches' },
			{ field: 'site, lat (deg)', before: String(facility.site!.latDeg), after: '33.5' },
			{
				field: `telescope ${telescope!.telescope}, instrument ${instrument!.instrument}, bands`,
				before: instrument!.bands.join(', ') || 'none',
				after: 'u, g'
			},
			{
				field: `telescope ${telescope!.telescope}, instrument ${others[0]!.instrument}`,
				before: 'there',
				after: 'not there'
			},
			{
				field: 'rules, time given',
				before: 'all of its time',
				after: '2026-06-02T03:00Z to 2026-06-02T12:00Z'
			}
		]);
	});

	it('is of many nights those alone that came or went', () => {
		const night = (day: number) => ({ from: `2026-06-${day}T03:00Z`, to: `2026-06-${day}T12:00Z` });
		const given = (...days: number[]) => ({ rules: { given: days.map(night) } });
		expect(words(given(10, 11, 12), given(10, 12, 13))).toBe(
			'rules, time given: 2026-06-11T03:00Z to 2026-06-11T12:00Z → 2026-06-13T03:00Z to 2026-06-13T12:00Z'
		);
		expect(words(given(10, 11, 12), given(10, 12))).toBe(
			'rules, time given: 2026-06-11T03:00Z to 2026-06-11T12:00Z → not there'
		);
		expect(words(given(10), given(10, 11))).toBe(
			'rules, time given: 2026-06-10T03:00Z to 2026-06-10T12:00Z → 2026-06-10T03:00Z to 2026-06-10T12:00Z, 2026-06-11T03:00Z to 2026-06-11T12:00Z'
		);
		expect(words(given(10), { rules: { given: null } })).toMatch(/ → all of its time$/);
	});

	it('is nothing where only the order of fields is another, and counted where it is very much', () => {
		expect(differencesBetween({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toEqual([]);
		const many = (by: number) => ({
			targets: Array.from({ length: 30 }, (_, i) => ({ name: `t${i + by}` }))
		});
		expect(words(many(0), many(30))).toMatch(/^target t0: there → not there; .*; and 40 more$/);
	});
});
