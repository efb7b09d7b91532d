import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	holdsUntil,
	monthsBefore,
	rightsUnder,
	sharedRights,
	type Policy,
	type Rights
} from '#lib/access/rights.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

const policy = (name: string, more: Partial<Policy>): Policy => ({
	name,
	owner: name.split('.')[0]!,
	policy: 'group',
	public_from: null,
	public_after_months: null,
	...more
});
const opensAt = parseInstant('2017-10-16T14:00:00Z');
const policies = [
	policy('a.public', { policy: 'public' }),
	policy('b.partners', {}),
	policy('c.embargo', { policy: 'public-from', public_from: opensAt }),
	policy('d.later', { policy: 'public-after', public_after_months: 18 })
];

describe('what policies let someone see', () => {
	it('an embargo opens at its instant, and not a microsecond earlier', () => {
		const seen = (at: number) => rightsUnder(policies, new Set(), at as Instant).collections;
		expect(seen(opensAt - 1)).toEqual(['a.public']);
		expect(seen(opensAt)).toEqual(['a.public', 'c.embargo']);
	});

	it('members see what their groups own, whatever its policy', () => {
		expect(rightsUnder(policies, new Set(['b', 'c', 'd']), 0 as Instant)).toEqual({
			collections: ['a.public', 'b.partners', 'c.embargo', 'd.later'],
			opening: new Map(),
			widensAt: null
		});
	});

	it('are the same until the next embargo ends, or for ever', () => {
		const until = (at: number) =>
			holdsUntil(rightsUnder(policies.slice(0, 3), new Set(), at as Instant), at as Instant, at as Instant);
		expect(until(opensAt - 1)).toBe(opensAt);
		expect(until(opensAt)).toBeNull();
	});

	it('go on changing where a collection opens row by row, but for what is open of it already', () => {
		const now = parseInstant('2026-11-22T10:00:00Z');
		const eighteenMonthsAgo = parseInstant('2025-05-22T10:00:00Z');
		const until = (knownAt: number, groups: string[] = []) =>
			holdsUntil(rightsUnder(policies, new Set(groups), now), knownAt as Instant, now);
		expect(until(now)).toBe(now);
		expect(until(eighteenMonthsAgo + 1)).toBe(now);
		expect(until(eighteenMonthsAgo)).toBeNull();
		expect(until(now, ['d'])).toBeNull();
	});

	it('a collection that opens after observation is open up to so many months ago', () => {
		const { opening } = rightsUnder(policies, new Set(), parseInstant('2026-11-22T10:00:00Z'));
		expect([...opening].map(([name, at]) => [name, formatInstant(at)])).toEqual([
			['d.later', '2025-05-22T10:00:00Z']
		]);
	});
});

it('no number of months leads to a moment that cannot be written', () => {
	expect(formatInstant(monthsBefore(parseInstant('2026-01-01T00:00:00Z'), 24_400))).toMatch(/^000[01]-/);
});

it.each([
	['2024-03-31T12:00:00Z', 1, '2024-02-29T23:59:59.999999Z'],
	['2023-03-31T12:00:00Z', 1, '2023-02-28T23:59:59.999999Z'],
	['2023-03-28T12:00:00Z', 1, '2023-02-28T12:00:00Z'],
	['2024-01-15T00:00:00.000001Z', 12, '2023-01-15T00:00:00.000001Z'],
	['2024-12-30T23:59:59Z', 1, '2024-11-30T23:59:59Z']
])('%s is %d months after %s', (at, months, before) => {
	expect(formatInstant(monthsBefore(parseInstant(at), months))).toBe(before);
});

it('what has opened after some months stays open', () => {
	const instants = fc.integer({ min: 0, max: 4e15 }).map((at) => at as Instant);
	const steps = fc.integer({ min: 0, max: 3e11 });
	fc.assert(
		fc.property(instants, steps, fc.integer({ min: 1, max: 40 }), (at, step, months) => {
			expect(monthsBefore((at + step) as Instant, months)).toBeGreaterThanOrEqual(monthsBefore(at, months));
		}),
		{ numRuns: 2000 }
	);
});

it('what two may both see is what each of them may see, row by row', () => {
	const names = ['a', 'b', 'c'];
	const rights = fc
		.record({
			collections: fc.subarray(names),
			opening: fc.dictionary(fc.constantFrom(...names), fc.integer({ min: 0, max: 10 }))
		})
		.map(({ collections, opening }): Rights => ({
			collections,
			opening: new Map(Object.entries(opening) as [string, Instant][]),
			widensAt: null
		}));
	const sees = ({ collections, opening }: Rights, name: string, at: number) =>
		collections.includes(name) || at <= (opening.get(name) ?? -1);
	fc.assert(
		fc.property(rights, rights, (a, b) => {
			const both = sharedRights(a, b);
			for (const name of names) {
				for (let at = 0; at <= 11; at++) {
					expect(sees(both, name, at)).toBe(sees(a, name, at) && sees(b, name, at));
				}
			}
		})
	);
});
