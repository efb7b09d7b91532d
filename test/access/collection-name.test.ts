import { expect, it } from 'vitest';
import { assertCollectionName } from '#lib/access/collection-name.ts';

it.each(['lvc.circulars', 'ztf.program-64', 'a.b.c', 'S2.x_1'])('%s names a collection', (name) => {
	expect(() => assertCollectionName(name)).not.toThrow();
});

it.each([
	'',
	'lvc',
	'lvc.',
	'.nights',
	'lvc..x',
	'lvc.nights ',
	'ztf.x\u202e',
	'ztf.ä',
	`a.${'b'.repeat(99)}`
])('%j does not', (name) => {
	expect(() => assertCollectionName(name)).toThrow(/group's name, a full stop and its own/);
});
