import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantFromMjdUtc } from '#lib/sky/time-scales.ts';
import { instantFromUnixMicroseconds } from '#lib/sky/time.ts';
import { brightnessOf, brightnessText, toldQuantity } from '#lib/ui/plots/brightness.ts';
import { hindsights, type LightCurvePoint } from '#lib/ui/plots/light-curve-point.ts';
import { curveSummary, pointLine } from '#lib/ui/plots/light-curve-words.ts';
import { layoutLightCurve, wholeView, zoomed, type View } from '#lib/ui/plots/light-curve.ts';
import { barsPath, groupPath, hindsightPath, markGroups, penOf } from '#lib/ui/plots/marks-path.ts';
import { measuredCurve } from '#lib/ui/plots/measured-points.ts';
import { nearestPoint } from '#lib/ui/plots/nearest.ts';
import { packPoints, unpackPoints } from '#lib/ui/plots/packed-points.ts';
import { symbolPath } from '#lib/ui/plots/symbols.ts';

function point(mjd: number, mag: number | null, more: Partial<LightCurvePoint> = {}): LightCurvePoint {
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
		knownAt: instantFromMjdUtc(mjd + 0.01),
		hindsight: 'in-force',
		...more
	};
}
const now = instantFromMjdUtc(60_000);

const curveOf = (points: LightCurvePoint[], quantity: 'mag' | 'flux' = 'mag') => {
	const curve = measuredCurve(points, quantity);
	if (!curve) throw new Error('nothing to draw');
	return curve;
};
const layout = (points: LightCurvePoint[], quantity: 'mag' | 'flux' = 'mag', view?: View) =>
	layoutLightCurve(curveOf(points, quantity), 1000, 400, view);

describe('the axes', () => {
	test('brighter stands higher, in magnitudes and in flux', () => {
		const given = [point(58000, 18, { fluxNjy: 2000 }), point(58001, 19, { fluxNjy: 800 })];
		for (const quantity of ['mag', 'flux'] as const) {
			const [bright, faint] = layout(given, quantity).points;
			expect(bright?.y).toBeLessThan(faint?.y ?? NaN);
		}
	});

	test('have no label that the drawing would cut', () => {
		// a night whose last tick, at noon, stands at the edge
		const { utcTicks } = layoutLightCurve(curveOf([point(57983.003, 17.5)]), 1638, 400);
		expect(utcTicks.length).toBeGreaterThan(1);
		for (const { at, label } of utcTicks) expect(at + label.length * 3.3).toBeLessThanOrEqual(1638);
	});

	test('tell one moment as UTC, as MJD and in days since the first detection', () => {
		const limit = point(58474, null, { kind: 'limit' });
		const plot = layout([limit, point(58484, 18), point(58494, 19)]);
		const [, first, last] = plot.points;
		const at = (mjd: number) => first!.x + ((mjd - 58484) / 10) * (last!.x - first!.x);
		const mjdOf = (date: string) => Date.parse(date) / 86_400_000 + 40_587;
		expect(plot.utcTicks.length).toBeGreaterThan(1);
		for (const tick of plot.utcTicks) expect(tick.at).toBeCloseTo(at(mjdOf(tick.label)), 6);
		expect(plot.mjdTicks.length).toBeGreaterThan(1);
		for (const tick of plot.mjdTicks) expect(tick.at).toBeCloseTo(at(Number(tick.label)), 6);
		expect(plot.dayTicks.map(({ label }) => label)).toContain('0');
		for (const tick of plot.dayTicks)
			expect(tick.at).toBeCloseTo(at(58484 + Number(tick.label.replace('−', '-'))), 6);
		expect(layout([limit]).dayTicks).toEqual([]);
	});

	test('have no labels that touch, however narrow they are and near they come', () => {
		const given = [point(58000, 18), point(58100, 19)];
		for (const days of [100, 3, 0.1, 0.002]) {
			const curve = curveOf(given);
			const view = zoomed(wholeView(curve), days / 110, 58050);
			const plot = layoutLightCurve(curve, 360, 400, view);
			for (const ticks of [plot.mjdTicks, plot.dayTicks, plot.utcTicks])
				for (const [k, { at, label }] of ticks.entries())
					expect((ticks[k + 1]?.at ?? Infinity) - at, `${label} of ${days} d`).toBeGreaterThan(
						6 * label.length
					);
		}
	});

	test('are labelled in the unit that keeps fluxes short', () => {
		const bright = layout(
			[point(58000, 18, { fluxNjy: 100_000 }), point(58001, 18, { fluxNjy: 200_000 })],
			'flux'
		);
		expect(bright.valueLabel).toBe('flux (µJy)');
		expect(bright.valueTicks.map(({ label }) => label)).toContain('160');
	});

	test('leave room for every point, whatever was measured', () => {
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
				fc.constantFrom('mag', 'flux'),
				(given, quantity) => {
					const points = given.map(({ mjd, mag, magErr, kind }) =>
						point(mjd, mag, { magErr, kind, limitingMag: mag })
					);
					const plot = layout(points, quantity);
					const { left, right, top, bottom } = plot.box;
					expect(plot.points).toHaveLength(given.length);
					for (const { x, y, bar } of plot.points) {
						expect(x >= left && x <= right).toBe(true);
						for (const at of [y, ...(bar ?? [])]) expect(at >= top && at <= bottom).toBe(true);
					}
				}
			)
		);
	});
});

describe('a view', () => {
	const given = Array.from({ length: 11 }, (_, k) => point(58_000 + k, 18 + k / 10));

	test('between two corners shows the points between them, and no others', () => {
		const plot = layout(given);
		const [, second, third] = plot.points;
		const view = plot.viewWithin([third!.x + 1, second!.x - 1], [plot.box.top, plot.box.bottom]);
		expect(layout(given, 'mag', view).points.map(({ mjd }) => mjd)).toEqual([58_001, 58_002]);
	});

	test('comes nearer to a moment, and goes back to all', () => {
		const whole = wholeView(curveOf(given));
		const near = zoomed(whole, 0.5, 58_005);
		expect(near.mjd[1] - near.mjd[0]).toBeCloseTo((whole.mjd[1] - whole.mjd[0]) / 2, 6);
		expect(zoomed(near, 2, 58_005).mjd[0]).toBeCloseTo(whole.mjd[0], 6);
		let deep = whole;
		for (let k = 0; k < 100; k++) deep = zoomed(deep, 0.5, 58_005);
		expect(deep.mjd[1] - deep.mjd[0]).toBeGreaterThan(1e-6);
	});
});

describe('a brightness', () => {
	test('told in one quantity is computed in the other for display, and the summary says so', () => {
		const flux = brightnessOf(point(58000, 23.9), 'flux');
		expect(flux).toMatchObject({ isComputed: true });
		expect(flux?.value).toBeCloseTo(1000, 6);
		expect(flux?.error).toBeCloseTo(92.1, 1);
		const told = point(58000, null, { fluxNjy: 1000, fluxErrNjy: 100, limitingMag: null });
		expect(brightnessOf(told, 'mag')?.value).toBeCloseTo(23.9, 6);
		expect(curveSummary(curveOf([told]))).toContain(
			'All magnitudes are computed for display from the fluxes told, as AB magnitudes.'
		);
		expect(curveSummary(curveOf([told], 'flux'))).not.toContain('computed');
	});

	test('of a limit is computed too, without an error', () => {
		expect(brightnessOf(point(58000, null, { kind: 'limit', limitingMag: 23.9 }), 'flux')).toMatchObject({
			error: null,
			isComputed: true
		});
	});

	test('below its reference is a negative flux, and the magnitude of its size', () => {
		expect(brightnessOf(point(58000, 23.9, { isPositive: false }), 'flux')?.value).toBeCloseTo(-1000, 6);
		const negative = point(58000, null, { fluxNjy: -1000, isPositive: null });
		expect(brightnessOf(negative, 'mag')?.value).toBeCloseTo(23.9, 6);
		expect(layout([negative]).points[0]?.mark).toBe('fainter');
	});

	test('below its reference is never the brightest', () => {
		const given = [point(58000, 18, { isPositive: false }), point(58001, 19)];
		expect(curveSummary(curveOf(given))).toContain('brightest 19.000 mag');
		expect(curveSummary(curveOf(given.slice(0, 1)))).not.toContain('brightest');
	});

	test('that no magnitude can tell is counted, not drawn', () => {
		const forced = point(58001, null, { kind: 'forced', fluxNjy: -5, fluxErrNjy: 20 });
		const curve = curveOf([point(58000, 18), forced]);
		expect(curve.left).toBe(1);
		expect(curveSummary(curve)).toContain('1 has no magnitude and is not drawn.');
		expect(measuredCurve([forced], 'mag')).toBeNull();
	});

	test('is shown as it was told, unless something else is asked for', () => {
		expect(toldQuantity([point(58000, 18)])).toBe('mag');
		expect(toldQuantity([point(58000, null, { limitingMag: null, fluxNjy: 4 })])).toBe('flux');
	});

	test.each([
		[18.25, 0.0625, 'mag', '18.250 ± 0.063 mag'],
		[1820, 110, 'flux', '1.82 ± 0.11 µJy'],
		[-45.25, null, 'flux', '-45.25 nJy'],
		[2.5e8, 1e6, 'flux', '250.0 ± 1.0 mJy']
	] as const)('of %d ± %s in %s reads %s', (value, error, quantity, text) => {
		expect(brightnessText(value, error, quantity)).toBe(text);
	});
});

describe('a point', () => {
	test('of a limit stands at its limiting magnitude, without an error bar', () => {
		const [detection, limit] = layout([point(58000, 20.5), point(58001, null, { kind: 'limit' })]).points;
		expect(limit).toMatchObject({ mark: 'limit', bar: null, y: detection?.y });
		expect(pointLine(limit!, { firstDetectionMjd: 58000, now })).toMatch(
			/^g, upper limit; Magnitude > 20\.500 mag; Flux, computed < /
		);
	});

	test('tells everything about itself', () => {
		const line = pointLine(layout([point(58484, 18.25, { hindsight: 'revised' })]).points[0]!, {
			firstDetectionMjd: 58474,
			now
		});
		for (const part of [
			'g, detection',
			'Magnitude 18.250 ± 0.100 mag',
			'Limiting magnitude 20.500 mag',
			'Observed 2019-01-01 00:00:00 UTC',
			'MJD 58484.00000',
			'Age 4.1 yr ago',
			'Since first detection 10.000 d',
			'Known since 2019-01-01 00:14:24 UTC',
			'Looking back revised since'
		])
			expect(line).toContain(part);
	});

	test('is found under the pointer, and nothing where none is near', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 400 })), {
					maxLength: 40
				}),
				fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 400 })),
				(places, [x, y]) => {
					const points = places
						.map(([px, py]) => ({ x: px, y: py }))
						.sort((a, b) => a.x - b.x) as unknown as Parameters<typeof nearestPoint>[0];
					const distances = points.map((one) => Math.hypot(one.x - x, one.y - y));
					const least = Math.min(...distances);
					const found = nearestPoint(points, x, y, 25);
					if (least > 25) expect(found).toBeNull();
					else expect(distances[found ?? -1]).toBe(least);
				}
			)
		);
	});
});

describe('looking back', () => {
	const given = [
		point(58000, 18),
		point(58001, 18.1, { hindsight: 'revised' }),
		point(58001, 18.4, { hindsight: 'unknown' }),
		point(58002, 18.2, { hindsight: 'withdrawn' }),
		point(58003, 18.3, { hindsight: 'unknown' })
	];

	test('points of four fates are four groups, those not yet known below the others', () => {
		const groups = markGroups(layout(given).points, ['g']);
		expect(groups.map(({ hindsight, points }) => [hindsight, points.length])).toEqual([
			['unknown', 2],
			['in-force', 1],
			['revised', 1],
			['withdrawn', 1]
		]);
		expect(groups.map((group) => hindsightPath(group, 4) !== null)).toEqual([false, false, true, true]);
	});

	test('the summary counts what the page knows, and tells apart what it does not', () => {
		expect(curveSummary(curveOf(given))).toBe(
			'3 detections in g between 2017-09-04 and 2017-09-06; brightest 18.000 mag. Looking back: 2 not yet known, 1 revised since, 1 withdrawn since.'
		);
		expect(curveSummary(curveOf(given.slice(4)))).toContain('Nothing to draw is known at this basis.');
	});

	test('a detection that was not yet known is not the first', () => {
		expect(curveOf([point(57_000, 18, { hindsight: 'unknown' }), point(58_000, 18)]).firstDetectionMjd).toBe(
			58_000
		);
	});
});

test('bands stand in the order of their wavelength', () => {
	const bands = ['y', 'i', 'clear', 'u', 'g'].map((band) => point(58000, 18, { band }));
	expect(curveOf(bands).bands).toEqual(['u', 'g', 'i', 'y', 'clear']);
});

test('points that fall on one spot are drawn once', () => {
	const pen = penOf({ band: 'g', mark: 'detection' }, 4);
	const { points } = layout([point(58000, 18), point(58000, 18), point(58009, 19)]);
	expect(groupPath(points, pen).match(/M/g)).toHaveLength(2);
});

test('a symbol is closed around its centre', () => {
	expect(symbolPath('square', 10, 20, 4)).toBe('M13.3 23.3l-6.6 0 0-6.6 6.6 0z');
	expect(symbolPath('circle', 10, 20, 4)).toBe('M6.2 20a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0 -7.6 0z');
});

test('points come back from how a page carries them', () => {
	const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0));
	// between 1884 and 2055: differences are exact, too
	const instant = fc
		.integer({ min: -(2 ** 31), max: 2 ** 31 })
		.map((seconds) => instantFromUnixMicroseconds(1_253_000 * seconds));
	const points = fc.array(
		fc.record<LightCurvePoint>({
			band: fc.option(fc.constantFrom('g', 'r', 'clear', '')),
			observedAt: instant,
			kind: fc.constantFrom('detection', 'limit', 'forced'),
			mag: number,
			magErr: number,
			limitingMag: number,
			fluxNjy: number,
			fluxErrNjy: number,
			isPositive: fc.option(fc.boolean()),
			knownAt: instant,
			hindsight: fc.constantFrom(...hindsights)
		})
	);
	fc.assert(
		fc.property(points, (given) => {
			const digits = (value: number | null) => (value === null ? null : Number(value.toPrecision(7)));
			const carried = given.map((one) => ({
				...one,
				mag: digits(one.mag),
				magErr: digits(one.magErr),
				limitingMag: digits(one.limitingMag),
				fluxNjy: digits(one.fluxNjy),
				fluxErrNjy: digits(one.fluxErrNjy)
			}));
			expect(unpackPoints(packPoints(given))).toEqual(carried);
		})
	);
});

test('error bars cover what each of them covers, and where there are many each of it once', () => {
	const reaches = fc.array(
		fc.tuple(
			fc.integer({ min: 0, max: 3 }),
			fc.integer({ min: 0, max: 60 }),
			fc.integer({ min: 5, max: 40 })
		),
		{
			minLength: 401,
			maxLength: 500
		}
	);
	fc.assert(
		fc.property(reaches, (drawn) => {
			const points = drawn.map(([x, from, length]) => ({ x, y: from, bar: [from + length, from] }));
			const lines = [...barsPath(points as never, 2).matchAll(/M(\d+) (\d+)V(\d+)/g)].map((one) =>
				one.slice(1).map(Number)
			);
			const covered = (column: number, at: number) =>
				lines.filter(([x, from, to]) => x === column && from! <= at && at <= to!).length;
			for (const column of [0, 1, 2, 3])
				for (let at = 0.5; at < 100; at++) {
					const isIn = drawn.some(([x, from, length]) => x === column && from <= at && at <= from + length);
					expect(covered(column, at)).toBe(isIn ? 1 : 0);
				}
		}),
		{ numRuns: 20 }
	);
});
