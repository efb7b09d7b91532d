import fc from 'fast-check';
import { FieldOfView } from '#lib/planner/coverage/field-of-view.ts';
import type { Footprint } from '#lib/planner/facilities/footprint.ts';
import { fromNestedPixels } from '#lib/sky/flat-skymap.ts';
import { centerOf, pixelAreaSr } from '#lib/sky/healpix.ts';
import { totalProbability, type Skymap } from '#lib/sky/skymap.ts';
import { positions } from '../../sky/positions.ts';

/** Evenly between two numbers; `fc.double` draws tiny ones most often. */
export const between = (least: number, most: number) =>
	fc.integer({ min: 0, max: 2 ** 30 }).map((n) => least + ((most - least) * n) / 2 ** 30);

/** Positions even on the sphere, and every fourth a special one. */
export const places = fc.oneof(
	{
		weight: 3,
		arbitrary: fc
			.tuple(between(0, 360), between(-1, 1))
			.map(([raDeg, z]) => ({ raDeg, decDeg: (Math.asin(z) * 180) / Math.PI }))
	},
	{ weight: 1, arbitrary: positions }
);

const sizes = between(0.5, 30);

/** Four chips with a gap between them. */
const withGaps = (size: number): Footprint => ({
	shape: 'polygons',
	polygonsDeg: [-1, 1].flatMap((sx) =>
		[-1, 1].map((sy): [number, number][] => [
			[0.2 * sx * size, 0.2 * sy * size],
			[sx * size, 0.2 * sy * size],
			[sx * size, sy * size],
			[0.2 * sx * size, sy * size]
		])
	)
});

/** A polygon that is not convex. */
const hook = (size: number): Footprint => ({
	shape: 'polygons',
	polygonsDeg: [
		[
			[-size, -size],
			[size, -size],
			[size, size],
			[0, size],
			[0, 0],
			[-size, 0]
		]
	]
});

/** Two chips that overlap in their middle. */
const cross = (size: number): Footprint => ({
	shape: 'polygons',
	polygonsDeg: [
		[size, size / 4],
		[size / 4, size]
	].map(([x = 0, y = 0]): [number, number][] => [
		[-x, -y],
		[x, -y],
		[x, y],
		[-x, y]
	])
});

export const footprints: fc.Arbitrary<Footprint> = fc.oneof(
	between(0.5, 60).map((radiusDeg): Footprint => ({ shape: 'circle', radiusDeg })),
	fc.tuple(sizes, sizes).map(([widthDeg, heightDeg]): Footprint => ({
		shape: 'rectangle',
		widthDeg,
		heightDeg
	})),
	sizes.map(withGaps),
	sizes.map(hook),
	sizes.map(cross)
);

export const angles = fc.oneof(fc.constant(null), between(-360, 360));

export const fieldsOfView = fc
	.tuple(footprints, places, angles)
	.map(
		([footprint, position, positionAngleDeg]) => new FieldOfView(footprint, { ...position, positionAngleDeg })
	);

/** Flat maps of coarse orders with many zeros, so that their cells are of several orders. */
export const maps: fc.Arbitrary<Skymap> = fc
	.record({
		order: fc.integer({ min: 0, max: 3 }),
		values: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 }), between(0, 1)), {
			minLength: 1,
			maxLength: 800
		})
	})
	.map(({ order, values }) =>
		fromNestedPixels(
			order,
			Float64Array.from({ length: 12 * 4 ** order }, (_, i) => values[i % values.length]!),
			'pixel'
		)
	)
	.filter((map) => totalProbability(map) > 1e-6);

/** The map's rows in another order. */
export const reversed = (map: Skymap): Skymap => ({
	order: map.order.toReversed(),
	pixel: map.pixel.toReversed(),
	density: map.density.toReversed()
});

const fine = 6;

/** Each pixel of order 6: its centre and its part of the map's probability. */
export function finePixels(map: Skymap): { raDeg: number; decDeg: number; probability: number }[] {
	const total = totalProbability(map);
	const pixels: { raDeg: number; decDeg: number; probability: number }[] = [];
	map.order.forEach((order, row) => {
		const size = 4 ** (fine - order);
		for (let pixel = map.pixel[row]! * size; pixel < (map.pixel[row]! + 1) * size; pixel++)
			if (map.density[row]! > 0)
				pixels.push({
					...centerOf(fine, pixel),
					probability: (map.density[row]! * pixelAreaSr(fine)) / total
				});
	});
	return pixels;
}

/** How far a sum over fine pixels may be from the truth: five standard errors, pixels on an edge being right or wrong. */
export function fineTolerance(pixels: readonly { probability: number }[]): number {
	const largest = pixels.reduce((most, { probability }) => Math.max(most, probability), 0);
	return 5 * Math.sqrt(largest / 12);
}
