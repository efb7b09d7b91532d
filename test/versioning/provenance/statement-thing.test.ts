import { expect, test } from 'vitest';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { statementThing } from '#lib/versioning/provenance/statement-thing.ts';

const told = {
	batch: 5n,
	fact: 101,
	subject: 'events/GW170817',
	property: 'distance',
	agent: 'lvc',
	value_text: null,
	value_number: null,
	unit: null,
	known_at: parseInstant('2017-10-16T14:00:00Z')
};

test.each([
	[{ value_number: 38.6, unit: 'Mpc' }, 'distance 38.6 Mpc'],
	[{ value_number: 0.0098, unit: '' }, 'distance 0.0098'],
	[{ value_text: 'near' }, 'distance near'],
	[{ property: 'searched_area', value_number: 31, unit: 'deg2' }, 'searched area 31 deg²'],
	[{}, 'distance']
])('a statement %o is called %s, with its unit', (value, label) => {
	expect(statementThing({ ...told, ...value }).label).toBe(label);
});
