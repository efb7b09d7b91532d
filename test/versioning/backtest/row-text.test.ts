import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wire } from '#lib/archive/wire.ts';
import { rowText } from '#lib/versioning/backtest/row-text.ts';

const orNull = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.constant(null));
const moment = orNull(fc.integer({ min: 0, max: 2 ** 51 }));
const row = fc.record(
	{
		mag: orNull(fc.double()),
		version: fc.bigInt(),
		known_at: moment,
		public_from: moment,
		at: moment,
		is_positive: fc.boolean(),
		'a "name"': fc.string(),
		detail: fc.jsonValue(),
		cites: fc.jsonValue(),
		names: fc.array(fc.string()),
		bytes: fc.uint8Array()
	},
	{ requiredKeys: [] }
);

it('a row is written as the API writes it', () => {
	fc.assert(
		fc.property(row, (one) => {
			expect(rowText(one)).toBe(JSON.stringify(wire(one)));
		}),
		{ numRuns: 2000 }
	);
});
