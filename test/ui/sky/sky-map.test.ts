import { geoMollweide } from 'd3-geo-projection';
import fc from 'fast-check';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { parallelOf, project, skyHeight, skyRadius, skyWidth, unproject } from '#lib/ui/plots/mollweide.ts';
import { gridOf } from '#lib/ui/plots/sky-grid.ts';
import { placeLabels } from '#lib/ui/plots/sky-labels.ts';
import { layerPath, nearestPoint, placedPoints, pointAt, type SkyLayer } from '#lib/ui/plots/sky-points.ts';
import { eventLabels } from '#lib/ui/plots/sky-regions.ts';
import { centredOn, middleOf, moved, wholeSky, zoomed } from '#lib/ui/plots/sky-view.ts';
import { outlineOf } from '#lib/ui/plots/cells-outline.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import SkyMap from '#lib/ui/sky/SkyMap.svelte';

const ra = fc.double({ min: 0, max: 359.999, noNaN: true });
const dec = fc.double({ min: -89.9, max: 89.9, noNaN: true });

const layer = (count: number, name = 'objects'): SkyLayer => ({
	name,
	symbol: 'dot',
	token: '--ink',
	points: Array.from({ length: count }, (_, k) => ({
		raDeg: (k * 137.5) % 360,
		decDeg: (Math.asin((2 * k + 1) / count - 1) * 180) / Math.PI,
		name: `Z${k}`,
		subject: `objects/ztf/Z${k}`,
		note: 'invented'
	}))
});

describe('the projection', () => {
	test("is Mollweide's, with the east to the left, as d3-geo has it", () => {
		fc.assert(
			fc.property(ra, dec, ra, (raDeg, decDeg, centre) => {
				const other = geoMollweide()
					.reflectX(true)
					.rotate([-centre, 0])
					.scale(skyRadius / Math.SQRT2)
					.translate([skyWidth / 2, skyHeight / 2])
					.precision(0);
				const [x, y] = project(centre, raDeg, decDeg);
				const [otherX, otherY] = other([raDeg, decDeg])!;
				// at the rim itself either side is right
				if (Math.abs(x - otherX) < 600) expect(x).toBeCloseTo(otherX, 3);
				expect(y).toBeCloseTo(otherY, 3);
			})
		);
	});

	test('is undone by its inverse', () => {
		fc.assert(
			fc.property(ra, dec, ra, (raDeg, decDeg, centre) => {
				const back = unproject(centre, ...project(centre, raDeg, decDeg));
				fc.pre(back !== null);
				expect(separationDeg(raDeg, decDeg, back!.raDeg, back!.decDeg)).toBeLessThan(1e-5);
			})
		);
	});

	test('has poles at the top and the bottom, and nothing outside its rim', () => {
		expect(project(0, 77, 90)).toEqual([400, 2]);
		expect(parallelOf(-90)).toEqual({ height: -1, halfLength: 0 });
		expect(unproject(0, 5, 5)).toBeNull();
		expect(unproject(0, 400, 1)).toBeNull();
	});
});

describe('a view', () => {
	test('zooms about a point, which stays where it is seen, and never leaves the sky', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.double({ min: 0.2, max: 5, noNaN: true }), ra, dec), { maxLength: 8 }),
				(steps) => {
					let view = wholeSky(180);
					for (const [factor, raDeg, decDeg] of steps)
						view = zoomed(view, factor, ...project(view.centerRaDeg, raDeg, decDeg));
					expect(view.zoom).toBeGreaterThanOrEqual(1);
					expect(view.x).toBeGreaterThanOrEqual(0);
					expect(view.x + skyWidth / view.zoom).toBeLessThanOrEqual(skyWidth + 1e-6);
					expect(view.y + skyHeight / view.zoom).toBeLessThanOrEqual(skyHeight + 1e-6);
				}
			)
		);
		const near = zoomed(wholeSky(180), 2, 300, 100);
		expect((300 - near.x) * near.zoom).toBeCloseTo(300);
		expect((100 - near.y) * near.zoom).toBeCloseTo(100);
	});

	test('turns when all of the sky is seen, and moves when it is near', () => {
		expect(moved(wholeSky(10), 0.25, 0)).toMatchObject({ centerRaDeg: 280, x: 0 });
		const near = zoomed(wholeSky(10), 4, 400, 200);
		expect(moved(near, 0.5, 0)).toMatchObject({ centerRaDeg: 10, x: near.x + 100 });
	});

	test('is centred on a position', () => {
		fc.assert(
			fc.property(ra, fc.double({ min: -60, max: 60, noNaN: true }), (raDeg, decDeg) => {
				const middle = middleOf(centredOn({ ...wholeSky(0), zoom: 8 }, raDeg, decDeg))!;
				expect(separationDeg(raDeg, decDeg, middle.raDeg, middle.decDeg)).toBeLessThan(0.01);
			})
		);
	});

	test('labels hours of right ascension eastwards to the left, and finer lines when near', () => {
		const whole = gridOf(wholeSky(180)).labels;
		const hours = whole.filter(({ of }) => of === 'ra').sort((a, b) => a.x - b.x);
		expect(hours.map(({ text }) => text)).toEqual([
			'22h',
			'20h',
			'18h',
			'16h',
			'14h',
			'12h',
			'10h',
			'8h',
			'6h',
			'4h',
			'2h'
		]);
		expect(whole.map(({ text }) => text)).toContain('−30°');
		const near = gridOf(centredOn({ ...wholeSky(0), zoom: 20 }, 197.45, -23.38));
		expect(near.labels.map(({ text }) => text)).toContain('13h10');
		expect(near.labels.map(({ text }) => text)).toContain('−22.5°');
	});
});

describe('points', () => {
	test('of a layer are one short path each, and no more of them than asked', () => {
		const path = layerPath(layer(3000), wholeSky(180), 3, 2000);
		expect(path.match(/M/g)).toHaveLength(2000);
		expect(path.length).toBeLessThan(40_000);
	});

	test('are found by where they stand, in whichever layer', () => {
		const layers = [layer(50, 'a'), layer(40, 'b')];
		const placed = placedPoints(layers);
		for (const number of [0, 49, 50, 89]) {
			const point = pointAt(layers, number)!;
			const [x, y] = project(33, point.raDeg, point.decDeg);
			const found = pointAt(layers, nearestPoint(placed, wholeSky(33), x + 0.01, y, 5)!)!;
			expect([found.raDeg, found.decDeg]).toEqual([point.raDeg, point.decDeg]);
		}
		expect(nearestPoint(placed, wholeSky(33), -500, -500, 5)).toBeNull();
		expect(pointAt(layers, 90)).toBeNull();
	});
});

describe('names', () => {
	test('stand where there is room: not one upon the other, nor beyond the frame', () => {
		const item = (raDeg: number, label: string) => ({ raDeg, decDeg: 0, label, isMark: true });
		const labels = placeLabels(
			[item(180, 'S190425z'), item(181, 'S190426c'), item(4, 'S190814bv')],
			wholeSky(180)
		);
		expect(labels.map(({ label, isWritten, toLeft }) => [label, isWritten, toLeft])).toEqual([
			['S190425z', true, false],
			['S190426c', false, false],
			['S190814bv', true, true]
		]);
	});

	test('of events stand in the largest part of their smallest region', () => {
		const outline = (...pixels: number[]) =>
			outlineOf(pixels.map((pixel) => ({ order: 6, pixel }))).coordinates;
		const [label] = eventLabels([
			{ level: 0.9, outline: outline(20_000), event: 'S1' },
			{ level: 0.5, outline: outline(100), event: 'S1' }
		]);
		const [lon, lat] = outline(100)[0]![0]!;
		expect(label!.event).toBe('S1');
		expect(separationDeg(label!.raDeg, label!.decDeg, lon, lat)).toBeLessThan(2);
	});
});

describe('a map', () => {
	const url = new URL('http://host/sky?known=2019-10-01T20:59:00Z');
	const map = (props: object) =>
		render(SkyMap, { props: { title: 'Test', url, ...props } }).body.replace(/\s+/g, ' ');

	test('as the server draws it says how many points it leaves out, and leads to the table', () => {
		const body = map({ layers: [layer(5000)], table: '/sky#objects' });
		expect(body).toMatch(/<noscript>[^]*2,000 of 5,000 points are left out[^]*href="\/sky#objects"/);
		expect(body.match(/h0/g)!.length).toBeLessThan(3010);
		expect(map({ layers: [layer(3000)] })).not.toContain('left out');
	});

	test('counts each kind of point in its legend', () => {
		const text = map({ layers: [layer(1234)] }).replace(/<[^>]*>/g, '');
		expect(text).toMatch(/objects\s*1,234/);
	});

	test('links marks and events to their pages in the basis of the page', () => {
		const region = { level: 0.9, event: 'S1', outline: outlineOf([{ order: 6, pixel: 100 }]).coordinates };
		const body = map({
			regions: [region],
			marks: [{ raDeg: 10, decDeg: 10, label: 'GRB1', subject: 'events/GRB1' }]
		});
		for (const event of ['S1', 'GRB1'])
			expect(body).toContain(`href="/events/${event}?known=2019-10-01T20:59:00Z"`);
	});

	test('shows where Sun and Moon are', () => {
		const bodies = { sun: { raDeg: 180, decDeg: 0 }, moon: { raDeg: 0, decDeg: 20 } };
		const text = map({ bodies }).replace(/<[^>]*>/g, ' ');
		expect(text).toContain('Sun');
		expect(text).toContain('Moon');
	});
});
