import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import { parsePosition } from '#lib/sky/position.ts';
import Position from '#lib/ui/values/Position.svelte';

test('galactic coordinates bear their names and the degree, and the search box reads them as they are shown', () => {
	const { body } = render(Position, { props: { raDeg: 197.4503, decDeg: -23.3815 } });
	const [shown = ''] = /l=[\d.]+° b=[+-][\d.]+°/.exec(body) ?? [];
	expect(shown).toBe('l=308.3793° b=+39.2959°');
	const read = parsePosition(shown);
	expect(read?.raDeg).toBeCloseTo(197.4503, 3);
	expect(read?.decDeg).toBeCloseTo(-23.3815, 3);
});
