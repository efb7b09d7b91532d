import { LookbackError } from '#lib/errors.ts';

export type CardValue = string | number | boolean;
export type FitsHeader = ReadonlyMap<string, CardValue>;

/** FITS files come in blocks of 2,880 bytes, and headers in cards of 80 characters. */
export const blockBytes = 2880;
const cardBytes = 80;

/** A header has dozens of cards; one that goes on for ever is no header. */
const mostCards = 20_000;

/**
 * The header at an offset and where its data begin. Cards without a value are left out; a string that runs on in
 * CONTINUE cards is joined. Source: FITS Standard 4.0, sections 3.3 and 4 (fits.gsfc.nasa.gov/fits_standard.html).
 * @throws LookbackError `fits/bad-header` when the file ends before END, or holds other than printable ASCII.
 */
export function readHeader(bytes: Uint8Array, offset: number): { header: FitsHeader; dataOffset: number } {
	const header = new Map<string, CardValue>();
	let keyword = '';
	for (let at = offset, cards = 0; ; at += cardBytes, cards += 1) {
		if (at + cardBytes > bytes.length || cards > mostCards)
			throw new LookbackError(
				'incorrect',
				'fits/bad-header',
				`The FITS header at byte ${offset} has no END card within ${cards} cards.`,
				{ offset, cards }
			);
		const card = Buffer.from(bytes.buffer, bytes.byteOffset + at, cardBytes).toString('latin1');
		if (/[^\x20-\x7e]/.test(card))
			throw new LookbackError(
				'incorrect',
				'fits/bad-header',
				`The FITS header at byte ${offset} holds a card that is not printable ASCII at byte ${at}.`,
				{ offset, at }
			);
		const name = card.slice(0, 8).trimEnd();
		if (name === 'END') {
			const length = at + cardBytes - offset;
			return { header, dataOffset: offset + Math.ceil(length / blockBytes) * blockBytes };
		}
		const before = header.get(keyword);
		if (name === 'CONTINUE' && typeof before === 'string' && before.endsWith('&')) {
			header.set(keyword, before.slice(0, -1) + String(valueOf(card.slice(8)) ?? ''));
		} else if (card.startsWith('= ', 8)) {
			keyword = name;
			const value = valueOf(card.slice(10));
			if (value !== null) header.set(keyword, value);
		}
	}
}

/** A string in quotes (doubled inside), T or F, or a number; null where none stands before the comment. */
function valueOf(field: string): CardValue | null {
	const quoted = /^ *'((?:[^']|'')*)'/.exec(field)?.[1];
	if (quoted !== undefined) return quoted.replaceAll("''", "'").trimEnd();
	const bare = field.replace(/\/.*$/s, '').trim();
	if (bare === 'T' || bare === 'F') return bare === 'T';
	const number = Number(bare.replace(/D/i, 'E'));
	return bare === '' || Number.isNaN(number) ? null : number;
}

/** A whole-number keyword. @throws LookbackError `fits/bad-keyword` when it is missing or no whole number. */
export function integerOf(header: FitsHeader, keyword: string, otherwise?: number): number {
	const value = header.get(keyword) ?? otherwise;
	if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
	throw new LookbackError(
		'incorrect',
		'fits/bad-keyword',
		`The FITS keyword ${keyword} is ${String(value)}, and a whole number is wanted.`,
		{ keyword }
	);
}

/** A keyword that counts something. @throws LookbackError `fits/bad-keyword` also when it is below 0. */
export function countOf(header: FitsHeader, keyword: string, otherwise?: number): number {
	const count = integerOf(header, keyword, otherwise);
	if (count >= 0) return count;
	throw new LookbackError(
		'incorrect',
		'fits/bad-keyword',
		`The FITS keyword ${keyword} is ${count}, and a whole number of 0 or more is wanted.`,
		{ keyword }
	);
}

/** A keyword's text, numbers as written, or null where it is missing or blank. */
export function textOf(header: FitsHeader, keyword: string): string | null {
	const value = header.get(keyword);
	return value === undefined || typeof value === 'boolean' || value === '' ? null : String(value);
}

/** A finite number, or null. */
export function numberOf(header: FitsHeader, keyword: string): number | null {
	const value = header.get(keyword);
	return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
