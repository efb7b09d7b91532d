import { gzipSync } from 'node:zlib';
import { fitsCard, fitsHeader, padded } from './fits.ts';
import { uniform } from './random.ts';

/** What a stamp shows: a source of this peak in units of the noise, round, at its centre. */
export interface Stamp {
	readonly sidePixels: number;
	readonly peak: number;
	/** Tells the noise of one stamp from that of another. */
	readonly noise: number;
}

const sourceSigmaPixels = 1.3;
const operatingSystemByte = 9;

/** A cutout as ZTF sends it: a square image in FITS (single precision), in gzip. */
export function stampFits({ sidePixels, peak, noise }: Stamp): Buffer {
	const header = fitsHeader([
		fitsCard('SIMPLE', true),
		fitsCard('BITPIX', -32),
		fitsCard('NAXIS', 2),
		fitsCard('NAXIS1', sidePixels),
		fitsCard('NAXIS2', sidePixels)
	]);
	const pixels = Buffer.alloc(4 * sidePixels * sidePixels);
	const centre = (sidePixels - 1) / 2;
	for (let y = 0; y < sidePixels; y++) {
		for (let x = 0; x < sidePixels; x++) {
			const distance2 = (x - centre) ** 2 + (y - centre) ** 2;
			const source = distance2 < 60 ? peak * Math.exp(-distance2 / (2 * sourceSigmaPixels ** 2)) : 0;
			const index = y * sidePixels + x;
			// The sum of two uniform numbers is noise enough for an image nobody measures.
			pixels.writeFloatBE(source + 2.4 * (uniform(noise, index) + uniform(index, noise) - 1), 4 * index);
		}
	}
	const packed = gzipSync(Buffer.concat([header, padded(pixels)]), { level: 1 });
	packed[operatingSystemByte] = 255; // "unknown": the bytes shall not depend on where they were made (RFC 1952)
	return packed;
}
