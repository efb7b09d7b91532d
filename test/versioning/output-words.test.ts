import { expect, test } from 'vitest';
import { outputTold } from '#lib/versioning/runs/output-words.ts';

const key = 'objects/ztf/ZTF18abc';

test('a run tells the properties of its statements in words, and units as people write them', () => {
	const statement = {
		subject: key,
		property: 'possible_counterpart',
		qualifier: 'GW170817',
		value_text: 'events/GW170817'
	};
	expect(outputTold({ key, statement }).what).toBe('possible counterpart (GW170817): events/GW170817');
	const number = { subject: key, property: 'searched_area', value_number: 31.4159265, unit: 'deg2' };
	expect(outputTold({ key, statement: number })).toMatchObject({
		what: 'searched area: 31.4159 deg²',
		row: number
	});
});
