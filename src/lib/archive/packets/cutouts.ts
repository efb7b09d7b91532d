import { LookbackError } from '#lib/errors.ts';
import type { PacketContext } from './decoder.ts';
import { recordsOf } from './avro/records.ts';
import { record } from './avro/fields.ts';

/** A cutout as its packet carries it, for serving over HTTP. */
export interface Cutout {
	readonly bytes: Uint8Array;
	readonly contentType: 'application/fits' | 'image/jpeg' | 'application/octet-stream';
	/** ZTF's cutouts are FITS in gzip. */
	readonly contentEncoding: 'gzip' | null;
}

/** The three images of an alert, null where the packet has none. */
export interface Cutouts {
	readonly science: Cutout | null;
	readonly template: Cutout | null;
	readonly difference: Cutout | null;
}

/**
 * Cutouts of a record (counted from 0) of an Avro packet.
 * @throws LookbackError `cutouts/no-record` beyond the last record, or the reason the record cannot be read.
 */
export function cutoutsOf(bytes: Uint8Array, recordIndex: number, context: PacketContext): Cutouts {
	let count = 0;
	for (const read of recordsOf(bytes, context)) {
		if (count++ < recordIndex) continue;
		if (read instanceof LookbackError) throw read;
		return {
			science: cutoutOf(read.record.cutoutScience),
			template: cutoutOf(read.record.cutoutTemplate),
			difference: cutoutOf(read.record.cutoutDifference)
		};
	}
	throw new LookbackError(
		'not-found',
		'cutouts/no-record',
		`${context.name} holds ${count} records, and record ${recordIndex} (counted from 0) was asked for.`,
		{ name: context.name, count, recordIndex }
	);
}

/** ZTF wraps the bytes in a record with a file name, Rubin does not. */
function cutoutOf(field: unknown): Cutout | null {
	const bytes = field instanceof Uint8Array ? field : record(field)?.stampData;
	if (!(bytes instanceof Uint8Array) || bytes.length === 0) return null;
	const [first, second] = bytes;
	if (first === 0x1f && second === 0x8b)
		return { bytes, contentType: 'application/fits', contentEncoding: 'gzip' };
	if (first === 0xff && second === 0xd8) return { bytes, contentType: 'image/jpeg', contentEncoding: null };
	const isFits = Buffer.from(bytes.subarray(0, 9)).toString('latin1') === 'SIMPLE  =';
	return {
		bytes,
		contentType: isFits ? 'application/fits' : 'application/octet-stream',
		contentEncoding: null
	};
}
