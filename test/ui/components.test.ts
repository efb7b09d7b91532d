import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import { instantFromUnixMilliseconds } from '#lib/sky/time.ts';
import type { LightCurvePoint } from '#lib/ui/plots/light-curve-point.ts';
import DataTable from '#lib/ui/tables/DataTable.svelte';
import Header from '#lib/ui/parts/Header.svelte';
import LightCurve from '#lib/ui/light-curve/LightCurve.svelte';
import SkyMap from '#lib/ui/sky/SkyMap.svelte';
import Timeline from '#lib/ui/parts/Timeline.svelte';
import { outlineOf } from '#lib/ui/plots/cells-outline.ts';
import { columns, rows } from '../table/examples.ts';

const now = instantFromUnixMilliseconds(Date.UTC(2026, 10, 22));
const knownAt = instantFromUnixMilliseconds(Date.UTC(2019, 9, 1, 20, 59));
const url = new URL('http://host/objects/ztf/ZTF19x?known=2019-10-01T20:59:00Z&band=g&cursor=7');

test('the header searches, and leads to its sections, in the basis of the page', () => {
	const { body } = render(Header, {
		props: { url, reader: null, theme: 'night', sections: [{ href: '/objects', label: 'Objects' }] }
	});
	expect(body).toContain('href="/objects?known=2019-10-01T20:59:00Z" aria-current="page"');
	expect(body).toMatch(/action="\/search"[^]*name="known" value="2019-10-01T20:59:00Z"[^]*name="q"/);
	expect(body).toMatch(/value="night" aria-pressed="true"/);
});

describe('a table', () => {
	const table = (given: typeof rows) =>
		render(DataTable, {
			props: { caption: 'Alerts', columns, rows: given, url, now, empty: 'No alert was known.' }
		}).body;

	test('is headed in words where it has some, else by the names of files', () => {
		const heads = { [columns[0]!.name]: 'First of all' };
		const { body } = render(DataTable, { props: { caption: 'Alerts', columns, heads, rows, now } });
		expect(body).toContain('>First of all</abbr>');
		expect(body).not.toContain(`>${columns[0]!.name}</abbr>`);
		expect(body).toContain(`>${columns[1]!.name}</abbr>`);
	});

	test('shows units, whole 64-bit integers, rounded numbers and links to every format', () => {
		const body = table(rows);
		expect(body.replace(/<!--.*?-->/g, '')).toMatch(/mag<\/abbr> <span class="unit[^"]*">mag</);
		expect(body).toContain('2695378462115010012');
		expect(body).toContain('314.262392');
		for (const suffix of ['.csv', '.ndjson', '.json', '.vot', '.parquet'])
			expect(body).toContain(`/objects/ztf/ZTF19x${suffix}?known=2019-10-01T20:59:00Z&amp;band=g"`);
	});

	test('says yes and no, properties in words, and units as people write them', () => {
		const said = [
			{ name: 'is_positive', type: 'boolean', description: 'Brighter.' },
			{ name: 'property', type: 'text', description: 'What about.' },
			{ name: 'unit', type: 'text', description: 'Unit.' }
		] as const;
		const given = [{ is_positive: false, property: 'possible_counterpart', unit: 'deg2' }];
		const { body } = render(DataTable, { props: { caption: 'Said', columns: said, rows: given, now } });
		expect(body.replace(/<[^>]*>/g, ' ')).toMatch(/no\s+possible counterpart\s+deg²/);
	});

	test('shows told text as text', () => {
		expect(table([{ object_id: '<script>alert(1)</script>' }])).not.toContain('<script>');
	});

	test('says why it has no rows', () => {
		expect(table([])).toContain('No alert was known.');
	});
});

describe('a light curve', () => {
	const points = (count: number): LightCurvePoint[] =>
		Array.from({ length: count }, (_, k) => ({
			band: 'g',
			observedAt: instantFromUnixMilliseconds(Date.UTC(2019, 0, 1) + k * 3_600_000),
			kind: 'detection',
			mag: 18 + (k % 7) / 10,
			magErr: 0.1,
			limitingMag: null,
			fluxNjy: null,
			fluxErrNjy: null,
			isPositive: true,
			knownAt,
			hindsight: 'in-force'
		}));
	const drawn = (count: number) =>
		render(LightCurve, { props: { points: points(count), of: 'ZTF19x', now } }).body;
	const titles = (body: string) => body.match(/<title>/g)?.length ?? 0;

	test('tells every point in a tooltip and the whole in a sentence', () => {
		expect(titles(drawn(20))).toBe(20);
		expect(drawn(20)).toContain(
			'20 detections in g between 2019-01-01 and 2019-01-01; brightest 18.000 mag.'
		);
	});

	test('of 20,000 points is a few paths', () => {
		const body = drawn(20_000);
		expect(titles(body)).toBe(0);
		expect(body.match(/<path/g)?.length).toBeLessThan(100);
	});

	test('without points says so', () => {
		expect(drawn(0)).toContain('No photometry to draw');
	});
});

test('a sky map draws a region for each level, and the sky alone without any', () => {
	const outline = (...pixels: number[]) =>
		outlineOf(pixels.map((pixel) => ({ order: 6, pixel }))).coordinates;
	const drawn = [
		{ level: 0.5, outline: outline(100) },
		{ level: 0.9, outline: outline(100, 101) }
	];
	const regions = (body: string) => body.match(/\d+ % credible region<\/title>/g) ?? [];
	expect(regions(render(SkyMap, { props: { regions: drawn, title: 'S1' } }).body)).toHaveLength(2);
	expect(regions(render(SkyMap, { props: { title: 'No event' } }).body)).toHaveLength(0);
});

test('a timeline says what was withdrawn, and marks the revision in force', () => {
	const entries = [
		{ at: knownAt, label: 'Initial', withdrawn: true },
		{ at: now, label: 'Update', current: true }
	];
	const { body } = render(Timeline, { props: { entries, origin: knownAt, title: 'Revisions' } });
	expect(body).toMatch(/<title>Initial, withdrawn, 2019-10-01T20:59:00Z[^]*<title>Update/);
	expect(body.match(/class="[^"]*current/g)).toHaveLength(1);
});
