import { describe, expect, test } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { formats } from '#lib/table/formats.ts';
import { bytesOf, columns, tableOf } from './examples.ts';

describe.each(Object.entries(formats))('%s', (_name, { write }) => {
	test('stops taking rows while nobody asks for bytes, and closes its source when the reader leaves', async () => {
		let taken = 0;
		let closed = false;
		function* endless() {
			try {
				for (; ; taken++) yield { object_id: `name ${taken}` };
			} finally {
				closed = true;
			}
		}
		const chunks = write(tableOf(endless(), columns.slice(0, 1)));
		await chunks.next();
		const afterFirst = taken;
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(taken).toBe(afterFirst);
		await chunks.return(undefined);
		expect(closed).toBe(true);
	});

	test('an error of the source reaches the reader', async () => {
		async function* broken() {
			yield { object_id: 'one' };
			throw new LookbackError('unavailable', 'db/lost', 'The database is away.');
		}
		await expect(bytesOf(write(tableOf(broken())))).rejects.toThrow('The database is away.');
	});

	test.each([
		['a number where a bigint belongs', { candid: 2695378462115 }],
		['more than 64 bits', { candid: 2n ** 63n }],
		['more than 32 bits', { nobs: 2 ** 31 }],
		['a fraction of a microsecond', { observed_at: 0.5 }]
	])('refuses %s, naming the column', async (_what, row) => {
		await expect(bytesOf(write(tableOf([row])))).rejects.toThrow(
			expect.objectContaining({
				code: 'table/bad-value',
				message: expect.stringContaining(Object.keys(row)[0] ?? '')
			})
		);
	});
});
