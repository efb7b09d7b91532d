import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { decodeSkymapFits } from '#lib/archive/packets/skymap/decode.ts';
import type { LocalizationFact, PacketFacts } from '#lib/archive/facts.ts';
import { credibleAreaDeg2 } from '#lib/sky/credible-region.ts';
import { nestedToRing } from '#lib/sky/healpix-ring.ts';
import { pixelAreaSr, uniqOf } from '#lib/sky/healpix.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { densityAt } from '#lib/sky/skymap.ts';
import { sample, samples } from '../../../support/samples.ts';
import { cardOf, doubles, tableFile } from '../fits/make.ts';
import { packetContext } from '../gcn/context.ts';

function decode(bytes: Uint8Array, name = 'some/folder/map.fits'): PacketFacts & { map: LocalizationFact } {
	const [facts] = [...(decodeSkymapFits(bytes, packetContext(name)) as Iterable<PacketFacts>)];
	return { ...facts!, map: facts!.localizations[0]! };
}

const head = [cardOf('OBJECT', 'G298048'), cardOf('ORIGIN', 'LIGO/Virgo'), cardOf('CREATOR', 'BAYESTAR')];
const flatHead = (ordering: string, nside: number) => [
	cardOf('PIXTYPE', 'HEALPIX'),
	cardOf('ORDERING', ordering),
	cardOf('NSIDE', nside),
	cardOf('INDXSCHM', 'IMPLICIT')
];
const flat = (values: readonly number[], cards: readonly string[]) =>
	tableFile({
		forms: [['PROB', 'D', 'pix-1']],
		rowBytes: 8,
		rows: values.length,
		data: doubles(values),
		cards
	});

/** A map of all probability in two pixels of order 1, given flat in either ordering or as multi-order cells. */
const pixels = 48;
const probability = (nested: number): number => (nested === 5 ? 0.75 : nested === 40 ? 0.25 : 0);
const nestedMap = flat(
	Array.from({ length: pixels }, (_, pixel) => probability(pixel)),
	[...flatHead('NESTED', 2), ...head]
);
const ringValues = new Array<number>(pixels).fill(0);
for (let nested = 0; nested < pixels; nested += 1) ringValues[nestedToRing(1, nested)] = probability(nested);
const ringMap = flat(ringValues, [...flatHead('RING', 2), ...head]);

/** A map of part of the sky, that lists its pixels. */
const listed = (ordering: string, rows: readonly (readonly [pixel: number, probability: number])[]) =>
	tableFile({
		forms: [
			['PIXEL', 'K'],
			['PROB', 'D', 'pix-1']
		],
		rowBytes: 16,
		rows: rows.length,
		data: Buffer.concat(
			rows.map(([pixel, value]) => {
				const row = Buffer.alloc(16);
				row.writeBigInt64BE(BigInt(pixel));
				row.writeDoubleBE(value, 8);
				return row;
			})
		),
		cards: [...flatHead(ordering, 2).slice(0, 3), cardOf('INDXSCHM', 'EXPLICIT'), ...head]
	});

type Written = readonly [name: string, unit: string | undefined, perProbability: number];
const perSr = 1 / pixelAreaSr(1);

function multiOrder(
	cards: readonly string[] = head,
	[name, unit, perProbability]: Written = ['PROBDENSITY', 'sr-1', perSr],
	uniqZero = 0n
): Buffer {
	const data = Buffer.alloc(32);
	for (const [row, pixel] of [5, 40].entries()) {
		data.writeBigInt64BE(uniqOf(1, pixel) - uniqZero, 16 * row);
		data.writeDoubleBE(probability(pixel) * perProbability, 16 * row + 8);
	}
	return tableFile({
		forms: [['UNIQ', 'K'], unit === undefined ? [name, 'D'] : [name, 'D', unit]],
		rowBytes: 16,
		rows: 2,
		data,
		cards: [...flatHead('NUNIQ', 2), ...(uniqZero ? [cardOf('TZERO1', uniqZero)] : []), ...cards]
	});
}

const perDeg2 = perSr * (Math.PI / 180) ** 2;

it.each<Written>([
	['PROBDENSITY', 'deg-2', perDeg2],
	['PROBDENSITY', '1 / deg2', perDeg2],
	['PROBDENSITY', undefined, perSr],
	['PROB', 'pix-1', 1],
	['PROB', undefined, 1],
	['PROBABILITY', 'sr^-1', perSr]
])('reads values named %s in units of %s', (...written) => {
	const [name, unit, perProbability] = written;
	const values = Array.from({ length: pixels }, (_, pixel) => probability(pixel) * perProbability);
	const form = unit === undefined ? ([name, 'D'] as const) : ([name, 'D', unit] as const);
	const cards = [...flatHead('NESTED', 2), ...head];
	const flatMap = tableFile({ forms: [form], rowBytes: 8, rows: pixels, data: doubles(values), cards });
	for (const file of [multiOrder(head, written), flatMap])
		expect(Math.max(...decode(file).map.skymap.density)).toBeCloseTo(0.75 * perSr, 12);
});

it('reads cell numbers that are written without a sign, and frames by all their names', () => {
	const { skymap } = decode(multiOrder(head, undefined, 2n ** 63n)).map;
	expect([...skymap.pixel]).toEqual([5, 40]);
	for (const frame of ['ICRS', 'FK5', 'J2000', 'Equatorial'])
		expect(decode(multiOrder([...head, cardOf('COORDSYS', frame)])).map.event).toBe('G298048');
});

it("names the burst of a map by the file's first header where the table's own is HEALPix' FULLSKY", () => {
	const file = tableFile({
		forms: [['PROBABILITY', 'D', 'pix-1']],
		rowBytes: 8,
		rows: pixels,
		data: doubles(ringValues),
		cards: [...flatHead('RING', 2), cardOf('OBJECT', 'FULLSKY')],
		primaryCards: [cardOf('OBJECT', 'GRB170817529'), cardOf('DATE-OBS', '2017-08-17T12:41:06.470')]
	});
	expect(decode(file).map).toMatchObject({
		event: 'bn170817529',
		eventAt: parseInstant('2017-08-17T12:41:06.470Z')
	});
});

describe('decodeSkymapFits', () => {
	it.each([
		['NESTED', nestedMap],
		['RING', ringMap],
		['multi-order', multiOrder()],
		[
			'partial NESTED',
			listed(
				'NESTED',
				[40, 5].map((nested) => [nested, probability(nested)] as const)
			)
		],
		[
			'partial RING',
			listed(
				'RING',
				[40, 5].map((nested) => [nestedToRing(1, nested), probability(nested)] as const)
			)
		]
	])('reads a %s map to the same densities', (_, file) => {
		const { skymap } = decode(file).map;
		const areaDeg2 = credibleAreaDeg2(skymap, 0.7);
		expect(areaDeg2).toBeCloseTo(pixelAreaSr(1) * (180 / Math.PI) ** 2, 6);
		expect(densityAt(skymap, 45, 5)).toBeCloseTo(densityAt(decode(nestedMap).map.skymap, 45, 5), 12);
		expect(Math.max(...skymap.density)).toBeCloseTo(0.75 / pixelAreaSr(1), 12);
	});

	it('gives event, times, maker and distance as the header has them', () => {
		const facts = decode(
			multiOrder([
				...head,
				cardOf('DATE', '2017-08-17T13:08:15'),
				cardOf('DATE-OBS', '2017-08-17T12:41:04.445710'),
				cardOf('DISTMEAN', 40.5),
				cardOf('DISTSTD', 8)
			])
		);
		expect(facts).toMatchObject({
			source: 'lvk',
			format: 'skymap-fits',
			role: 'observation',
			statedAt: parseInstant('2017-08-17T13:08:15Z')
		});
		expect(facts.map).toMatchObject({
			event: 'G298048',
			noticeId: expect.stringMatching(/^skymap\/[0-9a-f]{64}$/) as string,
			name: 'map.fits',
			creator: 'BAYESTAR',
			eventAt: parseInstant('2017-08-17T12:41:04.44571Z'),
			distanceMeanMpc: 40.5,
			distanceStdMpc: 8
		});
	});

	it('names the event of an LVK map without one by its time, and refuses others', () => {
		const observed = cardOf('DATE-OBS', '2019-08-14T21:10:38.995869');
		expect(decode(multiOrder([cardOf('ORIGIN', 'LIGO/Virgo'), observed])).map.event).toBe('GW190814_211038');
		expect(
			decode(multiOrder([cardOf('REFERENC', 'https://gracedb.ligo.org/events/G361581')])).map.event
		).toBe('G361581');
		expect(() => decode(multiOrder([observed]))).toThrow(
			expect.objectContaining({ code: 'skymap/no-event' })
		);
	});

	it.each([
		['maps/S190814bv/LALInference.v1.fits', 'S190814bv'],
		['maps/S190814bv-LALInference.fits', 'S190814bv'],
		// of another day, and of another kind
		['S190425z/LALInference.fits', 'GW190814_211038'],
		['GRB190814A/LALInference.fits', 'GW190814_211038'],
		['S190814bv/maps/second/LALInference.fits', 'GW190814_211038']
	])('names the event of an LVK map without one by the file %s: %s', (name, event) => {
		const observed = cardOf('DATE-OBS', '2019-08-14T21:10:38.995869');
		expect(decode(multiOrder([cardOf('ORIGIN', 'LIGO/Virgo'), observed]), name).map.event).toBe(event);
		// what the header says goes before
		expect(decode(multiOrder([...head, observed]), name).map.event).toBe('G298048');
	});

	it('marks the map of a mock event', () => {
		expect(decode(multiOrder([cardOf('OBJECT', 'M252714')])).role).toBe('mock');
	});

	it.each([
		[
			'galactic coordinates',
			flat([...ringValues], [...flatHead('RING', 2), cardOf('COORDSYS', 'G'), ...head]),
			'skymap/frame'
		],
		[
			'a sum other than 1',
			flat(
				ringValues.map((value) => value / 2),
				[...flatHead('RING', 2), ...head]
			),
			'skymap/total'
		],
		['a wrong number of pixels', flat([1], [...flatHead('RING', 2), ...head]), 'skymap/pixels'],
		['a map too fine', flat([1], [...flatHead('RING', 4096), ...head]), 'skymap/nside'],
		[
			'a part of the sky whose pixels nobody can tell',
			flat([1], [...flatHead('RING', 2).slice(0, 3), cardOf('INDXSCHM', 'EXPLICIT')]),
			'skymap/index'
		],
		['a pixel that is none', listed('RING', [[48, 1]]), 'skymap/pixels'],
		[
			'a pixel told twice',
			listed('RING', [
				[5, 0.5],
				[5, 0.5]
			]),
			'skymap/pixels'
		],
		[
			'a table that is no map',
			tableFile({ forms: [['A', 'D']], rowBytes: 8, rows: 1, data: doubles([1]) }),
			'skymap/not-a-map'
		]
	])('refuses %s', (_, file, code) => {
		expect(() => decode(file)).toThrow(expect.objectContaining({ code }));
	});
});

describe.skipIf(!samples)('real sky maps', () => {
	const folders: Readonly<Record<string, string>> = {
		'MS220722v_bayestar.multiorder.fits': 'gw/gwcelery_tests'
	};
	const rows = samples
		? (parse(readFileSync(sample('reference/skymap_areas.csv')), { columns: true }) as Record<
				string,
				string
			>[])
		: [];
	// The GBM map of the list is not among the samples.
	const present = rows.filter(({ file }) => !file!.startsWith('gbm_'));

	it.each(present)(
		'$file has the areas that ligo.skymap gives',
		(row) => {
			const packed = readFileSync(sample(`${folders[row['file']!] ?? 'gw/skymaps'}/${row['file']}`));
			const { map } = decode(packed[0] === 0x1f ? gunzipSync(packed) : packed);
			for (const [level, column] of [
				[0.5, 'area50_deg2'],
				[0.9, 'area90_deg2']
			] as const) {
				const wanted = Number(row[column]);
				expect(Math.abs(credibleAreaDeg2(map.skymap, level) - wanted)).toBeLessThan(
					Math.max(0.01, wanted * 0.01)
				);
			}
			if (row['date_obs']) expect(map.eventAt).toBe(parseInstant(row['date_obs']));
			expect(map.distanceMeanMpc).toBe(row['distmean_mpc'] ? Number(row['distmean_mpc']) : null);
		},
		180_000
	);
});
