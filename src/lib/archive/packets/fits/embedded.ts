import { gunzipSync } from 'node:zlib';
import { LookbackError } from '#lib/errors.ts';
import { looksLikeFits } from './hdus.ts';

/** Far above any map LVK sends (1 MB), far below what would hurt. */
export const largestEmbeddedBytes = 512 << 20;

/**
 * A FITS file carried in a packet's field `field`: as bytes or as base64 text, gzipped or not.
 * @throws LookbackError `fits/bad-embedded` when it is no such file, or unpacks to more than 512 MiB.
 */
export function embeddedFits(value: unknown, field: string): Uint8Array {
	const packed =
		value instanceof Uint8Array ? value : typeof value === 'string' ? fromBase64(value, field) : null;
	if (packed === null)
		throw bad(field, `is of type ${typeof value}, and a FITS file in base64 or bytes is wanted`);
	const bytes = packed[0] === 0x1f && packed[1] === 0x8b ? unpacked(packed, field) : packed;
	if (!looksLikeFits(bytes)) throw bad(field, 'is not a FITS file: it would begin "SIMPLE  ="');
	return bytes;
}

function fromBase64(text: string, field: string): Uint8Array {
	const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
	// Buffer reads on over anything that is not base64, so a file cut short in the middle would pass for a whole one.
	if (/[^A-Za-z0-9+/=_-]/.test(compact)) throw bad(field, `is not base64: "${text.slice(0, 40)}"`);
	return Buffer.from(compact, 'base64');
}

function unpacked(packed: Uint8Array, field: string): Uint8Array {
	try {
		return gunzipSync(packed, { maxOutputLength: largestEmbeddedBytes });
	} catch (cause) {
		throw bad(field, `is gzip that does not unpack within ${largestEmbeddedBytes} bytes`, cause);
	}
}

function bad(field: string, what: string, cause?: unknown): LookbackError {
	return new LookbackError(
		'incorrect',
		'fits/bad-embedded',
		`The field ${field} ${what}.`,
		{ field },
		{ cause }
	);
}
