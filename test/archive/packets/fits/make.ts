/** Builds FITS files for tests; formats as in the FITS Standard 4.0. */
const block = 2880;

const card = (text: string): string => text.padEnd(80).slice(0, 80);

export function cardOf(keyword: string, value: string | number | bigint | boolean): string {
	const shown =
		typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : value === true ? 'T' : String(value);
	return card(`${keyword.padEnd(8)}= ${shown}`);
}

export function headerBytes(cards: readonly string[]): Buffer {
	const text = [...cards.map(card), card('END')].join('');
	return Buffer.from(text.padEnd(Math.ceil(text.length / block) * block), 'latin1');
}

const primaryOf = (cards: readonly string[]): Buffer =>
	headerBytes([cardOf('SIMPLE', true), cardOf('BITPIX', 8), cardOf('NAXIS', 0), ...cards]);
export const primary = primaryOf([]);

export interface TableParts {
	readonly forms: readonly (readonly [name: string, form: string, unit?: string])[];
	readonly rowBytes: number;
	readonly rows: number;
	readonly data: Buffer;
	readonly cards?: readonly string[];
	readonly primaryCards?: readonly string[];
}

/** A file of a primary unit without data and one binary table. */
export function tableFile({
	forms,
	rowBytes,
	rows,
	data,
	cards = [],
	primaryCards = []
}: TableParts): Buffer {
	const columns = forms.flatMap(([name, form, unit], index) => [
		cardOf(`TTYPE${index + 1}`, name),
		cardOf(`TFORM${index + 1}`, form),
		...(unit === undefined ? [] : [cardOf(`TUNIT${index + 1}`, unit)])
	]);
	const header = headerBytes([
		cardOf('XTENSION', 'BINTABLE'),
		cardOf('BITPIX', 8),
		cardOf('NAXIS', 2),
		cardOf('NAXIS1', rowBytes),
		cardOf('NAXIS2', rows),
		cardOf('PCOUNT', 0),
		cardOf('GCOUNT', 1),
		cardOf('TFIELDS', forms.length),
		...columns,
		...cards
	]);
	const padding = Buffer.alloc((block - (data.length % block)) % block);
	return Buffer.concat([primaryOf(primaryCards), header, data, padding]);
}

/** Big-endian doubles. */
export function doubles(values: readonly number[]): Buffer {
	const bytes = Buffer.alloc(8 * values.length);
	values.forEach((value, index) => bytes.writeDoubleBE(value, 8 * index));
	return bytes;
}
