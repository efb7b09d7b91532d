const blockBytes = 2880;

/** One card of a FITS header (FITS Standard 4.0, section 4.1). */
export function fitsCard(keyword: string, value: string | number | boolean): string {
	const shown = typeof value === 'string' ? `'${value.padEnd(8)}'` : value === true ? 'T' : String(value);
	const placed = typeof value === 'string' ? shown : shown.padStart(20);
	return `${keyword.padEnd(8)}= ${placed}`.padEnd(80);
}

/** A header unit: the cards, END, blanks to a whole block. */
export function fitsHeader(cards: readonly string[]): Buffer {
	const text = `${cards.join('')}${'END'.padEnd(80)}`;
	return Buffer.from(text.padEnd(Math.ceil(text.length / blockBytes) * blockBytes), 'latin1');
}

/** A data unit: the bytes, zeros to a whole block. */
export function padded(data: Buffer): Buffer {
	return Buffer.concat([data, Buffer.alloc((blockBytes - (data.length % blockBytes)) % blockBytes)]);
}
