import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cutoutsOf } from '#lib/archive/packets/cutouts.ts';
import { containerOf, contextOf } from './avro/make.ts';

const stamp = {
	type: 'record',
	name: 'cutout',
	fields: [
		{ name: 'fileName', type: 'string' },
		{ name: 'stampData', type: 'bytes' }
	]
};
const ztf = {
	type: 'record',
	name: 'ztf.alert',
	fields: [
		{ name: 'cutoutScience', type: ['null', stamp] },
		{ name: 'cutoutTemplate', type: ['null', 'cutout'] }
	]
};
const lsst = {
	type: 'record',
	name: 'lsst.v9_0.alert',
	fields: [{ name: 'cutoutDifference', type: ['null', 'bytes'] }]
};
const fits = Buffer.from('SIMPLE  =                    T');

describe('cutouts', () => {
	test('of ZTF are told as FITS in gzip, those it lacks as null', () => {
		const packet = containerOf(ztf as never, [
			{
				cutoutScience: { fileName: 'a.fits.gz', stampData: gzipSync(fits) },
				cutoutTemplate: null
			}
		]);
		const { science, template, difference } = cutoutsOf(packet, 0, contextOf());
		expect(science).toMatchObject({ contentType: 'application/fits', contentEncoding: 'gzip' });
		expect(Buffer.from(science!.bytes)).toEqual(gzipSync(fits));
		expect([template, difference]).toEqual([null, null]);
	});

	test('of Rubin are told as FITS, of the record asked for', () => {
		const other = Buffer.from([0xff, 0xd8, 0xff]);
		const packet = containerOf(lsst as never, [{ cutoutDifference: other }, { cutoutDifference: fits }]);
		expect(cutoutsOf(packet, 1, contextOf()).difference).toMatchObject({
			contentType: 'application/fits',
			contentEncoding: null
		});
		expect(cutoutsOf(packet, 0, contextOf()).difference).toMatchObject({ contentType: 'image/jpeg' });
	});

	test('of a record beyond the last are not found', () => {
		expect(() => cutoutsOf(containerOf(lsst as never, []), 0, contextOf('x.avro'))).toThrow(
			/x\.avro holds 0 records/
		);
	});
});
