import fc from 'fast-check';
import type { Block, Problem } from '#lib/planner/schedule/problem.ts';

const slots = 6;

/** Options of a visit on some of the instruments: seconds, and a bit for each start. */
const options = (instruments: number) =>
	fc
		.array(
			fc.record({
				isThere: fc.boolean(),
				seconds: fc.constantFrom(60, 250, 300, 700),
				starts: fc.integer({ min: 0, max: 2 ** slots - 1 }),
				quality: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: slots, maxLength: slots })
			}),
			{ minLength: instruments, maxLength: instruments }
		)
		.map((list) =>
			list.flatMap(({ isThere, seconds, starts: bits, quality }, instrument) => {
				const starts = Array.from({ length: slots }, (_, t) => t).filter((t) => bits & (1 << t));
				return isThere ? [{ instrument, seconds, starts, quality: starts.map((t) => quality[t]! / 4) }] : [];
			})
		);

/** Problems with all that a problem can have, small enough to try everything. */
export const smallProblem = (visits = 4, instruments = 2): fc.Arbitrary<Problem> =>
	fc
		.record({
			given: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: instruments, maxLength: instruments }),
			slew: fc.record({
				settleSeconds: fc.constantFrom(0, 20, 120),
				degPerSecond: fc.constantFrom(0.5, 4, Infinity)
			}),
			visits: fc.array(
				fc.record({
					group: fc.constantFrom(null, 0, 1),
					raDeg: fc.integer({ min: 0, max: 359 }),
					decDeg: fc.integer({ min: -90, max: 90 }),
					worth: fc.integer({ min: 0, max: 5 }),
					options: options(instruments)
				}),
				{ minLength: 1, maxLength: visits }
			),
			rows: fc.array(
				fc.record({
					size: fc.integer({ min: 1, max: 3 }),
					leastSlots: fc.integer({ min: 0, max: 2 }),
					wider: fc.constantFrom(0, 2, Infinity),
					isWhole: fc.boolean()
				}),
				{ maxLength: 2 }
			),
			atoms: fc.array(fc.uniqueArray(fc.nat(visits - 1), { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
			owed: fc.tuple(fc.nat(5), fc.nat(5)),
			shortfallWorth: fc.constantFrom(0, 0.5, 3)
		})
		.map(({ given, slew, visits: list, rows, atoms, owed, shortfallWorth }) => {
			let next = 0;
			const requests = rows.flatMap(({ size, leastSlots, wider, isWhole }, r) => {
				const members = list.map((_, v) => v).slice(next, next + size);
				next += size;
				const greatestSlots = leastSlots + wider;
				return members.length > 0
					? [{ id: `r${r}`, visits: members, leastSlots, greatestSlots, isWhole }]
					: [];
			});
			return {
				slotSeconds: 300,
				slots,
				instruments: given.map((from, k) => ({
					id: `t${k}`,
					given: [
						{ from, to: from + 2 },
						{ from: from + 3, to: slots }
					],
					slew
				})),
				visits: list.map((visit, v) => ({ ...visit, id: `v${v}`, closed: [] })),
				requests,
				goals: [{ id: 'g', worth: 8 }],
				atoms: atoms.map((members) => ({
					goal: 0,
					probability: 1 / 4,
					visits: members.filter((v) => v < list.length)
				})),
				groups: owed.map((owedSlots, g) => ({ id: `g${g}`, owedSlots })),
				shortfallWorth
			};
		});

/** All ways to give each visit one of its blocks or none. */
export function* allPlans(blocksOf: readonly (readonly Block[])[]): Generator<Block[]> {
	if (blocksOf.length === 0) {
		yield [];
		return;
	}
	for (const rest of allPlans(blocksOf.slice(1))) {
		yield rest;
		for (const block of blocksOf[0]!) yield [block, ...rest];
	}
}
