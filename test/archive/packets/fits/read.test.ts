import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { embeddedFits } from '#lib/archive/packets/fits/embedded.ts';
import { readHdus } from '#lib/archive/packets/fits/hdus.ts';
import { integerOf, readHeader } from '#lib/archive/packets/fits/header.ts';
import { binaryTable, columnValues, wholeNumbers } from '#lib/archive/packets/fits/table.ts';
import { cardOf, doubles, headerBytes, primary, tableFile } from './make.ts';

describe('readHeader', () => {
	it('reads strings, numbers, logicals, comments and long strings', () => {
		const { header, dataOffset } = readHeader(
			headerBytes([
				'SIMPLE  =                    T / it is',
				"NAME    = 'O''Neill / not a comment' / a comment",
				'NUMBER  =           1.5D-3',
				"LONG    = 'begins &'",
				"CONTINUE  'goes on &'",
				"CONTINUE  'ends' / comment",
				'COMMENT = not a value',
				'EMPTY   ='
			]),
			0
		);
		expect(Object.fromEntries(header)).toEqual({
			SIMPLE: true,
			NAME: "O'Neill / not a comment",
			NUMBER: 0.0015,
			LONG: 'begins goes on ends'
		});
		expect(dataOffset).toBe(2880);
	});

	it('refuses a header without end and one of other than printable characters', () => {
		const code = 'fits/bad-header';
		expect(() => readHeader(Buffer.alloc(2880, ' '), 0)).toThrow(expect.objectContaining({ code }));
		expect(() => readHeader(Buffer.alloc(2880, 1), 0)).toThrow(expect.objectContaining({ code }));
	});

	it('names the keyword that is missing', () => {
		expect(() => integerOf(new Map(), 'NAXIS')).toThrow(/NAXIS/);
	});
});

describe('binary tables', () => {
	const data = Buffer.alloc(2 * 27);
	for (const [row, sign] of [1, -1].entries()) {
		const at = 27 * row;
		data.writeBigInt64BE(9007199254740993n * BigInt(sign), at);
		data.writeFloatBE(0.5 * sign, at + 8);
		data.writeFloatBE(0.25, at + 12);
		data.writeInt16BE(-300 * sign, at + 16);
		data.writeUInt8(200, at + 18);
		data.writeDoubleBE(1 / 3, at + 19);
	}
	const file = tableFile({
		forms: [
			['ID', 'K'],
			['PAIR', '2E'],
			['SHORT', 'I'],
			['BYTE', 'B'],
			['DOUBLE', '1D']
		],
		rowBytes: 27,
		rows: 2,
		data,
		cards: [cardOf('TSCAL3', 0.1), cardOf('TZERO3', 5)]
	});
	const table = binaryTable([...readHdus(file)][1]!)!;
	const values = (name: string): number[] => {
		const column = columnValues(
			table,
			table.columns.find((one) => one.name === name)!
		);
		return Array.from({ length: column.length }, (_, index) => column.at(index));
	};

	it('give 64-bit numbers exactly, and vectors and scaled values in order', () => {
		expect([...wholeNumbers(table, table.columns[0]!)]).toEqual([9007199254740993n, -9007199254740993n]);
		expect(values('PAIR')).toEqual([0.5, 0.25, -0.5, 0.25]);
		expect(values('SHORT')).toEqual([-25, 35]);
		expect(values('BYTE')).toEqual([200, 200]);
		expect(values('DOUBLE')).toEqual([1 / 3, 1 / 3]);
	});

	it('are refused when the file is cut short, or columns do not fill a row', () => {
		const cut = () => [...readHdus(file.subarray(0, file.length - 2880))];
		expect(cut).toThrow(expect.objectContaining({ code: 'fits/cut-off' }));
		const uneven = tableFile({ forms: [['A', 'D']], rowBytes: 9, rows: 1, data: Buffer.alloc(9) });
		expect(() => binaryTable([...readHdus(uneven)][1]!)).toThrow(
			expect.objectContaining({ code: 'fits/bad-table' })
		);
	});

	it('are told from other units', () => {
		expect(binaryTable([...readHdus(primary)][0]!)).toBeNull();
	});
});

describe('embeddedFits', () => {
	const file = tableFile({ forms: [['A', 'D']], rowBytes: 8, rows: 1, data: doubles([1]) });

	it('unpacks base64, gzip and plain bytes to the same file', () => {
		for (const value of [file, gzipSync(file), file.toString('base64'), gzipSync(file).toString('base64')])
			expect(Buffer.from(embeddedFits(value, 'map')).equals(file)).toBe(true);
	});

	it('refuses what is cut short with dots, other files, and gzip that unpacks without end', () => {
		const code = 'fits/bad-embedded';
		const bomb = Buffer.concat(new Array<Buffer>(513).fill(gzipSync(Buffer.alloc(1 << 20))));
		for (const value of ['U0lNUExFICA9ICAg...', 'c3R1ZmY=', 12, bomb])
			expect(() => embeddedFits(value, 'event.skymap')).toThrow(
				expect.objectContaining({ code, message: expect.stringContaining('event.skymap') as string })
			);
	});
});
