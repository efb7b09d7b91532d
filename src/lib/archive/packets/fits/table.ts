import { LookbackError } from '#lib/errors.ts';
import { countOf, integerOf, numberOf, textOf, type FitsHeader } from './header.ts';
import type { Hdu } from './hdus.ts';

/** A column of a binary table: `repeat` values in each row, of a FITS type letter. */
export interface Column {
	readonly name: string;
	readonly type: string;
	readonly repeat: number;
	readonly offset: number;
	readonly scale: number;
	readonly zero: number;
	readonly unit: string | null;
}

export interface BinaryTable {
	readonly header: FitsHeader;
	readonly rows: number;
	readonly rowBytes: number;
	readonly columns: readonly Column[];
	readonly view: DataView;
}

/** Bytes of one value by type letter; source: FITS Standard 4.0, table 18. */
const typeBytes: Readonly<Record<string, number>> = {
	L: 1,
	X: 1 / 8,
	B: 1,
	I: 2,
	J: 4,
	K: 8,
	A: 1,
	E: 4,
	D: 8,
	C: 8,
	M: 16,
	P: 8,
	Q: 16 // prettier-ignore
};

/** The binary table of a unit, or null when the unit is something else (an image, an ASCII table). */
export function binaryTable({ header, data }: Hdu): BinaryTable | null {
	if (textOf(header, 'XTENSION') !== 'BINTABLE') return null;
	const [rowBytes, rows] = [countOf(header, 'NAXIS1'), countOf(header, 'NAXIS2')];
	const columns: Column[] = [];
	let offset = 0;
	for (let field = 1; field <= integerOf(header, 'TFIELDS'); field += 1) {
		const form = textOf(header, `TFORM${field}`) ?? '';
		const [, repeatText = '', type = ''] = /^(\d*)([A-Z])/.exec(form.trim()) ?? [];
		const width = typeBytes[type];
		if (width === undefined) throw badTable(`TFORM${field} is "${form}", which is no column type`, { form });
		const repeat = repeatText === '' ? 1 : Number(repeatText);
		columns.push({
			name: (textOf(header, `TTYPE${field}`) ?? `COL${field}`).trim(),
			type,
			repeat,
			offset,
			scale: numberOf(header, `TSCAL${field}`) ?? 1,
			zero: numberOf(header, `TZERO${field}`) ?? 0,
			unit: textOf(header, `TUNIT${field}`)
		});
		offset += Math.ceil(repeat * width);
	}
	if (offset !== rowBytes)
		throw badTable(`its columns fill ${offset} bytes of a row, and NAXIS1 is ${rowBytes}`, {
			offset,
			rowBytes
		});
	if (rows * rowBytes > data.length)
		throw badTable(`NAXIS2 is ${rows} rows of ${rowBytes} bytes, and there are ${data.length} bytes`, {
			rows,
			rowBytes
		});
	return {
		header,
		rows,
		rowBytes,
		columns,
		view: new DataView(data.buffer, data.byteOffset, rows * rowBytes)
	};
}

const readers: Readonly<Record<string, (view: DataView, at: number) => number>> = {
	B: (view, at) => view.getUint8(at),
	I: (view, at) => view.getInt16(at),
	J: (view, at) => view.getInt32(at),
	E: (view, at) => view.getFloat32(at),
	D: (view, at) => view.getFloat64(at)
};

/** The values of a numeric column, in the order of rows and within each row. */
export interface ColumnValues {
	readonly length: number;
	/** The value `index`, scaled; read from the file's own bytes. */
	at(index: number): number;
}

/**
 * The values of a numeric column (B, I, J, E, D); nothing is copied, so that a table of hundreds of megabytes costs
 * no more than itself.
 */
export function columnValues(table: BinaryTable, column: Column): ColumnValues {
	const read = readers[column.type];
	if (!read)
		throw badTable(`column ${column.name} has type ${column.type}, and B, I, J, E or D is wanted`, {});
	const { view, rows, rowBytes } = table;
	const { repeat, offset, scale, zero } = column;
	const width = typeBytes[column.type]!;
	return {
		length: rows * repeat,
		at(index) {
			const row = Math.floor(index / repeat);
			return read(view, row * rowBytes + offset + (index - row * repeat) * width) * scale + zero;
		}
	};
}

/** A column of one 64-bit (K) or smaller whole number a row, exact. */
export function wholeNumbers(table: BinaryTable, column: Column): BigInt64Array {
	const { view, rows, rowBytes } = table;
	const read: ((at: number) => bigint) | null =
		column.type === 'K'
			? (at) => view.getBigInt64(at)
			: column.type === 'J'
				? (at) => BigInt(view.getInt32(at))
				: column.type === 'I'
					? (at) => BigInt(view.getInt16(at))
					: null;
	if (!read || column.repeat !== 1 || column.scale !== 1 || !Number.isInteger(column.zero))
		throw badTable(`column ${column.name} is not one whole number a row`, { type: column.type });
	const zero = BigInt(column.zero);
	return BigInt64Array.from({ length: rows }, (_, row) => read(row * rowBytes + column.offset) + zero);
}

function badTable(what: string, data: Record<string, unknown>): LookbackError {
	return new LookbackError('incorrect', 'fits/bad-table', `The FITS table cannot be read: ${what}.`, data);
}
