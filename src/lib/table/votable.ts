import type { Column, ColumnType, Row, Table } from '#lib/table/column.ts';
import { encodeText } from '#lib/table/encode.ts';
import { plainText, valueOf } from '#lib/table/value.ts';
import { escapeXml, losesInXml } from '#lib/table/xml.ts';

/**
 * The table as VOTable 1.4 (REC-VOTable-1.4-20191021, TABLEDATA), the newest version that astropy, pyvo and STILTS
 * all read without complaint. Positions refer to ICRS, times are UTC without Z (DALI 1.1, section 3.1.2), no value is
 * an empty TD, notes are INFOs. Rows left out end with QUERY_STATUS=OVERFLOW; characters that XML cannot carry are
 * replaced, and an INFO after the table counts the values this touched.
 */
export function writeVotable(table: Table): AsyncGenerator<Uint8Array> {
	let replaced = 0;
	const cell = (column: Column, row: Row): string => {
		const value = valueOf(column, row);
		if (value === null) return '<TD/>';
		const text = votableText(column.type, value);
		if (losesInXml(text)) replaced++;
		return `<TD>${escapeXml(text)}</TD>`;
	};
	return encodeText(table, {
		head: `${opening(table)}<DATA>\n<TABLEDATA>\n`,
		row: (row) => `<TR>${table.columns.map((column) => cell(column, row)).join('')}</TR>\n`,
		tail: () => {
			const remarks = [
				table.overflowed?.() ? info('QUERY_STATUS', 'OVERFLOW') : '',
				replaced ? info('values_with_characters_replaced', String(replaced)) : ''
			];
			return `</TABLEDATA>\n</DATA>\n</TABLE>\n${remarks.join('')}</RESOURCE>\n</VOTABLE>\n`;
		}
	});
}

/** The description alone, as a VOTable without data: what VOParquet puts into a Parquet file. */
export function votableDescription(table: Table): string {
	return `${opening(table)}</TABLE>\n</RESOURCE>\n</VOTABLE>\n`;
}

/** A VOTable that says what went wrong (DALI 1.1, section 4.2.1). `fault` is a word such as `UsageFault`. */
export function votableError(fault: string, message: string): string {
	const status = `<INFO name="QUERY_STATUS" value="ERROR">${escapeXml(`${fault}: ${message}`)}</INFO>\n`;
	return `${PROLOGUE}<RESOURCE type="results">\n${status}</RESOURCE>\n</VOTABLE>\n`;
}

const PROLOGUE =
	'<?xml version="1.0" encoding="UTF-8"?>\n' +
	'<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">\n';

const FRAMES =
	'<COOSYS ID="icrs" system="ICRS"/>\n<TIMESYS ID="utc" timescale="UTC" refposition="TOPOCENTER"/>\n';

const datatypes: Record<ColumnType, Readonly<Record<string, string>>> = {
	text: { datatype: 'unicodeChar', arraysize: '*' },
	boolean: { datatype: 'boolean' },
	int: { datatype: 'int' },
	long: { datatype: 'long' },
	float: { datatype: 'float' },
	double: { datatype: 'double' },
	instant: { datatype: 'char', arraysize: '*', xtype: 'timestamp', ref: 'utc' },
	json: { datatype: 'unicodeChar', arraysize: '*' }
};

function opening(table: Table): string {
	const notes = Object.entries(table.notes).map(([name, value]) => info(name, value));
	return [
		PROLOGUE,
		`<RESOURCE type="results">\n`,
		info('QUERY_STATUS', 'OK'),
		...notes,
		FRAMES,
		`<TABLE${attributes({ name: table.name })}>\n${described(table.description)}\n`,
		...table.columns.map(field)
	].join('');
}

function field({ name, type, unit, ucd, description }: Column): string {
	const ref = ucd && /^pos\.eq(;|\.|$)/.test(ucd) ? 'icrs' : undefined;
	const all = { name, ...datatypes[type], ...(ref && { ref }), unit, ucd };
	return `<FIELD${attributes(all)}>${described(description)}</FIELD>\n`;
}

function votableText(type: ColumnType, value: NonNullable<ReturnType<typeof valueOf>>): string {
	if (value === Infinity) return '+Inf';
	if (value === -Infinity) return '-Inf';
	const text = plainText(type, value);
	return type === 'instant' ? text.replace(/Z$/, '') : text;
}

const described = (text: string): string => `<DESCRIPTION>${escapeXml(text)}</DESCRIPTION>`;

const info = (name: string, value: string): string => `<INFO${attributes({ name, value })}/>\n`;

function attributes(values: Readonly<Record<string, string | undefined>>): string {
	return Object.entries(values)
		.map(([name, value]) => (value === undefined ? '' : ` ${name}="${escapeXml(value)}"`))
		.join('');
}
