import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/app.css', import.meta.url), 'utf8');

/** Colours of a theme by token, as `app.css` writes them. */
function tokensOf(theme: 'light' | 'dark' | 'night'): Map<string, string> {
	const tokens = new Map<string, string>();
	for (const [, name = '', light = '', dark = ''] of css.matchAll(
		/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g
	))
		tokens.set(name, theme === 'light' ? light : dark);
	if (theme === 'night') {
		const block = /\[data-theme='night'\] \{([^{]*)/.exec(css)?.[1] ?? '';
		for (const [, name = '', colour = ''] of block.matchAll(/--([\w-]+): (#\w+)/g)) tokens.set(name, colour);
	}
	return tokens;
}

function channels(colour: string): number[] {
	const digits = colour.slice(1);
	const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
	return pairs.map((pair) => parseInt(pair, 16));
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
	const [r = 0, g = 0, b = 0] = channels(colour).map((channel) => {
		const share = channel / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
	const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

const surfaces = ['paper', 'surface', 'sunken', 'accent-wash'];
const textOn: [text: string, surfaces: string[]][] = [
	['ink', [...surfaces, 'past-wash', 'bad-wash']],
	['ink-soft', [...surfaces, 'past-wash']],
	['accent', [...surfaces, 'past-wash', 'bad-wash']],
	['accent-ink', ['accent']],
	['past', ['past-wash']],
	['bad', ['surface', 'paper', 'bad-wash']]
];

describe.each(['light', 'dark', 'night'] as const)('in the %s theme', (theme) => {
	const tokens = tokensOf(theme);
	const colour = (token: string) => tokens.get(token) ?? expect.fail(`app.css has no --${token}`);

	test.each(textOn.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground])))(
		'text in %s on %s has a contrast of 4.5',
		(text, ground) => {
			expect(contrast(colour(text ?? ''), colour(ground ?? ''))).toBeGreaterThanOrEqual(4.5);
		}
	);

	test.each(surfaces)('lines of inputs have a contrast of 3 on %s', (ground) => {
		expect(contrast(colour('rule-strong'), colour(ground))).toBeGreaterThanOrEqual(3);
	});
});

test('the night theme has no green and no blue in any colour', () => {
	for (const [token, colour] of tokensOf('night')) {
		const [, green, blue] = channels(colour);
		expect([token, green, blue]).toEqual([token, 0, 0]);
	}
});
