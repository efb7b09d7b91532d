import { expect, test } from 'vitest';
import type { Notice } from '#lib/archive/index.server.ts';
import { errorCircles } from '#lib/ui/sky/error-circles.ts';

const notice = (raDeg: number | null, errorDeg: number | null, kind = 'update') =>
	({ ra_deg: raDeg, dec_deg: raDeg === null ? null : 1, error_deg: errorDeg, kind, stream: 'S' }) as Notice;

test('each position stands once, and the newest is the one in force', () => {
	const circles = errorCircles([
		notice(10, 1, 'initial'),
		notice(null, null),
		notice(11, 0.5),
		notice(10, 1)
	]);
	expect(circles.map(({ raDeg, isNewest }) => [raDeg, isNewest])).toEqual([
		[11, false],
		[10, true]
	]);
	expect(circles[1]!.label).toBe('update, S: within 1°');
});

test('of many positions the latest are drawn', () => {
	const circles = errorCircles(Array.from({ length: 40 }, (_, i) => notice(i, null)));
	expect(circles.map(({ raDeg }) => raDeg)).toEqual(Array.from({ length: 12 }, (_, i) => 28 + i));
});

test('a position without an error, such as where a spacecraft turned, counts only where none has one', () => {
	const circles = errorCircles([notice(10, 1), notice(50, null)]);
	expect(circles.map(({ raDeg, isNewest }) => [raDeg, isNewest])).toEqual([[10, true]]);
});
