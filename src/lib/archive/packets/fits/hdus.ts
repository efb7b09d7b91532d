import { LookbackError } from '#lib/errors.ts';
import { blockBytes, countOf, integerOf, readHeader, type FitsHeader } from './header.ts';

/** A header and data unit; `data` is a view of the file. */
export interface Hdu {
	readonly header: FitsHeader;
	readonly data: Uint8Array;
}

/** Whether the bytes begin as every FITS file does. */
export function looksLikeFits(bytes: Uint8Array): boolean {
	return (
		Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 9)).toString('latin1') === 'SIMPLE  ='
	);
}

/**
 * The header and data units of a FITS file, in order.
 * @throws LookbackError `fits/not-fits`, `fits/cut-off` when the data end before what the header promises.
 */
export function* readHdus(bytes: Uint8Array): Generator<Hdu> {
	if (!looksLikeFits(bytes))
		throw new LookbackError(
			'incorrect',
			'fits/not-fits',
			'The bytes are not a FITS file: it would begin "SIMPLE  =".'
		);
	for (let offset = 0; offset < bytes.length;) {
		// Some writers pad a file with zeros beyond its last unit.
		if (bytes[offset] === 0) return;
		const { header, dataOffset } = readHeader(bytes, offset);
		const length = dataBytes(header);
		if (dataOffset + length > bytes.length)
			throw new LookbackError(
				'incorrect',
				'fits/cut-off',
				`The FITS file ends at byte ${bytes.length}, and its header promises data up to byte ${dataOffset + length}.`,
				{ bytes: bytes.length, promised: dataOffset + length }
			);
		yield { header, data: bytes.subarray(dataOffset, dataOffset + length) };
		offset = dataOffset + Math.ceil(length / blockBytes) * blockBytes;
	}
}

/** Source: FITS Standard 4.0, equation 2. */
function dataBytes(header: FitsHeader): number {
	const axes = integerOf(header, 'NAXIS');
	if (axes === 0) return 0;
	let elements = 1;
	for (let axis = 1; axis <= axes; axis += 1) elements *= countOf(header, `NAXIS${axis}`);
	const groups = countOf(header, 'GCOUNT', 1);
	return (Math.abs(integerOf(header, 'BITPIX')) / 8) * groups * (countOf(header, 'PCOUNT', 0) + elements);
}
