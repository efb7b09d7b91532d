import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertContent, canonicalDecimal, photometryContent } from '#lib/archive/canonical.ts';
import type { PhotometryFact } from '#lib/archive/facts.ts';
import { alertOf, historyRow, ownDetection } from '#lib/archive/packets/ztf/rows.ts';
import { candidate } from './packets/ztf/make.ts';

describe('a canonical decimal', () => {
	test.each([
		[null, 3, ''],
		[0, 3, '0'],
		[-0.00001, 3, '0'],
		[19.2, 3, '19.2'],
		[-713.2557373046875, 2, '-713.26'],
		[1e30, 3, String(Math.fround(1e30))]
	])('of %d in %d places is %s', (value, decimals, text) => {
		expect(canonicalDecimal(value, decimals)).toBe(text);
	});

	// Left the alert's own value, right its copy in a history, from real packets.
	test.each([
		[19.26624870300293, 19.266300201416016],
		[18.880949020385742, 18.881000518798828],
		[18.04374885559082, 18.043800354003906],
		[19.413049697875977, 19.413000106811523],
		[19.195348739624023, 19.19529914855957],
		[14.856250762939453, 14.856300354003906]
	])('is the same for %d and its copy %d', (own, copy) => {
		expect(canonicalDecimal(copy, 3)).toBe(canonicalDecimal(own, 3));
	});

	test('is within a unit of the last place, and its own canonical decimal', () => {
		fc.assert(
			fc.property(fc.float({ min: -30, max: 30, noNaN: true }), (value) => {
				const canonical = canonicalDecimal(value, 3);
				expect(Math.abs(Number(canonical) - value)).toBeLessThanOrEqual(0.00056);
				expect(canonicalDecimal(Number(canonical), 3)).toBe(canonical);
			})
		);
	});

	test('is the same for a value and its copy rounded to four places, but beside a half of the fifth', () => {
		fc.assert(
			fc.property(fc.float({ min: 12, max: 23, noNaN: true }), (value) => {
				const places = value * 1e4;
				fc.pre(Math.abs(places - Math.floor(places) - 0.5) > 0.001);
				expect(canonicalDecimal(Number(value.toFixed(4)), 3)).toBe(canonicalDecimal(value, 3));
			})
		);
	});
});

describe('what a row of photometry says', () => {
	const own = ownDetection(alertOf(candidate(), 1n, 'ZTF19aapreis'));
	const restated = historyRow(
		candidate({ isdiffpos: '1', magpsf: 19.2663, exptime: undefined, rb: 0.1 }),
		'ZTF19aapreis'
	);

	test('is the same in its own alert and as a history restates it', () => {
		expect(photometryContent(restated)).toBe(photometryContent(own));
	});

	test('does not depend on the length of an exposure that a history leaves out', () => {
		const standard = alertOf(candidate({ exptime: 30 }), 1n, 'ZTF19aapreis');
		const unstated = alertOf(candidate({ exptime: undefined }), 1n, 'ZTF19aapreis');
		const long = ownDetection(alertOf(candidate({ exptime: 90 }), 1n, 'ZTF19aapreis'));
		expect(alertContent(unstated)).toBe(alertContent(standard));
		expect(photometryContent(long)).toBe(photometryContent(restated));
	});

	test('does not depend on who tells it', () => {
		const elsewhere: PhotometryFact = {
			...own,
			collection: 'ztf.caltech',
			origin: 'history',
			statedAt: own.observedAt
		};
		expect(photometryContent(elsewhere)).toBe(photometryContent(own));
	});

	test.each<[string, Partial<PhotometryFact>]>([
		['kind', { kind: 'forced' }],
		['band', { band: 'g' }],
		['magnitude', { mag: 19.27 }],
		['error', { magErr: 0.07 }],
		['limit', { limitingMag: 20.6 }],
		['flux', { fluxNjy: 1 }],
		['flux error', { fluxErrNjy: 1 }],
		['sign', { isPositive: false }],
		['position', { raDeg: 314.2600001 }],
		['declination', { decDeg: null }]
	])('differs with its %s', (_name, change) => {
		expect(photometryContent({ ...own, ...change })).not.toBe(photometryContent(own));
	});

	test('differs with its epoch', () => {
		const later = ownDetection(alertOf(candidate({ jd: 2458758.375 }), 1n, 'ZTF19aapreis'));
		expect(photometryContent(later)).not.toBe(photometryContent(own));
	});

	test('of an alert includes its score and object', () => {
		const alert = alertOf(candidate(), 1n, 'ZTF19aapreis');
		expect(alertContent({ ...alert, realBogus: 0.5 })).not.toBe(alertContent(alert));
		expect(alertContent({ ...alert, objectId: 'ZTF19other' })).not.toBe(alertContent(alert));
	});
});
