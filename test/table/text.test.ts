import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { writeText } from '#lib/table/text.ts';
import { columns, rows, tableOf } from './examples.ts';

async function linesOf(of: typeof rows, width?: number): Promise<string[]> {
	let text = '';
	for await (const piece of writeText(tableOf(of, columns.slice(0, 6)), width)) text += piece;
	return text.trimEnd().split('\n');
}

test('columns line up, wide characters counted, numbers on the right', async () => {
	const [head, , first, second] = await linesOf([
		{ object_id: '中性子星', ra: 1.5 },
		{ object_id: 'ZTF19aapreis', ra: 314.25 }
	]);
	expect(head).toMatch(/^object_id +candid +nobs +positive +mag \[mag\] +ra \[deg\]$/);
	expect(first).toMatch(/ 1\.500000$/);
	expect(stringWidth(first ?? '')).toBe(stringWidth(second ?? ''));
});

test('nothing is cut without a width; with one, lines fit and what is cut ends in an ellipsis', async () => {
	const long = [{ object_id: 'x'.repeat(200), ra: 1 }];
	expect((await linesOf(long)).join('\n')).toContain('x'.repeat(200));
	const narrow = await linesOf(long, 80);
	for (const line of narrow.slice(0, 3)) expect(stringWidth(line)).toBeLessThanOrEqual(80);
	expect(narrow[2]).toMatch(/^x+… /);
});

test('told text cannot drive the terminal', async () => {
	const lines = await linesOf([{ object_id: 'a\u001b[31mred\nnext\u202e' }]);
	expect(lines[2]).toMatch(/^a\\u001b\[31mred\\u000anext\\u202e/);
});

test('the number of rows and the notes stand below', async () => {
	const lines = await linesOf(rows);
	expect(lines.slice(-3)).toEqual([
		'3 rows',
		'basis: 2019-10-01T20:59:00Z~1742',
		'credit: ZTF & "others" <public>'
	]);
});
