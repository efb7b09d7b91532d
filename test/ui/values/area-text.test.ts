import { expect, test } from 'vitest';
import { areaChangeText, areaText } from '#lib/ui/values/area-text.ts';
import { percentText } from '#lib/ui/values/percent.ts';

test('areas are told to two figures or whole', () => {
	expect([0.0886, 2.3456, 38.4, 10182.4].map(areaText)).toEqual(['0.089', '2.3', '38', '10182']);
});

test('a change of area says from what to what, and how much that is', () => {
	expect(areaChangeText(38.4, 23.1)).toBe(
		'Its 90 % area is 23 square degrees, where the map before had 38: 40 % smaller.'
	);
	expect(areaChangeText(30, 36)).toContain('20 % larger');
	expect(areaChangeText(10, 34)).toContain('3.4 times as large');
	expect(areaChangeText(28.2, 28.4)).toBe('Its 90 % area is that of the map before, 28 square degrees.');
});

test('a probability that is not certain is never told as 0 or 100 %', () => {
	expect([0, 0.004, 0.95, 0.9979, 1].map(percentText)).toEqual(['0 %', '<1 %', '95 %', '>99 %', '100 %']);
});
