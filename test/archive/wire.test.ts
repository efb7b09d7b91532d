import { expect, test } from 'vitest';
import { wire } from '#lib/archive/wire.ts';
import { allResources } from '#lib/api/resources/index.server.ts';

test('values go over the wire without loss and without NaN', () => {
	const row = {
		alert_id: 9007199254740993n,
		known_at: 1_569_963_540_000_000,
		observed_at: null,
		mag: NaN,
		far_hz: Infinity,
		digest: Uint8Array.of(0, 171),
		detail: { made_at: 5 },
		cells: [{ pixel: 7, level: 0.5 }]
	};
	expect(wire(row)).toEqual({
		alert_id: '9007199254740993',
		known_at: '2019-10-01T20:59:00Z',
		observed_at: null,
		mag: null,
		far_hz: 'Infinity',
		digest: '00ab',
		detail: { made_at: 5 },
		cells: [{ pixel: 7, level: 0.5 }]
	});
});

test('every column of moments goes over the wire as a moment', () => {
	const columns = allResources.flatMap(({ json, tables }) => [
		...Object.values(json).flatMap((part) => ('rows' in part ? part.rows : 'row' in part ? part.row : [])),
		...Object.values(tables).flatMap((table) => table.columns)
	]);
	const moments = columns.filter(({ type }) => type === 'instant').map(({ name }) => name);
	expect(moments.length).toBeGreaterThan(20);
	for (const name of moments)
		expect([name, wire({ [name]: 0 })]).toEqual([name, { [name]: '1970-01-01T00:00:00Z' }]);
});
