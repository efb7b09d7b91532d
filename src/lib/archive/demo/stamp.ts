import { gzipSync } from 'node:zlib';
import { fitsCard, fitsHeader, padded } from './fits.ts';
import { uniform } from './random.ts';

/** What a stamp shows: a round source at its centre, `2 ** brightness` times the noise, which has eight faces. */
export interface Stamp {
	readonly sidePixels: number;
	readonly brightness: number;
	readonly face: number;
}

const sourceSigmaPixels = 1.3;
const operatingSystemByte = 9;

const made = new Map<string, Buffer>();

/** A cutout as ZTF sends it: a square image in FITS (single precision), in gzip. There are but a few, made once. */
export function stampFits(wanted: Stamp): Buffer {
	const stamp = { ...wanted, brightness: Math.round(wanted.brightness), face: wanted.face % 8 };
	const key = JSON.stringify(stamp);
	let bytes = made.get(key);
	if (!bytes) made.set(key, (bytes = makeStamp(stamp)));
	return bytes;
}

function makeStamp({ sidePixels, brightness, face }: Stamp): Buffer {
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
			const source =
				distance2 < 60 ? 2 ** brightness * Math.exp(-distance2 / (2 * sourceSigmaPixels ** 2)) : 0;
			const index = y * sidePixels + x;
			// The sum of two uniform numbers is noise enough for an image nobody measures.
			pixels.writeFloatBE(source + 2.4 * (uniform(face, index) + uniform(index, face) - 1), 4 * index);
		}
	}
	const packed = gzipSync(Buffer.concat([header, padded(pixels)]), { level: 1 });
	packed[operatingSystemByte] = 255; // "unknown": the bytes shall not depend on where they were made (RFC 1952)
	return packed;
}
