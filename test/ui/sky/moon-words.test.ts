import { describe, expect, test } from 'vitest';
import type { Night } from '#lib/sky/night.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { moonWords } from '#lib/ui/sky/moon-words.ts';

const at = (time: string) => parseInstant(`2026-11-${time}:00Z`);
const nothing = { altitudeDeg: -6, dusk: null, dawn: null };

function night(sunset: Night['sunset'], ...moonUp: readonly (readonly [string, string])[]): Night {
	return {
		middle: at('30T04:45'),
		sunset,
		civil: nothing,
		nautical: nothing,
		astronomical: nothing,
		moonUp: moonUp.map(([from, to]) => ({ from: at(from), to: at(to) }))
	};
}

describe('the Moon of a night from sunset at 23:30 to sunrise at 10:00 is told in the order of time', () => {
	const usual = { altitudeDeg: -0.833, dusk: at('29T23:30'), dawn: at('30T10:00') };

	test.each([
		[[['29T16:45', '30T02:11']], 'up until 02:11'],
		[[['30T03:52', '30T16:45']], 'up from 03:52'],
		[[['30T03:52', '30T08:01']], 'up 03:52 to 08:01'],
		[[['29T16:45', '30T16:45']], 'up all night'],
		[
			[
				['30T09:10', '30T16:45'],
				['29T16:45', '30T00:11']
			],
			'up until 00:11 and from 09:10'
		],
		[
			[
				['29T16:45', '29T23:10'],
				['30T10:20', '30T16:45']
			],
			'not up that night'
		],
		[[], 'not up that night']
	] as const)('%j: %s', (moonUp, words) => {
		expect(moonWords(night(usual, ...moonUp))).toBe(words);
	});
});

test('where the Sun does not set, the Moon is told over the 24 hours around its lowest', () => {
	expect(moonWords(night(nothing, ['29T16:45', '29T18:00'], ['30T16:00', '30T16:45']))).toBe(
		'up until 18:00 and from 16:00'
	);
});
