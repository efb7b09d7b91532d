import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeCsv } from '#lib/table/csv.ts';
import { anyRow, columns, rows, tableOf, textOf } from './examples.ts';

test('one line of names, then values exact to the last digit', async () => {
	const [head, first] = (await textOf(writeCsv(tableOf(rows.slice(0, 1))))).split('\r\n');
	expect(head).toBe('object_id,candid,nobs,positive,mag,ra,observed_at,detail');
	expect(first).toBe(
		'ZTF19aapreis,2695378462115010012,7,true,18.3,314.2623916,2019-10-01T20:59:00.123456Z,' +
			'"{""redshift"":0.051,""oid"":""4611686018427387904"",""names"":[""AT2019dsg""]}"'
	);
});

test('text that looks like a formula is quoted and not altered', async () => {
	expect(await textOf(writeCsv(tableOf([{ object_id: '=1+1' }])))).toContain('\r\n"=1+1",,,,,,,\r\n');
});

test('no value is an empty field, an empty string is a quoted one', async () => {
	const nothing = await textOf(writeCsv(tableOf([{ object_id: null, mag: NaN }])));
	const empty = await textOf(writeCsv(tableOf([{ object_id: '' }])));
	expect(nothing.split('\r\n')[1]).toBe(',,,,,,,');
	expect(empty.split('\r\n')[1]).toBe('"",,,,,,,');
});

test('an independent reader gets back any row', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(anyRow), async (given) => {
			const text = await textOf(writeCsv(tableOf(given)));
			const [, ...read] = parse(text, { record_delimiter: '\r\n', skip_empty_lines: false }) as string[][];
			expect(read).toHaveLength(given.length);
			read.forEach((fields, i) => {
				const row = given[i] ?? {};
				const field = (name: string) =>
					fields[columns.findIndex((column) => column.name === name)] ?? 'absent';
				expect(field('object_id')).toBe(((row.object_id as string | undefined) ?? '').toWellFormed());
				expect(field('candid')).toBe(row.candid === undefined ? '' : String(row.candid));
				for (const name of ['mag', 'ra']) {
					const value = row[name] as number | undefined;
					if (value === undefined || Number.isNaN(value)) expect(field(name)).toBe('');
					else if (name === 'mag') expect(Math.fround(Number(field(name)))).toBe(value + 0);
					else expect(Number(field(name))).toBe(value + 0);
				}
			});
		})
	);
});
