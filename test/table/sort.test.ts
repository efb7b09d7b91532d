import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column } from '#lib/table/column.ts';
import { nextOrder, sortRows } from '#lib/table/sort.ts';

const column = (type: Column['type']): Column => ({ name: 'v', type, description: 'A value' });
const sorted = (type: Column['type'], values: unknown[], descending = false) =>
	sortRows(
		values.map((v) => ({ v })),
		column(type),
		descending
	).map(({ v }) => v);

describe('rows are sorted', () => {
	test('by the size of numbers, whole numbers of 64 bits and moments', () => {
		expect(sorted('double', [10, 9, -1.5])).toEqual([-1.5, 9, 10]);
		expect(sorted('long', [2n ** 62n, -(2n ** 62n), 2n ** 62n - 1n])).toEqual([
			-(2n ** 62n),
			2n ** 62n - 1n,
			2n ** 62n
		]);
		expect(sorted('instant', [1_569_963_540_123_456, -1])).toEqual([-1, 1_569_963_540_123_456]);
		expect(sorted('boolean', [true, false])).toEqual([false, true]);
	});

	test('as people read names: numbers in them by size, capitals like others', () => {
		expect(sorted('text', ['S10', 's9', 'ZTF1', 'S1'])).toEqual(['S1', 's9', 'S10', 'ZTF1']);
	});

	test('with those without a value last, whichever way', () => {
		expect(sorted('double', [null, 2, NaN, 1, undefined])).toEqual([1, 2, null, NaN, undefined]);
		expect(sorted('double', [null, 2, NaN, 1, undefined], true)).toEqual([2, 1, null, NaN, undefined]);
	});

	test('so that equal ones stay in the order given, and none is lost', () => {
		const values = fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { maxLength: 30 });
		fc.assert(
			fc.property(values, fc.boolean(), (given, descending) => {
				const rows = given.map((v, place) => ({ v, place }));
				const done = sortRows(rows, column('int'), descending);
				expect(done.toSorted((a, b) => (a.place as number) - (b.place as number))).toEqual(rows);
				for (const [i, row] of done.entries()) {
					const before = done[i - 1];
					if (before && before.v === row.v) expect(before.place as number).toBeLessThan(row.place as number);
				}
			})
		);
	});
});

test('pressing a heading goes up, down, and back to the order given', () => {
	const up = nextOrder(null, 'v');
	expect(up).toEqual({ name: 'v', descending: false });
	expect(nextOrder(up, 'v')).toEqual({ name: 'v', descending: true });
	expect(nextOrder({ name: 'v', descending: true }, 'v')).toBeNull();
	expect(nextOrder(up, 'w')).toEqual({ name: 'w', descending: false });
});
