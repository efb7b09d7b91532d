import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { limitRows } from '#lib/table/limit.ts';
import { votableError, writeVotable } from '#lib/table/votable.ts';
import { anyRow, columns, rows, tableOf, textOf } from './examples.ts';

interface Element {
	name: string;
	attributes: Record<string, string>;
	text: string;
}

/** Every element in document order, read by a strict XML parser that throws where the text is not well formed. */
function elements(xml: string): Element[] {
	const parser = new SaxesParser();
	const found: Element[] = [];
	const open: Element[] = [];
	parser.on('error', (error) => {
		throw error;
	});
	parser.on('opentag', ({ name, attributes }) => {
		const element = { name, attributes: attributes as Record<string, string>, text: '' };
		found.push(element);
		open.push(element);
	});
	parser.on('text', (text) => {
		const element = open.at(-1);
		if (element) element.text += text;
	});
	parser.on('closetag', () => open.pop());
	parser.write(xml).close();
	return found;
}

async function read(table = tableOf()) {
	const all = elements(await textOf(writeVotable(table)));
	const named = (name: string) => all.filter((element) => element.name === name);
	return { named, cells: named('TD').map((cell) => cell.text) };
}

test('fields carry type, unit, UCD, description and the frames they refer to', async () => {
	const { named } = await read();
	const fields = named('FIELD').map((field) => field.attributes);
	expect(fields[1]).toEqual({ name: 'candid', datatype: 'long', ucd: 'meta.id' });
	expect(fields[5]).toEqual({
		name: 'ra',
		datatype: 'double',
		unit: 'deg',
		ucd: 'pos.eq.ra;meta.main',
		ref: 'icrs'
	});
	expect(fields[6]).toMatchObject({ datatype: 'char', xtype: 'timestamp', ref: 'utc' });
	expect(named('TIMESYS')[0]?.attributes).toMatchObject({ ID: 'utc', timescale: 'UTC' });
	expect(named('COOSYS')[0]?.attributes).toMatchObject({ ID: 'icrs', system: 'ICRS' });
	expect(named('DESCRIPTION')[1]?.text).toBe(columns[0]?.description);
	expect(named('INFO').map(({ attributes }) => [attributes.name, attributes.value])).toEqual([
		['QUERY_STATUS', 'OK'],
		['basis', '2019-10-01T20:59:00Z~1742'],
		['credit', 'ZTF & "others" <public>']
	]);
});

test('times stand without Z, infinities as the standard spells them, no value as an empty cell', async () => {
	const { cells } = await read();
	expect(cells[6]).toBe('2019-10-01T20:59:00.123456');
	expect(cells.slice(16)).toEqual([
		'',
		'9223372036854775807',
		'2147483647',
		'',
		'+Inf',
		'',
		'1969-12-31T23:59:59.999999',
		''
	]);
});

test('rows left out end the table with OVERFLOW', async () => {
	const status = async (maxRows: number) =>
		(await read(limitRows(tableOf(), maxRows)))
			.named('INFO')
			.filter(({ attributes }) => attributes.name === 'QUERY_STATUS')
			.map(({ attributes }) => attributes.value);
	expect(await status(rows.length - 1)).toEqual(['OK', 'OVERFLOW']);
	expect(await status(rows.length)).toEqual(['OK']);
});

test('an error is a document with QUERY_STATUS=ERROR and its message', () => {
	const [info] = elements(votableError('UsageFault', 'SR must be below 10; got "<99>".')).filter(
		({ name }) => name === 'INFO'
	);
	expect(info).toMatchObject({
		attributes: { name: 'QUERY_STATUS', value: 'ERROR' },
		text: 'UsageFault: SR must be below 10; got "<99>".'
	});
});

test('characters XML cannot carry are replaced, and the document counts the values', async () => {
	const { named, cells } = await read(
		tableOf([{ object_id: 'a\u0000b\u001b\ufffe' }, { object_id: 'whole' }])
	);
	expect(cells[0]).toBe('a\ufffdb\ufffd\ufffd');
	expect(named('INFO').at(-1)?.attributes).toEqual({ name: 'values_with_characters_replaced', value: '1' });
});

test('a strict XML reader gets back any row', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(anyRow), async (given) => {
			const { cells } = await read(tableOf(given));
			expect(cells).toHaveLength(given.length * columns.length);
			given.forEach((row, i) => {
				const cell = (name: string) =>
					cells[i * columns.length + columns.findIndex((column) => column.name === name)] ?? 'absent';
				expect(cell('object_id')).toBe(carried((row.object_id as string | undefined) ?? ''));
				expect(cell('candid')).toBe(row.candid === undefined ? '' : String(row.candid));
				const ra = row.ra as number | undefined;
				if (ra === undefined || Number.isNaN(ra)) expect(cell('ra')).toBe('');
				else expect(Number(cell('ra').replace('Inf', 'Infinity'))).toBe(ra + 0);
			});
		})
	);
});

/** The text with U+FFFD for whatever production Char of XML 1.0 leaves out. */
function carried(text: string): string {
	const allowed = (code: number) =>
		[0x9, 0xa, 0xd].includes(code) ||
		(code >= 0x20 && code < 0xd800) ||
		(code > 0xdfff && code < 0xfffe) ||
		code > 0xffff;
	return Array.from(text, (character) =>
		allowed(character.codePointAt(0) ?? 0) ? character : '\ufffd'
	).join('');
}
