import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { addedInTurn, coveredProbability, skyAtoms, type SkyAtom } from '#lib/planner/coverage/atoms.ts';
import { FieldOfView } from '#lib/planner/coverage/field-of-view.ts';
import { schedule } from '#lib/planner/schedule/schedule.server.ts';
import { fromNestedPixels } from '#lib/sky/flat-skymap.ts';
import { finestNumberOrder, pixelOf } from '#lib/sky/healpix.ts';
import { cellAreaSr, type Skymap } from '#lib/sky/skymap.ts';
import { between, fieldsOfView, finePixels, fineTolerance, maps, reversed } from './draws.ts';

const some = (least: number, most: number) => fc.array(fieldsOfView, { minLength: least, maxLength: most });
const sum = (atoms: readonly SkyAtom[]) => atoms.reduce((total, { probability }) => total + probability, 0);
const even = fromNestedPixels(0, new Float64Array(12).fill(1 / 12), 'pixel');
const circle = (radiusDeg: number, raDeg: number, decDeg: number) =>
	new FieldOfView({ shape: 'circle', radiusDeg }, { raDeg, decDeg });

describe('skyAtoms', () => {
	it('has the probability of each set of fields that fine pixels have', () => {
		fc.assert(
			fc.property(maps, some(1, 4), (map, fields) => {
				const pixels = finePixels(map);
				const wanted = new Map<string, number>();
				for (const { raDeg, decDeg, probability } of pixels) {
					const key = fields.flatMap((view, i) => (view.contains(raDeg, decDeg) ? [i] : [])).join();
					wanted.set(key, (wanted.get(key) ?? 0) + probability);
				}
				const tolerance = fineTolerance(pixels) + 5 * (0.002 / 3);
				const atoms = new Map(
					skyAtoms(map, fields, { error: 0.002 }).map(({ fields: of, probability }) => [
						of.join(),
						probability
					])
				);
				for (const key of new Set([...wanted.keys(), ...atoms.keys()]))
					if (key !== '')
						expect(Math.abs((wanted.get(key) ?? 0) - (atoms.get(key) ?? 0))).toBeLessThan(tolerance);
			}),
			{ numRuns: 40 }
		);
	});

	it('counts each sky once, however many fields cover it and in whatever order cells and fields come', () => {
		fc.assert(
			fc.property(maps, some(1, 4), (map, fields) => {
				const once = sum(skyAtoms(map, fields, { error: 0.01 }));
				expect(sum(skyAtoms(map, [...fields, ...fields], { error: 0.01 }))).toBeCloseTo(once, 9);
				expect(sum(skyAtoms(reversed(map), fields.toReversed(), { error: 0.01 }))).toBeCloseTo(once, 9);
				expect(coveredProbability(map, fields, { error: 0.01 })).toBeCloseTo(once, 9);
				expect(once).toBeLessThan(1 + 1e-9);
			}),
			{ numRuns: 100 }
		);
	});

	it('names each set of fields once, and in it each field, ascending', () => {
		fc.assert(
			fc.property(maps, some(1, 5), (map, fields) => {
				const sets = skyAtoms(map, fields, { error: 0.01 }).map((atom) => atom.fields);
				expect(new Set(sets.map((set) => set.join())).size).toBe(sets.length);
				for (const set of sets) expect(set).toEqual([...new Set(set)].sort((a, b) => a - b));
			}),
			{ numRuns: 50 }
		);
	});

	it('has the same atoms in the same order whether fields are one view or its likes', () => {
		const picks = fc.array(fc.nat(), { minLength: 2, maxLength: 7 });
		fc.assert(
			fc.property(maps, some(1, 3), picks, some(0, 1), (map, views, picked, alreadyCovered) => {
				const fields = picked.map((i) => views[i % views.length]!);
				const likes = fields.map((view) => new FieldOfView(view.footprint, view));
				const options = { alreadyCovered, error: 0.01 };
				expect(skyAtoms(map, fields, options)).toEqual(skyAtoms(map, likes, options));
			}),
			{ numRuns: 100 }
		);
	});

	it('leaves out what was already covered', () => {
		fc.assert(
			fc.property(maps, some(1, 3), some(0, 3), (map, fields, alreadyCovered) => {
				const left = sum(skyAtoms(map, fields, { alreadyCovered, error: 0.01 }));
				const before = coveredProbability(map, alreadyCovered, { error: 0.01 });
				const after = coveredProbability(map, [...alreadyCovered, ...fields], { error: 0.01 });
				expect(left).toBeCloseTo(after - before, 9);
				expect(skyAtoms(map, fields, { alreadyCovered: fields, error: 0.01 })).toEqual([]);
			}),
			{ numRuns: 100 }
		);
	});

	it('is within the error asked for', () => {
		fc.assert(
			fc.property(maps, some(1, 3), (map, fields) => {
				const rough = coveredProbability(map, fields, { error: 0.1 });
				const fine = coveredProbability(map, fields, { error: 0.003 });
				expect(Math.abs(rough - fine)).toBeLessThan(5 * (0.1 / 3));
			}),
			{ numRuns: 100 }
		);
	});

	it('takes a whole map for 1 whatever its total', () => {
		fc.assert(
			fc.property(maps, some(1, 3), between(0.01, 50), (map, fields, factor) => {
				const scaled = { ...map, density: map.density.map((density) => density * factor) };
				expect(coveredProbability(scaled, fields, { error: 0.01 })).toBeCloseTo(
					coveredProbability(map, fields, { error: 0.01 }),
					4
				);
			}),
			{ numRuns: 30 }
		);
		expect(
			coveredProbability({ ...even, density: even.density.map((d) => 7 * d) }, [circle(180, 0, 0)])
		).toBeCloseTo(1, 12);
	});

	it.each([1, 5, 30, 90, 120])(
		'covers of an even sky what a circle of %d degrees has of its area',
		(radiusDeg) => {
			const part = (1 - Math.cos((radiusDeg * Math.PI) / 180)) / 2;
			expect(Math.abs(coveredProbability(even, [circle(radiusDeg, 123, 77)]) - part)).toBeLessThan(0.001);
		}
	);

	it('puts points of probability where they are', () => {
		const points = [
			[10, 0],
			[10.99, 0],
			[11.01, 0],
			[200, -89]
		] as const;
		const map: Skymap = {
			order: new Uint8Array(4).fill(finestNumberOrder),
			pixel: Float64Array.from(points, ([ra, dec]) => pixelOf(finestNumberOrder, ra, dec)),
			density: Float64Array.from([0.1, 0.2, 0.3, 0.4], (p) => p / cellAreaSr[finestNumberOrder]!)
		};
		const atoms = skyAtoms(map, [circle(1, 10, 0), circle(2, 10, 0), circle(3, 100, 50)]);
		expect(atoms.map(({ fields }) => fields)).toEqual(expect.arrayContaining([[0, 1], [1]]));
		expect(atoms.find(({ fields }) => fields.length === 2)!.probability).toBeCloseTo(0.3, 12);
		expect(atoms.find(({ fields }) => fields.length === 1)!.probability).toBeCloseTo(0.3, 12);
	});

	it('feeds the schedule, which covers most with the looks there is time for', async () => {
		const fields = [
			circle(20, 0, 0),
			circle(18, 5, 0),
			circle(17, 100, 0),
			circle(16, 100, 10),
			circle(14, 200, 0)
		];
		const atoms = skyAtoms(even, fields);
		const visits = fields.map((view, i) => ({
			id: `look ${i}`,
			group: null,
			raDeg: view.raDeg,
			decDeg: view.decDeg,
			worth: 0,
			options: [{ instrument: 0, seconds: 300, starts: [0, 1, 2], quality: [1, 1, 1] }],
			closed: []
		}));
		const plan = await schedule(
			{
				slotSeconds: 300,
				slots: 3,
				instruments: [
					{ id: 'camera', given: [{ from: 0, to: 3 }], slew: { settleSeconds: 0, degPerSecond: Infinity } }
				],
				visits,
				requests: [],
				goals: [{ id: 'localization', worth: 1 }],
				atoms: atoms.map((atom) => ({ goal: 0, probability: atom.probability, visits: atom.fields })),
				groups: [],
				shortfallWorth: 0
			},
			{ iterations: 200 }
		);
		expect(plan.blocks.map(({ visit }) => visit).sort()).toEqual([0, 2, 4]);
		expect(plan.objective).toBeCloseTo(coveredProbability(even, [fields[0]!, fields[2]!, fields[4]!]), 3);
	});
});

describe('coveredProbability', () => {
	it('never falls when a field comes in addition', () => {
		fc.assert(
			fc.property(maps, some(1, 5), (map, fields) => {
				let before = 0;
				for (let count = 1; count <= fields.length; count++) {
					const after = coveredProbability(map, fields.slice(0, count), { error: 0.02 });
					expect(after).toBeGreaterThan(before - 1e-12);
					before = after;
				}
			}),
			{ numRuns: 100 }
		);
	});

	it('is 0 without fields', () => expect(coveredProbability(even, [])).toBe(0));

	const cells = (density: number[], pixel = [0, 1]): Skymap => ({
		order: Uint8Array.of(0, 1),
		pixel: Float64Array.from(pixel),
		density: Float64Array.from(density)
	});
	it.each([
		[
			'without cells',
			{ order: new Uint8Array(), pixel: new Float64Array(), density: new Float64Array() },
			/no probability/
		],
		['of zeros', cells([0, 0]), /2 cells and no probability/],
		['with a negative density', cells([1, -1], [0, 5]), /row 1 is -1/],
		['with a density that is no number', cells([NaN, 1], [0, 5]), /row 0 is NaN/],
		['whose cells overlap', cells([1, 1]), /rows 0 and 1 overlap/]
	])('refuses a map %s in a sentence', (_what, map, sentence) => {
		expect(() => coveredProbability(map, [circle(1, 0, 0)])).toThrow(LookbackError);
		expect(() => coveredProbability(map, [circle(1, 0, 0)])).toThrow(sentence);
	});

	it.each([0, 1e-5, 2, NaN])('refuses the error %d', (error) => {
		expect(() => coveredProbability(even, [], { error })).toThrow(/between 0.0001 and 1/);
	});
});

describe('addedInTurn', () => {
	it('is for each field what all up to it cover beyond those before it', () => {
		fc.assert(
			fc.property(maps, some(1, 4), (map, fields) => {
				let covered = 0;
				addedInTurn(map, fields, { error: 0.002 }).forEach((adds, i) => {
					expect(adds).toBeGreaterThanOrEqual(0);
					covered += adds;
					const wanted = coveredProbability(map, fields.slice(0, i + 1), { error: 0.002 });
					expect(Math.abs(covered - wanted)).toBeLessThan(0.006);
				});
			}),
			{ numRuns: 60 }
		);
	});

	it('is nothing for a field that was covered before', () => {
		const [first, again] = addedInTurn(even, [circle(10, 50, 20), circle(10, 50, 20)]);
		expect(first).toBeGreaterThan(0.005);
		expect(again).toBe(0);
	});
});
