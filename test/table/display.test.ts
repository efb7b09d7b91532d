import { expect, test } from 'vitest';
import type { Column } from '#lib/table/column.ts';
import { displayCell } from '#lib/table/display.ts';

const show = (column: Partial<Column>, value: unknown) =>
	displayCell({ name: 'x', type: 'double', description: '', ...column }, { x: value });

test.each<[Partial<Column>, unknown, string]>([
	[{ precision: 3 }, 18.29996, '18.300'],
	[{ precision: 3 }, 0, '0.000'],
	[{ precision: 3 }, -1.2e-9, '-1.20e-9'],
	[{}, 1 / 3, '0.3333333333333333'],
	[{ type: 'float' }, Math.fround(18.3), '18.3'],
	[{ type: 'long' }, 2695378462115010012n, '2695378462115010012'],
	[{ type: 'instant' }, 1_569_963_540_999_999, '2019-10-01T20:59:00Z'],
	[{ type: 'boolean' }, false, 'no'],
	[{ type: 'boolean' }, true, 'yes'],
	[{}, NaN, ''],
	[{ type: 'text' }, null, '']
])('%o of %s reads %s', (column, value, text) => {
	expect(show(column, value)).toBe(text);
});
