import { describe, expect, it } from 'vitest';
import {
	Catalogue,
	colour,
	credibleLevelOf,
	crossMatch,
	declineMagPerDay,
	detections,
	distanceModulusMag,
	extinctionMag,
	fadingMagPerDay,
	fitCurve,
	isInCone,
	isInCredibleRegion,
	luminosityDistanceMpc,
	peak,
	riseDays,
	separationArcsec,
	weightedLine
} from '#lib/versioning/functions/index.ts';
import { analysisOf, call, evaluate } from '../../support/analysis.ts';

const at = (ra_deg: number, dec_deg: number) => ({ ra_deg, dec_deg });

describe('what analyses are offered', () => {
	// astropy 7, FlatLambdaCDM(H0=67.66, Om0=0.30966)
	it.each([
		[0.001, 4.434267535633167, 28.234109460744023],
		[0.0098, 43.74804318217696, 33.204793160598676],
		[0.05, 229.89371516170334, 36.80763549340814],
		[0.3365, 1830.756049719607, 41.313152389670556],
		[1, 6797.436202960609, 44.16172570113425],
		[3, 26056.4056443147, 47.07957253337899],
		[8, 82348.81109419417, 49.578286667258176]
	])('is as far at redshift %d as astropy has it', (redshift, distance, modulus) => {
		expect(luminosityDistanceMpc(redshift) / distance).toBeCloseTo(1, 8);
		expect(distanceModulusMag(redshift)).toBeCloseTo(modulus, 7);
	});

	it('refuses a negative redshift', () => {
		expect(luminosityDistanceMpc(0)).toBe(0);
		expect(() => luminosityDistanceMpc(-0.1)).toThrow(/redshift is -0.1/);
	});

	it('dims by what Schlafly and Finkbeiner tabulate', () => {
		expect(extinctionMag('landolt', 'V', 0.1)).toBeCloseTo(0.2742, 6);
		expect(extinctionMag('ps1', 'w', 1)).toBe(2.341);
		expect(extinctionMag('lsst', 'y', 1)).toBe(1.088);
		expect(() => extinctionMag('ps1', 'u', 0.1)).toThrow(/ps1 u/);
	});

	it('finds neighbours across the first meridian and at the pole, the nearest first', () => {
		const rows = [at(359.9999, 0), at(0.0002, 0), at(0, 0.5), at(10, 89.9999), at(190, 89.9999)];
		const catalogue = new Catalogue(rows);
		expect(catalogue.around(at(0, 0), 1).map(({ row }) => row)).toEqual([rows[0], rows[1]]);
		expect(catalogue.around(at(100, 90), 1).map(({ row }) => row).length).toBe(2);
		expect(catalogue.around(at(0, 0), 1)[0]!.separation_arcsec).toBeCloseTo(0.36, 6);
	});

	it('matches as a look at all pairs does', () => {
		const spread = (n: number, seed: number) =>
			Array.from({ length: n }, (_, i) => at((i * 37.7 + seed) % 360, Math.sin(i * seed) * 89));
		const [list, other] = [spread(200, 1.3), spread(300, 2.1)];
		const matched = crossMatch(list, other, 7200);
		const pairs = list.flatMap((row) => other.filter((one) => separationArcsec(row, one) <= 7200));
		expect(matched.flatMap(({ neighbours }) => neighbours.map(({ row }) => row)).length).toBe(pairs.length);
		expect(pairs.length).toBeGreaterThan(0);
		expect(isInCone(at(10, 10), at(10, 10.001), 3.6000001)).toBe(true);
		expect(isInCone(at(10, 10), at(10, 10.001), 3.59)).toBe(false);
	});

	const day = (d: number) => new Date(d * 86_400_000).toISOString();
	const points = [
		{ kind: 'limit', observed_at: day(18_000), band: 'g', mag: null, limiting_mag: 20 },
		{ kind: 'detection', observed_at: day(18_001), band: 'g', mag: 19, mag_err: 0.1 },
		{ kind: 'detection', observed_at: day(18_003), band: 'g', mag: 17, mag_err: 0.1 },
		{ kind: 'detection', observed_at: day(18_005), band: 'g', mag: 18, mag_err: 0.1 },
		{ kind: 'detection', observed_at: day(18_003.5), band: 'r', mag: 16.5, mag_err: 0.1 },
		{ kind: 'detection', observed_at: day(18_004), band: 'g', mag: 10, mag_err: 0.1, is_positive: false }
	];

	it('reads rise, decline and colour off a light curve', () => {
		const g = detections(points, 'g');
		expect(g).toHaveLength(3);
		expect(peak(g)).toMatchObject({ day: 18_003, mag: 17 });
		expect(riseDays(g)).toBeCloseTo(2, 9);
		expect(declineMagPerDay(g)!.slope).toBeCloseTo(0.5, 9);
		expect(fadingMagPerDay(g.slice(0, 1))).toBeNull();
		expect(colour(points, 'g', 'r', 1)).toMatchObject({ mag: 0.5, day: 18_003.25 });
		expect(colour(points, 'g', 'r', 0.1)).toBeNull();
	});

	it('weighs the points of a line by their errors', () => {
		// numpy.polyfit(x, y, 1, w=1/e, cov='unscaled')
		const { slope, intercept, slopeError, interceptError } = weightedLine(
			[0, 1, 2, 3],
			[1, 3, 4, 8],
			[1, 1, 2, 0.5]
		);
		expect([slope, intercept, slopeError, interceptError].map((one) => Number(one.toFixed(9)))).toEqual([
			2.384615385, 0.769230769, 0.336336397, 0.829326718
		]);
	});

	it('finds the parameters of a curve', () => {
		const x = Array.from({ length: 20 }, (_, i) => i / 2);
		const curve =
			([a = 0, b = 0]: readonly number[]) =>
			(t: number) =>
				a * Math.exp(-t / b);
		const fit = fitCurve(curve, { x, y: x.map(curve([3, 2.5])), errors: x.map(() => 0.01) }, [1, 1]);
		expect(fit.parameters[0]).toBeCloseTo(3, 5);
		expect(fit.parameters[1]).toBeCloseTo(2.5, 5);
		expect(fit.degreesOfFreedom).toBe(18);
	});

	it('places a position in the cells of a map', () => {
		// Two base pixels: one with 80 %, one with 20 % of the probability.
		const area = (4 * Math.PI) / 12;
		const cells = { order: [0, 0], pixel: [4, 6], density_per_sr: [0.8 / area, 0.2 / area] };
		expect(credibleLevelOf(cells, at(0, 0))).toBe(0);
		expect(credibleLevelOf(cells, at(180, 0))).toBeCloseTo(0.8, 9);
		expect(isInCredibleRegion(cells, at(180, 0), 0.5)).toBe(false);
		expect(isInCredibleRegion(cells, at(180, 0), 0.9)).toBe(true);
		expect(credibleLevelOf(cells, at(0, 80))).toBe(1);
	});

	it('is there in an isolate, in one version that the environment names', async () => {
		const code = analysisOf({
			'main.js': `import * as all from 'lookback';
export default () => [
	{ table: 'rows', row: { names: Object.keys(all) } },
	{ table: 'rows', row: { fit: all.fitCurve(([a]) => (x) => a * x, { x: [1, 2], y: [2, 4], errors: [1, 1] }, [1]).parameters[0] } },
	{ table: 'rows', row: { far: all.luminosityDistanceMpc(1), lat: all.galacticFromIcrs(0, 0).latDeg } }
];`
		});
		const { evaluations, environment } = await evaluate(code, [call('a')]);
		const rows = evaluations[0]!.outputs.map((one) => ('row' in one ? one.row : {}));
		expect(rows[0]!.names).toContain('extinctionMag');
		expect(rows[1]!.fit).toBeCloseTo(2, 6);
		expect(rows[2]!.far).toBe(luminosityDistanceMpc(1));
		expect(environment.functions).toMatch(/^sha256:[0-9a-f]{64}$/);
	});
});
