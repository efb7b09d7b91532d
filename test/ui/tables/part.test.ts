import { expect, test } from 'vitest';
import { mostPartRows, partOf } from '#lib/ui/tables/part.ts';

const rows = Array.from({ length: 450 }, (_, k) => k + 1);

test('a long table is shown in parts that say where they stand', () => {
	expect(partOf(rows, null)).toMatchObject({ from: 1, total: 450 });
	expect(partOf(rows, null).rows).toHaveLength(mostPartRows);
	expect(partOf(rows, '401').rows[0]).toBe(401);
	expect(partOf(rows, '401').rows).toHaveLength(50);
});

test.each(['0', '-1', '451', '1e3', 'x', ''])('row %s is none: the table begins at its first', (asked) => {
	expect(partOf(rows, asked).from).toBe(1);
	expect(partOf([], asked)).toEqual({ rows: [], from: 1, total: 0 });
});
