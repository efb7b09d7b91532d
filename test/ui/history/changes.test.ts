import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { Alert, Measurement, Statement } from '#lib/archive/index.server.ts';
import { difference } from '#lib/archive/diff.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { shownChanges } from '#lib/ui/history/changes.ts';
import Changes from '#lib/ui/history/Changes.svelte';
import { layoutChangeCurve } from '#lib/ui/plots/change-curve.ts';
import { changeLayers } from '#lib/ui/plots/change-layers.ts';

const known = parseInstant('2021-09-20T12:00:00Z');
const now = parseInstant('2021-09-30T12:00:00Z');

const alert = (id: number, mag: number, version = 1): Alert => ({
	survey: 'ztf',
	alert_id: BigInt(id),
	object_id: `ZTF${id}`,
	hpx: 1n,
	ra_deg: 10 + id,
	dec_deg: 5,
	observed_at: known,
	exposure_sec: 30,
	band: 'g',
	mag,
	mag_err: 0.1,
	limiting_mag: 20,
	flux_njy: null,
	flux_err_njy: null,
	is_positive: true,
	real_bogus: 0.9,
	record: 0,
	collection: 'ztf.public',
	known_at: known,
	known_from: 'stated',
	version: BigInt(version),
	packet: null,
	batch: 1n,
	fact: 0
});
const alerts = difference(
	[alert(1, 18.25), alert(2, 19), alert(3, 20)],
	[alert(1, 18.375, 2), alert(3, 20), alert(4, 17), alert(5, 16)],
	(row) => String(row.alert_id)
);
const url = new URL('http://host/diff');

test('a comparison counts what was added, revised, withdrawn and left alone', () => {
	const [shown, ...others] = shownChanges({ alerts }, 1);
	expect(others).toEqual([]);
	expect(shown!.counts).toEqual({ added: 2, revised: 1, withdrawn: 1, unchanged: 1 });
	expect(shown!.first.added).toHaveLength(1);
});

describe('the table of changes', () => {
	const body = (most: number) =>
		render(Changes, { props: { changes: shownChanges({ alerts }, most)[0]!, url, now } }).body.replace(
			/<!--.*?-->/g,
			''
		);

	test('has old and new value of a revised fact in one row, marked by more than colour', () => {
		const revised = body(10).match(/<tr class="revised[^]*?<\/tr>/)![0];
		expect(revised).toMatch(/<del[^>]*>18\.250<\/del>[^]*<ins[^>]*>18\.375<\/ins>/);
		expect(revised.match(/<del/g)).toHaveLength(1);
		expect(revised).toMatch(/~<\/span>\s*revised/);
	});

	test('tells the MJD and the age of each moment', () => {
		expect(body(10)).toContain('title="2021-09-20T12:00:00Z, MJD 59477.50000, 10 d ago"');
	});

	test('tells moments apart that differ by less than a second', () => {
		const at = (text: string, version: number) => ({
			...alert(1, 18, version),
			observed_at: parseInstant(text)
		});
		const moved = difference([at('2021-09-20T11:00:00.1Z', 1)], [at('2021-09-20T11:00:00.2Z', 2)], (row) =>
			String(row.alert_id)
		);
		const { body: html } = render(Changes, {
			props: { changes: shownChanges({ alerts: moved }, 10)[0]!, url, now }
		});
		expect(html).toMatch(
			/<del[^>]*>2021-09-20 11:00:00\.1<\/del>[^]*<ins[^>]*>2021-09-20 11:00:00\.2<\/ins>/
		);
	});

	test('names the change of every row, and says how many it leaves out', () => {
		expect(body(10)).toMatch(/−<\/span>\s*withdrawn/);
		expect(body(10)).not.toContain('Files hold all of them');
		expect(body(1)).toContain('1 of 2 alerts added. Files hold all of them.');
	});
});

test('changed alerts stand on a map by a symbol for each kind of change', () => {
	const layers = changeLayers(alerts, 10);
	expect(layers.map(({ name, symbol, points }) => [name, symbol, points.map((one) => one.name)])).toEqual([
		['revised', 'diamond', ['ZTF1']],
		['withdrawn', 'cross', ['ZTF2']],
		['added', 'plus', ['ZTF4', 'ZTF5']]
	]);
});

describe('the light curve of a comparison', () => {
	const measured = (id: number, mag: number | null, version = 1, flux: number | null = null): Measurement => {
		const told = {
			...alert(id, 0, version),
			measurement: BigInt(id),
			kind: 'detection',
			origin: 'own'
		} as const;
		return { ...told, mag, flux_njy: flux };
	};
	const compare = (before: Measurement[], after: Measurement[]) =>
		layoutChangeCurve(
			difference(before, after, (row) => String(row.measurement)),
			after
		);

	test('marks what changed, keeps the rest as dots, and draws a line from an old value', () => {
		const curve = compare(
			[measured(1, 18), measured(2, 19), measured(3, 20)],
			[measured(1, 18.5, 2), measured(3, 20), measured(4, 17)]
		)!;
		expect(curve.series.map(({ change, symbol, points }) => [change, symbol, points.length])).toEqual([
			['unchanged', 'dot', 1],
			['revised', 'diamond', 1],
			['withdrawn', 'cross', 1],
			['added', 'plus', 1]
		]);
		expect(curve.moves).toMatch(/^M[\d.]+ [\d.]+L[\d.]+ [\d.]+$/);
		expect(curve.series[1]!.points[0]!.title).toContain('18.000 → 18.500 mag');
	});

	test('is of fluxes where there are no magnitudes, and none where there is nothing to draw', () => {
		expect(compare([], [measured(1, null, 1, 250)])!.label).toBe('flux (nJy)');
		expect(compare([], [measured(1, null)])?.label).toBeUndefined();
		expect(compare([], [])).toBeNull();
	});
});

test('statements say their value in one cell with its unit, and as many digits as tell it from the one before', () => {
	const said = (property: string, value: number, version = 1): Statement => ({
		subject: 'events/G298048',
		property,
		qualifier: '',
		agent: 'lvc',
		software: null,
		value_text: null,
		value_number: value,
		unit: 'deg2',
		detail: null,
		collection: 'lvc.public',
		known_at: known,
		known_from: 'stated',
		version: BigInt(version),
		packet: null,
		batch: 1n,
		fact: 0
	});
	const statements = difference(
		[said('area', 31), said('near_area', 0.123456789)],
		[said('area', 28.000000123456, 2), said('near_area', 0.123456788, 2), said('far_area', 1 / 3)],
		(row) => row.property
	);
	const [changes] = shownChanges({ statements }, 10);
	const body = render(Changes, { props: { changes: changes!, url, now } }).body.replace(
		/<!--.*?-->| class="[^"]*"/g,
		''
	);
	expect(body).toMatch(/<del>31 deg²<\/del> <span[^>]*>→<\/span>\s*<ins>28 deg²<\/ins>/);
	expect(body).toMatch(/<del>0.123456789 deg²<\/del> <span[^>]*>→<\/span>\s*<ins>0.123456788 deg²<\/ins>/);
	expect(body).toContain('0.333333 deg²');
	expect(body).toContain('far area');
	expect(body).not.toMatch(/deg2|_area|value_number/);
});
