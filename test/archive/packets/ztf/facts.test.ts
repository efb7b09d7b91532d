import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isZtfAlert, ztfFacts } from '#lib/archive/packets/ztf/facts.ts';
import { formatInstant } from '#lib/sky/time.ts';
import { contextOf } from '../avro/make.ts';
import { alert, candidate, forced, limit, startJd } from './make.ts';

function facts(changes: Record<string, unknown> = {}) {
	return ztfFacts(alert(changes), contextOf());
}

describe('a ZTF alert', () => {
	test('is told once as an alert and once as its own measurement', () => {
		const told = facts();
		expect(told).toMatchObject({ source: 'ztf', schemaVersion: '3.3', statedAt: null, role: 'observation' });
		expect(told.alerts).toMatchObject([
			{ survey: 'ztf', alertId: 1001001001001015001n, objectId: 'ZTF19aapreis', collection: 'ztf.public' }
		]);
		expect(told.photometry).toMatchObject([
			{ measurement: 1001001001001015001n, kind: 'detection', origin: 'own', band: 'r', mag: 19.2662487 }
		]);
		expect(told.photometry[0]).not.toHaveProperty('alertId');
	});

	test('is at the middle of its exposure, jd being the start', () => {
		const [own] = facts({ candidate: candidate({ exptime: 90 }) }).alerts;
		expect(own!.exposureSec).toBe(90);
		expect(formatInstant(own!.observedAt)).toMatch(/^2019-10-01T20:59:45/);
	});

	test('that states no exposure is taken for one of 30 seconds', () => {
		const [own] = facts({ candidate: candidate({ exptime: undefined }) }).alerts;
		expect(own!.exposureSec).toBeNull();
		expect(formatInstant(own!.observedAt)).toMatch(/^2019-10-01T20:59:15/);
	});

	test('scores by the newer classifier where it has one', () => {
		expect(facts().alerts[0]!.realBogus).toBe(0.97);
		expect(facts({ candidate: candidate({ drb: undefined }) }).alerts[0]!.realBogus).toBe(0.6);
		expect(facts({ candidate: candidate({ drb: -999, rb: -999 }) }).alerts[0]!.realBogus).toBeNull();
	});

	test.each([
		['t', true],
		['1', true],
		[1n, true],
		['f', false],
		['0', false],
		[0, false],
		[null, null]
	])('of isdiffpos %s is positive: %s', (isdiffpos, positive) => {
		expect(facts({ candidate: candidate({ isdiffpos }) }).alerts[0]!.isPositive).toBe(positive);
	});

	test('of 2017, without an object, stands for itself; negative ids stay', () => {
		const told = facts({ objectId: undefined, alertId: 5n, candid: -87704463155000n });
		expect(told.alerts[0]).toMatchObject({
			alertId: -87704463155000n,
			objectId: 'candidate--87704463155000'
		});
	});

	test('is known by its columns, not by those of surveys that took over its shape', () => {
		expect(isZtfAlert(alert())).toBe(true);
		expect(isZtfAlert(alert({ candidate: candidate({ psfFlux: 1 }) }))).toBe(false);
		const winter = candidate();
		delete winter.pid;
		expect(isZtfAlert(alert({ candidate: winter }))).toBe(false);
	});

	test.each([
		['jd', NaN],
		['jd', Infinity],
		['jd', 58757.87],
		['ra', 360.5],
		['ra', -0.1],
		['ra', NaN],
		['ra', null],
		['dec', 90.5],
		['fid', 4],
		['programid', null],
		['isdiffpos', 'yes']
	])('with %s %d is refused by that name and value', (name, value) => {
		expect(() => facts({ candidate: candidate({ [name]: value }) })).toThrow(
			new RegExp(`has ${name} ${value}, and .* wanted`)
		);
	});

	test('at 360 degrees is at 0, the same place', () => {
		expect(facts({ candidate: candidate({ ra: 360 }) }).alerts).toMatchObject([{ raDeg: 0 }]);
	});

	test('whose id came as an inexact number is refused', () => {
		expect(() => facts({ candid: Number(1001001001001015001n) })).toThrow(/beyond 2\^53/);
	});
});

describe('the history in a ZTF alert', () => {
	test('holds detections by their candid and limits by their exposure', () => {
		const earlier = candidate({
			candid: 998001001001015002n,
			jd: startJd - 3,
			exptime: undefined,
			drb: undefined
		});
		const told = facts({ prv_candidates: [earlier, limit()] }).photometry;
		expect(told[1]).toMatchObject({ kind: 'detection', origin: 'history', measurement: 998001001001015002n });
		expect(told[2]).toMatchObject({
			kind: 'limit',
			origin: 'history',
			mag: null,
			limitingMag: 20.5,
			raDeg: null,
			isPositive: null
		});
		expect(told[2]!.measurement).toBeGreaterThan(0n);
	});

	test('has the identity of a limit from its exposure, not from its depth', () => {
		const [, first] = facts({ prv_candidates: [limit()] }).photometry;
		const [, again] = facts({ prv_candidates: [limit({ diffmaglim: 20.6 })] }).photometry;
		const [, other] = facts({ prv_candidates: [limit({ pid: 998001001002n })] }).photometry;
		expect(again!.measurement).toBe(first!.measurement);
		expect(other!.measurement).not.toBe(first!.measurement);
	});

	test('gives each row the collection of its own program', () => {
		const rows = [1, 2, 3, 0, 64].map((programid) => limit({ programid, pid: BigInt(programid) + 1n }));
		expect(
			facts({ prv_candidates: rows })
				.photometry.slice(1)
				.map((row) => row.collection)
		).toEqual(['ztf.public', 'ztf.partnership', 'ztf.caltech', 'ztf.program-0', 'ztf.program-64']);
	});

	test('reads -999 and -99999 as nothing told', () => {
		const [, row] = facts({
			prv_candidates: [limit({ magpsf: -999, sigmapsf: -999, diffmaglim: -99999 })]
		}).photometry;
		expect(row).toMatchObject({ mag: null, magErr: null, limitingMag: null });
	});

	test('with a row that cannot be is refused', () => {
		expect(() => facts({ prv_candidates: [limit({ jd: NaN })] })).toThrow(/jd NaN/);
	});
});

describe('forced photometry in a ZTF alert', () => {
	test('is told in nanojansky by the AB zero point of its image', () => {
		const [, row] = facts({ fp_hists: [forced()] }).photometry;
		expect(row).toMatchObject({
			kind: 'forced',
			origin: 'history',
			band: 'g',
			collection: 'ztf.partnership'
		});
		expect(row!.fluxNjy).toBeCloseTo(10_000, 6);
		expect(row!.fluxErrNjy).toBeCloseTo(1_000, 6);
	});

	test('has the magnitude its counts and zero point mean', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 1, max: 1e6, noNaN: true }),
				fc.double({ min: 22, max: 28, noNaN: true }),
				(dn, zero) => {
					const [, row] = facts({ fp_hists: [forced({ forcediffimflux: dn, magzpsci: zero })] }).photometry;
					expect(31.4 - 2.5 * Math.log10(row!.fluxNjy!)).toBeCloseTo(zero - 2.5 * Math.log10(dn), 9);
				}
			)
		);
	});

	test('without a flux stays, with its limit alone', () => {
		const row = forced({ forcediffimflux: -99999, forcediffimfluxunc: -99999, procstatus: '61' });
		expect(facts({ fp_hists: [row] }).photometry[1]).toMatchObject({
			kind: 'forced',
			fluxNjy: null,
			fluxErrNjy: null,
			limitingMag: 20.9
		});
	});
});

describe('what Fink adds to a ZTF alert', () => {
	const columns = {
		publisher: 'Fink',
		fink_broker_version: '4.0',
		fink_science_version: '8.20.1',
		brokerEndProcessTimestamp: 1760854305796893n,
		timestamp: 1760854305000000n
	};

	test('is told by Fink, of the object, at the time Fink was done', () => {
		const told = facts({ ...columns, cdsxmatch: 'LPV*', rf_snia_vs_nonia: 0.75, roid: 3 });
		expect(told.source).toBe('fink');
		expect(told.statements).toMatchObject([
			{ property: 'crossmatch', qualifier: 'simbad', valueText: 'LPV*' },
			{ property: 'probability', qualifier: 'rf_snia_vs_nonia', valueNumber: 0.75, unit: '' },
			{ property: 'class', qualifier: 'roid', valueText: 'Solar System MPC' }
		]);
		for (const statement of told.statements) {
			expect(statement).toMatchObject({
				subject: 'objects/ztf/ZTF19aapreis',
				agent: 'fink',
				software: 'fink-broker 4.0, fink-science 8.20.1',
				collection: 'ztf.public'
			});
			expect(formatInstant(statement.statedAt!)).toBe('2025-10-19T06:11:45.796893Z');
		}
	});

	test('is left out where it says nothing', () => {
		const silent = {
			cdsxmatch: 'Unknown',
			tns: '',
			DR3Name: 'nan',
			rf_snia_vs_nonia: 0,
			slsn_score: -1,
			roid: 0
		};
		const mangrove = { HyperLEDA_name: 'None', '2MASS_name': 'None', lum_dist: 'None', ang_dist: 'None' };
		expect(facts({ ...columns, ...silent, mangrove, anomaly_score: NaN, tracklet: null }).statements).toEqual(
			[]
		);
	});

	test('has no issue time where only the exposure is dated', () => {
		const old = { ...columns, brokerEndProcessTimestamp: null, cdsxmatch: 'QSO' };
		const [statement] = facts(old).statements;
		expect(statement!.statedAt).toBeNull();
	});
});
