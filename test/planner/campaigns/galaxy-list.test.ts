import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readGalaxies } from '#lib/planner/campaigns/galaxy-list.ts';
import { readGoals, noGoals } from '#lib/planner/campaigns/written-goals.ts';
import { sample, samples } from '../../support/samples.ts';

describe('a table of galaxies', () => {
	it('tells their places and distances, and how much each counts', () => {
		const text = 'Name, RA, Dec, distMpc, mstar\nNGC 1, 1.8, 27.7, 65, 4e10\n"a, b", 359.9, -90, 1, 0\n';
		const places = [
			{ name: 'NGC 1', raDeg: 1.8, decDeg: 27.7, distanceMpc: 65 },
			{ name: 'a, b', raDeg: 359.9, decDeg: -90, distanceMpc: 1 }
		];
		const weighed = (weights: number[]) => places.map((one, i) => ({ ...one, weight: weights[i] }));
		expect(readGalaxies(text)).toEqual({ galaxies: weighed([1, 1]), leftOut: [] });
		expect(readGalaxies(text, 'mstar').galaxies).toEqual(weighed([4e10, 0]));
		expect(readGalaxies(text.replace('mstar', 'weight')).galaxies).toEqual(weighed([4e10, 0]));
	});

	it('leaves out what lacks something, and says so', () => {
		const text =
			'ra,dec,d_L,B_Abs\n10,20,5,-21\n10,20,,-20\n10,20,-1,-20\nx,20,5,-20\n10,91,5,-20\n10,20,5,\n';
		const { galaxies, leftOut } = readGalaxies(text, 'B_Abs');
		expect(galaxies.map(({ name, weight }) => [name, weight.toFixed(4)])).toEqual([['galaxy 1', '2.5119']]);
		expect(leftOut).toEqual([
			'2 of 6 galaxies are left out: without a distance above 0.',
			'2 of 6 galaxies are left out: without a position in degrees.',
			'1 of 6 galaxies is left out: without a number of 0 or more as B_Abs.'
		]);
	});

	it.each([
		['', null, /it has no column for the right ascension .* its columns are none\.$/],
		['ra,dec\n1,2', null, /it has no column for the distance \(d_l, .*; its columns are ra, dec\.$/],
		[
			'ra,dec,dist\n1,2,3',
			'mass',
			/it has no column for the weight \(mass\); its columns are ra, dec, dist\.$/
		],
		['ra,dec,dist\n1,2,', null, /it has no galaxy that can be used\. 1 of 1 galaxies is left out: .*\.$/],
		['ra,dec,dist\n1,2', null, /Invalid Record Length/]
	])('that is none is refused in a sentence: %j', (text, weighBy, why) => {
		expect(() => readGalaxies(text, weighBy)).toThrow(why);
	});

	it('weighs the localization of a form', () => {
		const told = { ...noGoals, event: 'S190814bv', exposure: '60' };
		expect(readGoals(told, 'ra,dec,dist\n1,2,3')).toMatchObject({
			coverage: [{ event: 'S190814bv', galaxies: [{ raDeg: 1, decDeg: 2, distanceMpc: 3, weight: 1 }] }]
		});
		expect(() => readGoals({ ...told, event: '' }, 'ra,dec,dist\n1,2,3')).toThrow(/its event is not named/);
	});

	it.skipIf(!samples)('of GLADE is the same with and without a head, and that of CLU is one', () => {
		const read = (file: string, weighBy?: string) =>
			readGalaxies(readFileSync(sample(`photometry/skyportal/${file}`), 'utf8'), weighBy);
		const glade = read('GLADE.csv');
		expect(glade.galaxies).toHaveLength(100);
		expect(glade.galaxies[0]).toEqual({
			...{ name: 'NGC4736', raDeg: 192.721451, decDeg: 41.120152, distanceMpc: 4.392418, weight: 1 }
		});
		expect(read('GLADE.txt').galaxies.slice(0, 100)).toEqual(glade.galaxies);
		expect(read('GLADE.txt', 'M*').galaxies[0]).toMatchObject({ name: 'NGC4548', weight: 0.3 });
		const { galaxies, leftOut } = read('CLU_mini.csv', 'mstar');
		expect(galaxies[1]).toMatchObject({
			distanceMpc: expect.closeTo(175.220245361, 8),
			weight: expect.closeTo(19468772606.159, 2)
		});
		expect(galaxies.length + leftOut.length).toBe(10);
	});
});
