import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeAvro } from '#lib/archive/packets/avro/decode.ts';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import { isLsstAlert, lsstFacts } from '#lib/archive/packets/lsst/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { sample, samples } from '../../../support/samples.ts';
import { contextOf } from '../avro/make.ts';
import { alertRecord, diaSource, objectId } from './make.ts';

function facts(changes: Record<string, unknown> = {}) {
	return lsstFacts(alertRecord(changes), contextOf());
}

function factsOfSource(changes: Record<string, unknown>, further: Record<string, unknown> = {}) {
	return facts({ diaSource: diaSource(changes), ...further });
}

function forced(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		diaForcedSourceId: 42n,
		diaObjectId: objectId,
		ra: 4.887888783172775,
		dec: -0.8434033828711008,
		psfFlux: 1426.25,
		psfFluxErr: 656.25,
		midpointMjdTai: 60921.25,
		band: 'g',
		timeProcessedMjdTai: 60921.5,
		timeWithdrawnMjdTai: null,
		...changes
	};
}

describe('a Rubin alert', () => {
	test('is at mid-visit in UTC, 37 seconds before TAI, and told when Rubin processed it', () => {
		const told = facts();
		expect(formatInstant(told.alerts[0]!.observedAt)).toBe('2025-09-06T05:59:23Z');
		expect(formatInstant(told.statedAt!)).toBe('2025-09-06T11:59:23Z');
		expect(told.photometry[0]!.statedAt).toBe(told.statedAt);
	});

	test('is told once as an alert and once as its own measurement, with exact ids and nanojansky', () => {
		const told = facts();
		expect(told.alerts).toMatchObject([
			{
				survey: 'lsst',
				alertId: 3068429242367738174n,
				objectId: '9182404897336585270',
				collection: 'lsst.public'
			}
		]);
		expect(told.photometry).toMatchObject([
			{
				measurement: 3068429242367738174n,
				kind: 'detection',
				origin: 'own',
				fluxNjy: 1515.5,
				fluxErrNjy: 329.25
			}
		]);
		expect(told.alerts[0]).toMatchObject({ realBogus: 0.75, isPositive: true, mag: null, band: 'r' });
	});

	test('of a Solar System object goes by that object; of neither by its source', () => {
		expect(factsOfSource({ diaObjectId: 0n, ssObjectId: 7n }).alerts[0]!.objectId).toBe('ss-7');
		const ssSource = { ssObjectId: 8n };
		expect(factsOfSource({ diaObjectId: null, ssObjectId: null }, { ssSource }).alerts[0]!.objectId).toBe(
			'ss-8'
		);
		expect(factsOfSource({ diaObjectId: null }).alerts[0]!.objectId).toBe('source-3068429242367738174');
	});

	test('of before schema 5 is read by its older names', () => {
		const { midpointMjdTai, dec, psfFlux, psfFluxErr, band, ...same } = diaSource();
		const old = {
			...same,
			midPointTai: midpointMjdTai,
			decl: dec,
			psFlux: psfFlux,
			psFluxErr: psfFluxErr,
			filterName: band
		};
		const told = facts({ alertId: 5n, diaSource: old });
		expect(told.alerts[0]).toMatchObject({
			alertId: 5n,
			decDeg: dec,
			fluxNjy: 1515.5,
			fluxErrNjy: 329.25,
			band: 'r'
		});
		expect(told.alerts[0]!.observedAt).toBe(facts().alerts[0]!.observedAt);
	});

	test('of schema 8 has its processing time in microseconds of UTC', () => {
		const source = { timeProcessedMjdTai: undefined, time_processed: 1757159963000000n };
		expect(factsOfSource(source).statedAt).toBe(facts().statedAt);
	});

	test('without processing time, or with 0 for it, states none', () => {
		for (const timeProcessedMjdTai of [undefined, null, 0, NaN])
			expect(factsOfSource({ timeProcessedMjdTai }).statedAt).toBeNull();
	});

	test('of an injected source is a mock', () => {
		expect(factsOfSource({ pixelFlags_injected: true }).role).toBe('mock');
		expect(factsOfSource({ pixelFlags_injected: false }).role).toBe('observation');
	});

	test('keeps NaN out of its fluxes', () => {
		expect(factsOfSource({ psfFlux: NaN, psfFluxErr: null }).alerts[0]).toMatchObject({
			fluxNjy: null,
			fluxErrNjy: null
		});
	});

	test('is known by its triggering source, not by one of another mission', () => {
		expect(isLsstAlert(alertRecord())).toBe(true);
		expect(isLsstAlert({ diaSource: { diaSourceId: 1n, midpointMjd: 61000 } })).toBe(false);
		expect(isLsstAlert({ diaSource: null })).toBe(false);
	});

	test.each([
		['midpointMjdTai', 1480360995],
		['midpointMjdTai', NaN],
		['ra', 360.5],
		['dec', -91],
		['diaSourceId', 0n]
	])('with %s %d is refused by that name and value', (name, value) => {
		expect(() => factsOfSource({ [name]: value }, { diaSourceId: null })).toThrow(
			new RegExp(`has ${name} ${value}, and .* wanted`)
		);
	});

	test('at 360 degrees is at 0, the same place', () => {
		expect(factsOfSource({ ra: 360 }).alerts).toMatchObject([{ raDeg: 0 }]);
	});

	test('whose ids came as inexact numbers is refused', () => {
		expect(() => factsOfSource({ diaObjectId: Number(objectId) })).toThrow(/beyond 2\^53/);
	});
});

describe('what a Rubin alert repeats', () => {
	test('each has its own processing time', () => {
		const earlier = diaSource({ diaSourceId: 41n, midpointMjdTai: 60920.25, timeProcessedMjdTai: 60920.5 });
		const told = facts({ prvDiaSources: [earlier], prvDiaForcedSources: [forced()] }).photometry;
		expect(told.map((row) => [row.kind, row.origin, row.measurement])).toEqual([
			['detection', 'own', 3068429242367738174n],
			['detection', 'history', 41n],
			['forced', 'history', -42n]
		]);
		expect(told.slice(1).map((row) => formatInstant(row.statedAt!))).toEqual([
			'2025-09-02T11:59:23Z',
			'2025-09-03T11:59:23Z'
		]);
	});

	test('a forced source never has the identity of a source, though Rubin may give both one number', () => {
		const told = facts({
			prvDiaForcedSources: [forced({ diaForcedSourceId: 3068429242367738174n })]
		}).photometry;
		expect(new Set(told.map((row) => row.measurement)).size).toBe(2);
	});

	test('a forced source has no position of its own, which may be in radians', () => {
		const [, row] = facts({ prvDiaForcedSources: [forced()] }).photometry;
		expect(row).toMatchObject({ kind: 'forced', raDeg: null, decDeg: null, fluxNjy: 1426.25 });
	});

	test('a visit that saw nothing is a limit by its noise', () => {
		const limit = { ccdVisitId: 9n, midpointMjdTai: 60900.5, band: 'i', diaNoise: 120.5 };
		expect(facts({ prvDiaNondetectionLimits: [limit] }).photometry[1]).toMatchObject({
			kind: 'limit',
			band: 'i',
			fluxNjy: null,
			fluxErrNjy: 120.5
		});
	});

	test('a withdrawn row is told, and its withdrawal with the time of it', () => {
		const told = facts({ prvDiaForcedSources: [forced({ timeWithdrawnMjdTai: 60923.5 })] });
		expect(told.withdrawals).toHaveLength(1);
		expect(told.withdrawals[0]).toMatchObject({ target: told.photometry[1], withdrawn: true });
		expect(formatInstant(told.withdrawals[0]!.statedAt!)).toBe('2025-09-05T11:59:23Z');
	});

	test('a withdrawn trigger withdraws the alert and the measurement', () => {
		const told = factsOfSource({ timeWithdrawnMjdTai: 60925 });
		expect(told.withdrawals.map((withdrawal) => withdrawal.target)).toEqual([
			told.alerts[0],
			told.photometry[0]
		]);
	});
});

describe("ELAsTiCC's simulation", () => {
	test('is a mock of its own survey, by its source ids, without fluxes of unknown unit', () => {
		const told = factsOfSource({}, { alertId: 1231321321n, diaObject: { z_final: 0.5 } });
		expect(told.role).toBe('mock');
		expect(told.alerts[0]).toMatchObject({
			survey: 'elasticc',
			alertId: 3068429242367738174n,
			fluxNjy: null
		});
		expect(told.photometry[0]!.collection).toBe('elasticc.public');
	});
});

describe.skipIf(!samples)('real Rubin packets', () => {
	const schemas = new SchemaStore();
	if (samples)
		for (const path of globSync(sample('lsst/alert_packet/**/*.avsc')))
			schemas.add(path, JSON.parse(readFileSync(path, 'utf8')));

	function decode(path: string) {
		return [...decodeAvro(readFileSync(sample(path)), contextOf(path, schemas))];
	}

	test.each([
		['25409136044802067.avro', '7.1'],
		['3527242430321524769.avro', '7.3'],
		['7912941781254298.avro', '9.0']
	])('in Confluent framing are read to the last byte: %s', (name, schemaVersion) => {
		const [packet] = decode(`lsst/boom_confluent_framed/${name}`);
		expect(packet).toMatchObject({
			schemaVersion,
			source: 'lsst',
			alerts: [{ alertId: BigInt(name.slice(0, -5)) }]
		});
	});

	test('in a container of ten are read one by one', () => {
		const packets = decode('lsst/ampel-lsst/schema_701.avro');
		expect(packets).toHaveLength(10);
		expect(packets.every((packet) => !(packet instanceof LookbackError))).toBe(true);
	});

	test('of every version with its schema from 8.0 on are read, and earlier samples refused for their Unix times', () => {
		for (const version of ['8/0', '9/0', '10/0', '10/1', '11/0'])
			expect(
				decode(`lsst/alert_packet/python/lsst/alert/packet/schema/${version}/sample_data/fakeAlert.avro`)
			).toMatchObject([
				{ schemaVersion: version.replace('/', '.'), photometry: [{ origin: 'own' }, {}, {}] }
			]);
		const [refused] = decode(
			'lsst/alert_packet/python/lsst/alert/packet/schema/7/4/sample_data/fakeAlert.avro'
		);
		expect(String((refused as LookbackError).message)).toMatch(/midpointMjdTai 1480360995/);
	});
});
