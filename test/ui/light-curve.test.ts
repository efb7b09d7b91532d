import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantFromMjdUtc } from '#lib/sky/time-scales.ts';
import { layoutLightCurve, type LightCurvePoint } from '#lib/ui/plots/light-curve.ts';

function point(mjd: number, mag: number, more: Partial<LightCurvePoint> = {}): LightCurvePoint {
	return {
		band: 'g',
		observedAt: instantFromMjdUtc(mjd),
		kind: 'detection',
		mag,
		magErr: 0.1,
		limitingMag: 20.5,
		fluxNjy: null,
		fluxErrNjy: null,
		isPositive: true,
		...more
	};
}

const layout = (points: LightCurvePoint[], quantity: 'mag' | 'flux' = 'mag') =>
	layoutLightCurve(points, quantity, 1000, 400);

test('brighter stands higher, in magnitudes and in flux', () => {
	const given = [point(58000, 18, { fluxNjy: 2000 }), point(58001, 19, { fluxNjy: 800 })];
	for (const quantity of ['mag', 'flux'] as const) {
		const [bright, faint] = layout(given, quantity)?.series[0]?.points ?? [];
		expect(bright?.y).toBeLessThan(faint?.y ?? NaN);
	}
});

test('both axes tell the same moment', () => {
	const plot = layout([point(58484, 18), point(58494, 19)]);
	const secondOfJanuary = plot?.utcTicks.find(({ label }) => label === '2019-01-02');
	const mjd = plot?.mjdTicks.find(({ label }) => label === '58485');
	expect(secondOfJanuary?.at).toBeCloseTo(mjd?.at ?? NaN, 6);
});

test('a limit stands at its limiting magnitude, hollow and without an error bar', () => {
	const plot = layout([point(58000, 20.5), point(58001, 0, { kind: 'limit', mag: null })]);
	const [detection, limit] = plot?.series[0]?.points ?? [];
	expect(limit).toMatchObject({ mark: 'limit', bar: null, y: detection?.y });
	expect(limit?.title).toContain('g > 20.500 mag, upper limit');
});

test('points without a value in the quantity are counted, not drawn', () => {
	expect(layout([point(58000, 18), point(58001, 18, { mag: null })])?.left).toBe(1);
	expect(layout([point(58000, 18)], 'flux')).toBeNull();
});

test('bands stand in the order of their wavelength', () => {
	const bands = ['y', 'i', 'clear', 'u', 'g'].map((band) => point(58000, 18, { band }));
	expect(layout(bands)?.series.map(({ band }) => band)).toEqual(['u', 'g', 'i', 'y', 'clear']);
});

test('the flux axis is labelled in the unit that keeps numbers short', () => {
	const bright = layout(
		[point(58000, 18, { fluxNjy: 100_000 }), point(58001, 18, { fluxNjy: 200_000 })],
		'flux'
	);
	expect(bright?.valueLabel).toBe('flux (µJy)');
	expect(bright?.valueTicks.map(({ label }) => label)).toContain('160');
});

test('the summary says what is there', () => {
	const plot = layout([point(58484, 18.25), point(58494, 19, { kind: 'forced' })]);
	expect(plot?.summary).toBe(
		'1 detection, 1 forced measurement in g between 2019-01-01 and 2019-01-11; brightest 18.250 mag.'
	);
});

test('every point stands inside the box, whatever was measured', () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.record({
					mjd: fc.double({ min: 50_000, max: 70_000, noNaN: true }),
					mag: fc.double({ min: -30, max: 40, noNaN: true }),
					magErr: fc.option(fc.double({ min: 0, max: 99, noNaN: true })),
					kind: fc.constantFrom('detection', 'forced', 'limit')
				}),
				{ minLength: 1, maxLength: 50 }
			),
			(given) => {
				const plot = layout(
					given.map(({ mjd, mag, magErr, kind }) => point(mjd, mag, { magErr, kind, limitingMag: mag }))
				);
				if (!plot) throw new Error('nothing was laid out');
				const { left, right, top, bottom } = plot.box;
				for (const { x, y, bar } of plot.series.flatMap(({ points }) => points)) {
					expect(x >= left && x <= right).toBe(true);
					for (const at of [y, ...(bar ?? [])]) expect(at >= top && at <= bottom).toBe(true);
				}
			}
		)
	);
});
