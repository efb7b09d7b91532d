import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeJson, writeNdjson } from '#lib/table/json.ts';
import { limitRows } from '#lib/table/limit.ts';
import { anyRow, columns, rows, tableOf, textOf } from './examples.ts';

test('a document carries the description, the notes and every row', async () => {
	const document = JSON.parse(await textOf(writeJson(tableOf())));
	expect(document.columns).toEqual(columns);
	expect(document.notes.basis).toBe('2019-10-01T20:59:00Z~1742');
	expect(document.overflow).toBe(false);
	expect(document.rows[0]).toEqual({
		object_id: 'ZTF19aapreis',
		candid: '2695378462115010012',
		nobs: 7,
		positive: true,
		mag: 18.3,
		ra: 314.2623916,
		observed_at: '2019-10-01T20:59:00.123456Z',
		detail: { redshift: 0.051, oid: '4611686018427387904', names: ['AT2019dsg'] }
	});
	expect(document.rows[2]).toMatchObject({
		object_id: '',
		mag: 'Infinity',
		ra: null,
		positive: null,
		detail: null
	});
});

test('a document of no rows is one too', async () => {
	expect(JSON.parse(await textOf(writeJson(tableOf([])))).rows).toEqual([]);
});

test('a document says when rows were left out', async () => {
	const cut = JSON.parse(await textOf(writeJson(limitRows(tableOf(), 2))));
	expect([cut.rows.length, cut.overflow]).toEqual([2, true]);
	const whole = JSON.parse(await textOf(writeJson(limitRows(tableOf(), rows.length))));
	expect([whole.rows.length, whole.overflow]).toEqual([rows.length, false]);
});

test('NDJSON gives back any row, a line each', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(anyRow, { minLength: 1 }), async (given) => {
			const lines = (await textOf(writeNdjson(tableOf(given)))).trimEnd().split('\n');
			expect(lines).toHaveLength(given.length);
			lines.forEach((line, i) => {
				const row = given[i] ?? {};
				const read = JSON.parse(line) as Record<string, unknown>;
				expect(read.object_id).toBe(row.object_id ?? null);
				expect(read.candid).toBe(row.candid === undefined ? null : String(row.candid));
				expect(read.detail).toEqual(JSON.parse(JSON.stringify(row.detail ?? null)));
				const ra = row.ra as number | undefined;
				if (ra === undefined || Number.isNaN(ra)) expect(read.ra).toBeNull();
				else expect(Number(read.ra)).toBe(ra + 0);
			});
		})
	);
});
