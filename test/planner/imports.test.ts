import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPaths } from '#lib/archive/index.server.ts';
import { seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { readCalendar, readPointings, type ImportHints } from '#lib/planner/imports/index.server.ts';
import {
	calendarOf,
	obsplanColumns,
	obsplanRows,
	ofPointing,
	treasureMapOf,
	type Observation
} from '#lib/planner/exports/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formats } from '#lib/table/formats.ts';
import { present } from '../support/archive.ts';
import { sample, samples } from '../support/samples.ts';

const seeds = seedFacilities();
const facilities = new Map(seeds.map((one) => [one.facility, one]));
const hints: ImportHints = {
	facilities: seeds,
	facility: null,
	instrument: null,
	event: null,
	campaign: null
};
const telling = { now: present, knownAt: null };
const read = (name: string, content: string | object, more: Partial<ImportHints> = {}) =>
	readPointings(
		name,
		Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
		{ ...hints, ...more },
		telling
	);

describe.skipIf(!samples)('real files', () => {
	const real = (path: string, more: Partial<ImportHints> = {}) =>
		readPointings(basename(path), readFileSync(sample(path)), { ...hints, ...more }, telling);

	it("make one pointing of the sky cells that Pan-STARRS lists of an exposure after GW170817's", () => {
		const { pointings, refused } = real('campaigns/gwemopt_real_pointings/PS1_G298048.dat');
		// 143 exposures, of which 47 have less than half of the cells that the fullest has
		expect(pointings).toHaveLength(96);
		expect(refused).toHaveLength(47);
		expect(refused[0]).toMatch(
			/^MJD 57984.239409, filter y: Of this exposure 1 cell of the sky is listed, where a whole one has 43;/
		);
		const [first] = pointings;
		expect(first).toMatchObject({
			facility: 'pan-starrs1',
			instrument: 'gpc1',
			event: 'G298048',
			band: 'y',
			isExecuted: true,
			positionAngleDeg: null
		});
		expect(formatInstant(first!.from)).toBe('2017-08-18T05:33:39.744Z');
		expect(first!.to - first!.from).toBe(30e6);
		// it looked at NGC 4993, at 197.450 -23.384
		expect(first!.raDeg).toBeCloseTo(198.2, 0);
		expect(first!.decDeg).toBeCloseTo(-23.2, 0);
	});

	it('ask which of the telescopes of ATLAS it was, and take each exposure then', () => {
		const path = 'campaigns/gwemopt_real_pointings/ATLAS_G277583.dat';
		expect(() => real(path)).toThrow(
			/^No facility here is called 'ATLAS'; it could be atlas-.*atlas-haleakala.*--facility\.$/
		);
		const { pointings, refused } = real(path, { facility: 'atlas-haleakala' });
		expect(refused).toEqual([]);
		expect(pointings).toHaveLength(4160 + 1);
		expect(pointings[0]).toMatchObject({
			pointing: 'TA058N02@57826.219069',
			instrument: 'atlas-haleakala-acam',
			raDeg: 58.43245,
			decDeg: 2.34817,
			band: 'o',
			depthMag: 16.29,
			event: 'G277583'
		});
	});

	it('of gwemopt tell every row', () => {
		const folder = sample('campaigns/gwemopt_real_pointings');
		for (const name of readdirSync(folder)) {
			const facility = name.startsWith('ATLAS') ? 'atlas-haleakala' : null;
			const { pointings, refused } = real(`campaigns/gwemopt_real_pointings/${name}`, { facility });
			const rows = readFileSync(`${folder}/${name}`, 'utf8')
				.trim()
				.split('\n')
				.slice(1)
				.filter((row) => !row.startsWith('NULL'));
			const exposures = name.startsWith('ATLAS')
				? rows.length
				: new Set(rows.map((row) => `${row.split(',')[4]} ${row.split(',')[6]}`)).size;
			expect([name, pointings.length + refused.length]).toEqual([name, exposures]);
			expect(new Set(pointings.map(({ pointing }) => pointing)).size).toBe(pointings.length);
		}
	});

	it("find ZTF's fields of its log after GW190425 on its grid", () => {
		const { pointings, refused } = real('campaigns/skyportal/ZTF_GW190425_observation_data.csv', {
			facility: 'palomar-48',
			event: 'S190425z'
		});
		expect(refused).toEqual([]);
		expect(pointings[0]).toMatchObject({
			facility: 'palomar-48',
			instrument: 'ztf',
			band: 'r',
			depthMag: 20.4624,
			event: 'S190425z',
			detail: { field: '819' }
		});
		expect(formatInstant(pointings[0]!.from)).toBe('2019-04-25T08:18:18.002869Z');
	});

	it('of spacecraft tell where Swift looked, and where Fermi was going to look', async () => {
		const take = async (path: string, count: number) => {
			const taken = [];
			for await (const arrival of openPaths([sample(path)])) {
				if ('refused' in arrival) throw arrival.refused;
				taken.push(readPointings(arrival.name, arrival.bytes, hints, telling));
				if (taken.length === count) break;
			}
			return taken;
		};
		const swift = await take('gcn/voevents/pointings_swift_actual.tar.xz', 50);
		expect(swift.flatMap(({ refused }) => refused)).toEqual([]);
		expect(swift[0]!.pointings).toMatchObject([
			{
				facility: 'swift',
				instrument: 'xrt',
				isExecuted: true,
				raDeg: 247.4565,
				decDeg: -44.9822,
				positionAngleDeg: 301.3876
			}
		]);
		const [slew] = swift[0]!.pointings;
		expect(formatInstant(slew!.from)).toBe('2017-10-23T17:36:12.19Z');
		expect(slew!.to).toBe(slew!.from);
		expect(formatInstant(slew!.toldAt!)).toBe('2017-10-23T17:36:18Z');

		const [fermi] = await take('gcn/voevents/pointings_fermi.tar.xz', 1);
		expect(fermi!.refused).toEqual([]);
		expect(fermi!.pointings).toHaveLength(30);
		const at = fermi!.pointings.map(({ from, raDeg, decDeg }) => [formatInstant(from), raDeg, decDeg]);
		expect(at[0]).toEqual(['2017-10-23T17:40:00Z', 216.62, 62.8573]);
		expect(at[29]).toEqual(['2017-10-23T18:38:00Z', 112.7, 4.6]);
		expect(fermi!.pointings.every(({ isExecuted }) => !isExecuted)).toBe(true);
	});

	it('of Fermi tell where it was going to look in the south too', async () => {
		let count = 0;
		const isWrapped = (bytes: Uint8Array) =>
			/"Dec_\d+dt" value="6\d{3}\./.test(Buffer.from(bytes).toString());
		for await (const arrival of openPaths([sample('gcn/voevents/pointings_fermi.tar.xz')])) {
			if ('refused' in arrival) throw arrival.refused;
			if (!isWrapped(arrival.bytes)) continue;
			const { refused } = readPointings(arrival.name, arrival.bytes, hints, telling);
			expect([arrival.name, refused]).toEqual([arrival.name, []]);
			count += 1;
		}
		expect(count).toBe(162);
	});
});

describe('a file', () => {
	const treasure = (more: object = {}) => ({
		id: 7,
		position: 'POINT (123.456 -12.345)',
		status: 'completed',
		instrumentid: 47,
		instrument_name: 'ZTF',
		depth: 20.5,
		depth_unit: 'ab_mag',
		band: 'r',
		time: '2019-04-25T09:00:00',
		datecreated: '2019-04-25T11:00:00',
		pos_angle: 0,
		...more
	});

	it('of Swift that is dated shortly before what it tells is known when it was so', () => {
		const notice = (date: string) => {
			const params = { Slew_TJD: 18851, Slew_SOD: 82685.27, Slew_RA: 10, Slew_Dec: -20, Slew_Roll: 0 };
			const what = Object.entries(params).map(([name, value]) => `<Param name="${name}" value="${value}"/>`);
			return `<voe:VOEvent ivorn="ivo://nasa.gsfc.gcn/SWIFT#Actual_Point_Dir_1" role="utility" version="2.0"
				xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0"><Who><Date>${date}</Date></Who><What>${what.join('')}</What></voe:VOEvent>`;
		};
		const { pointings, refused } = read('n.xml', notice('2020-01-03T22:58:02'));
		expect(refused).toEqual([]);
		expect(formatInstant(pointings[0]!.toldAt!)).toBe('2020-01-03T22:58:05.27Z');
		expect(read('n.xml', notice('2020-01-03T22:57:02')).refused).toEqual([
			expect.stringMatching(/before it was over/)
		]);
	});

	it.each([
		['6516.5', -37.1],
		['6553.5', -0.1],
		['6463.6', -90],
		['-37.1', -37.1],
		['89.9', 89.9]
	])('of Fermi that tells a declination of %s means %d', (told, decDeg) => {
		const param = (name: string, value: string | number) => `<Param name="${name}" value="${value}"/>`;
		const start = { Start_TJD: 18854, Start_SOD: 62400, Start_RA: 346.24, Start_Dec: 24.6598, Delta_T: 120 };
		const what = [...Object.entries({ ...start, RA_1dt: 350.5, Dec_1dt: told })].map(([name, value]) =>
			param(name, value)
		);
		const { pointings, refused } = read(
			'fermi.xml',
			`<?xml version="1.0"?><voe:VOEvent xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0" ivorn="ivo://nasa.gsfc.gcn/Fermi#Point_Dir_2020-01-06T17:20:00.00_000000-0-515" role="utility" version="2.0"><Who><Date>2020-01-06T17:19:56</Date></Who><What>${what.join('')}</What></voe:VOEvent>`
		);
		expect(refused).toEqual([]);
		expect(pointings.map((one) => one.decDeg)).toEqual([24.6598, decDeg]);
	});

	it('tells nothing executed that is not over, now or by when it is said to be known', () => {
		const future = read('pointings.json', [
			treasure({ time: '2035-04-25T09:00:00', datecreated: undefined })
		]);
		expect(future.pointings).toEqual([]);
		expect(future.refused).toEqual([
			'The pointing treasure-map 7 of Palomar 48-inch, Zwicky Transient Facility cannot be recorded: from 2035-04-25T09:00:00Z to 2035-04-25T09:00:00Z is not over, as it is 2026-06-01T00:00:00Z; what was executed lies in the past.'
		]);
		const early = treasure({ exposure_time: 30, datecreated: '2019-04-25T08:00:00' });
		expect(read('pointings.json', [early]).refused[0]).toMatch(
			/: it was executed until 2019-04-25T09:00:30Z and would be known at 2019-04-25T08:00:00Z \(stated\), before it was over\.$/
		);
		// what is planned is told before
		expect(read('pointings.json', [{ ...early, status: 'planned' }]).refused).toEqual([]);
	});

	it('of Treasure Map is taken row by row, and what is not taken is told', () => {
		const { pointings, refused } = read('pointings.json', [
			treasure(),
			treasure({ id: 8, status: 'cancelled' }),
			treasure({ id: 9, instrument_name: 'Sinistro' }),
			treasure({ id: 10, instrument_name: null, instrumentid: 9999 }),
			treasure({ id: 11, time: null }),
			treasure({ id: 12, depth_unit: 'vega_mag', status: 'planned' })
		]);
		expect(pointings).toMatchObject([
			{
				pointing: 'treasure-map 7',
				facility: 'palomar-48',
				instrument: 'ztf',
				isExecuted: true,
				raDeg: 123.456,
				decDeg: -12.345,
				depthMag: 20.5,
				toldAt: parseInstant('2019-04-25T11:00:00Z')
			},
			{ pointing: 'treasure-map 12', isExecuted: false, depthMag: null, detail: { depth_unit: 'vega_mag' } }
		]);
		expect(refused[0]).toBe('pointing 8: It was cancelled, and tells of no pointing.');
		expect(refused[1]).toMatch(
			/^pointing 9: Which facility is meant by 'Sinistro' is not told: it could be lco-/
		);
		expect(refused[2]).toMatch(/^pointing 10: Which facility is meant by 'nothing' is not told/);
		expect(refused[3]).toBe('pointing 11: It has no time.');
		expect(refused).toHaveLength(4);
	});

	it('of ACROSS is taken where it was told which instrument it was', () => {
		const observation = (more: object = {}) => ({
			instrument_id: '9ec854d3-6746-4282-94e7-c96d53251dda',
			object_name: 'Abell 370',
			pointing_position: { ra: '39.96', dec: '-1.58' },
			date_range: { begin: '2025-06-30T22:23:23', end: '2025-06-30T23:00:00' },
			external_observation_id: '29001',
			type: 'imaging',
			status: 'scheduled',
			bandpass: { filter_name: null },
			created_on: '2025-06-01T00:00:00',
			...more
		});
		const schedule = {
			telescope_id: 'x',
			status: 'planned',
			observations: [
				observation(),
				observation({ external_observation_id: 'b', status: 'aborted' }),
				observation({ external_observation_id: 'c', pointing_position: null })
			]
		};
		const told = read('schedule.json', schedule, { facility: 'swift', instrument: 'uvot' });
		expect(told.pointings).toMatchObject([
			{
				facility: 'swift',
				instrument: 'uvot',
				pointing: '29001',
				raDeg: 39.96,
				isExecuted: false,
				toldAt: parseInstant('2025-06-01T00:00:00Z'),
				detail: { object_name: 'Abell 370', status: 'scheduled' }
			}
		]);
		expect(told.refused).toEqual([
			'observation b: Its status is aborted; planned, scheduled and performed tell of a pointing.',
			'observation c: It has no pointing_position.'
		]);
	});

	it('of another form, or none at all, is named', () => {
		expect(() => read('notes.txt', 'we looked up')).toThrow(
			/^The file notes\.txt has no pointings that are understood: it is none of/
		);
		expect(() => read('broken.json', '{"pointings": [')).toThrow(/it is no JSON/);
		expect(() => read('other.json', '{"objects": []}')).toThrow(/it is none of/);
		expect(() => read('a.ics', 'BEGIN:VCALENDAR\r\n')).toThrow(/lookback facility closures reads it/);
		expect(() =>
			read('a.vot', '<VOTABLE><RESOURCE><TABLE><DATA><BINARY/></DATA></TABLE></RESOURCE></VOTABLE>')
		).toThrow(/its data are in binary/);
	});
});

/** A text as a calendar can say it: lines end in one way, and control characters have no place in it. */
const sayable = (text: string) => text.replace(/\r\n|\r/g, '\n').replace(/(?![\t\n])\p{Cc}/gu, '');

/** Pointings as the archive has them, to be told and read back; to the millisecond, since MJD in doubles tells no more. */
const degrees = (min: number, max: number) =>
	// zero below it is the same place
	fc.double({ min, max, noNaN: true }).map((value) => value + 0);
const told = fc.record({
	facility: fc.constantFrom(
		'palomar-48/ztf',
		'pan-starrs1/gpc1',
		'lco-lsc/lsc-1m0a-doma-sinistro',
		'swift/xrt'
	),
	executed: fc.boolean(),
	ms: fc.integer({ min: 1_450_000_000_000, max: 1_780_000_000_000 }),
	lengthMs: fc.integer({ min: 0, max: 86_400_000 }),
	raDeg: fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true }).map((ra) => ra + 0),
	decDeg: degrees(-90, 90),
	angle: fc.option(degrees(-180, 180)),
	band: fc.option(fc.constantFrom('r', 'g', 'Y')),
	depth: fc.option(fc.double({ min: 10, max: 28, noNaN: true })),
	event: fc.constantFrom('S190425z', 'GW170817', 'S230518h, <b>&"x"')
});

function pointingsOf(values: readonly (typeof told extends fc.Arbitrary<infer T> ? T : never)[]) {
	return values.map((one, index) => ({
		facility: one.facility.split('/')[0]!,
		pointing: `n${index}`,
		instrument: one.facility.split('/')[1]!,
		is_executed: one.executed,
		from_at: (one.ms * 1000) as Instant,
		to_at: ((one.ms + one.lengthMs) * 1000) as Instant,
		ra_deg: one.raDeg,
		dec_deg: one.decDeg,
		position_angle_deg: one.angle,
		band: one.band,
		depth_mag: one.depth,
		event: one.event,
		campaign: null,
		block: null,
		detail: null,
		actor: 'test',
		collection: 'pointings.public',
		known_at: present,
		known_from: 'received' as const,
		version: 1n,
		packet: null,
		batch: 1n,
		fact: 1
	}));
}

describe('what is exported and imported again', () => {
	const essence = (one: {
		facility: string;
		instrument: string;
		isExecuted: boolean;
		from: number;
		to: number;
		raDeg: number;
		decDeg: number;
		positionAngleDeg: number | null;
		band: string | null;
		depthMag: number | null;
		event: string | null;
	}) => [
		...[one.facility, one.instrument, one.isExecuted, one.from, one.to, one.raDeg, one.decDeg],
		...[one.positionAngleDeg, one.band, one.depthMag, one.event]
	];
	const expected = (one: ReturnType<typeof pointingsOf>[number]) =>
		essence({
			facility: one.facility,
			instrument: one.instrument,
			isExecuted: one.is_executed,
			from: one.from_at,
			to: one.to_at,
			raDeg: one.ra_deg,
			decDeg: one.dec_deg,
			positionAngleDeg: one.position_angle_deg,
			band: one.band,
			depthMag: one.depth_mag,
			event: one.event
		});

	it.each(['votable', 'csv'] as const)('as ObsLocTAP (%s) is the same pointings', async (format) => {
		await fc.assert(
			fc.asyncProperty(fc.array(told, { minLength: 1, maxLength: 5 }), async (values) => {
				const pointings = pointingsOf(values);
				const table = {
					name: 'obsplan',
					description: 'A plan.',
					columns: obsplanColumns,
					rows: obsplanRows(pointings.map(ofPointing), facilities),
					notes: {}
				};
				const chunks: Uint8Array[] = [];
				for await (const chunk of formats[format].write(table)) chunks.push(chunk);
				const again = readPointings('plan', Buffer.concat(chunks), hints, telling);
				expect(again.refused).toEqual([]);
				expect(again.pointings.map(essence)).toEqual(pointings.map(expected));
				expect(again.pointings.map(({ pointing }) => pointing)).toEqual(pointings.map((one) => one.pointing));
			}),
			{ numRuns: 60 }
		);
	});

	it("as Treasure Map's JSON is the same pointings", () => {
		fc.assert(
			fc.property(fc.array(told, { minLength: 1, maxLength: 5 }), (values) => {
				// of completed ones Treasure Map wants a depth and a band
				const pointings = pointingsOf(values).filter(
					(one) => !one.is_executed || (one.depth_mag !== null && one.band !== null)
				);
				const { content } = treasureMapOf(pointings.map(ofPointing), facilities);
				const sorted = (all: unknown[][]) => all.map((one) => JSON.stringify(one)).sort();
				// the file as it is handed out, and each event's part of it, which is what is posted
				if (pointings.length === 0) return;
				const whole = read('treasure-map.json', content);
				const parts = content.map((list) => read('pointings.json', list));
				for (const again of [[whole], parts]) {
					expect(again.flatMap(({ refused }) => refused)).toEqual([]);
					expect(sorted(again.flatMap(({ pointings }) => pointings.map(essence)))).toEqual(
						sorted(pointings.map(expected))
					);
				}
			}),
			{ numRuns: 60 }
		);
	});

	it('as iCalendar is the same time, whatever words are in it', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(told, fc.string({ unit: 'binary', minLength: 1, maxLength: 200 })), {
					minLength: 1,
					maxLength: 5
				}),
				(values) => {
					const observations = pointingsOf(values.map(([one]) => one)).map((one, i): Observation => ({
						...ofPointing(one),
						state: 'accepted',
						label: values[i]![1],
						to: (one.to_at + 1_000_000) as Instant
					}));
					const text = calendarOf('Test', observations, facilities);
					for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
					const { events, refused } = readCalendar(text);
					expect(refused).toEqual([]);
					const second = (t: number) => Math.floor(t / 1e6) * 1e6;
					expect(events.map(({ from, to }) => [from, to])).toEqual(
						observations.map(({ from, to }) => [second(from), second(to)])
					);
					for (const [i, { summary }] of events.entries())
						expect(summary).toContain(sayable(observations[i]!.label!));
				}
			),
			{ numRuns: 60 }
		);
	});
});

describe('a calendar', () => {
	const calendar = (...lines: string[]) =>
		['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join(
			'\r\n'
		);

	it('tells when somebody is busy, in days, by its end or by how long it takes', () => {
		const spans = (...lines: string[]) =>
			readCalendar(calendar(...lines)).events.map(({ from, to }) => [formatInstant(from), formatInstant(to)]);
		expect(spans('DTSTART:20190814T211039Z', 'DTEND:20190814T221039Z')).toEqual([
			['2019-08-14T21:10:39Z', '2019-08-14T22:10:39Z']
		]);
		expect(spans('DTSTART;VALUE=DATE:20190814')).toEqual([['2019-08-14T00:00:00Z', '2019-08-15T00:00:00Z']]);
		expect(spans('DTSTART;TZID="Etc/UTC":20190814T211039', 'DURATION:P1DT2H')).toEqual([
			['2019-08-14T21:10:39Z', '2019-08-15T23:10:39Z']
		]);
	});

	it('tells what of it is not read', () => {
		const why = (...lines: string[]) => readCalendar(calendar('SUMMARY:Works', ...lines)).refused;
		const start = 'DTSTART:20190814T211039Z';
		expect(why(start, 'DURATION:PT1H', 'RRULE:FREQ=DAILY')[0]).toMatch(/^Works: it repeats/);
		expect(why('DTSTART;TZID=America/Santiago:20190814T211039', 'DURATION:PT1H')).toEqual([
			'Works: its DTSTART is in America/Santiago, and only UTC is read.'
		]);
		expect(why('DTSTART:20190814T211039', 'DURATION:PT1H')[0]).toMatch(/in no zone/);
		expect(why(start, 'STATUS:CANCELLED')).toEqual(['Works: it is cancelled.']);
		expect(why(start, 'DTEND:20190813T000000Z')[0]).toMatch(/it takes no time/);
		expect(why(start, `DURATION:P${'9'.repeat(20)}D`)).toEqual([
			'Works: it ends after 2255-06-05, beyond which no time is kept.'
		]);
		expect(() => readCalendar('BEGIN:VCALENDAR\r\n')).toThrow(/does not go from BEGIN:VCALENDAR to END/);
	});

	it('with a long list in a line that is none is read at once', () => {
		const unended = `ATTENDEE;MEMBER=${'a,'.repeat(500)}"`;
		const { events } = readCalendar(calendar(unended, 'DTSTART:20261201T000000Z', 'DTEND:20261201T010000Z'));
		expect(events).toHaveLength(1);
	});
});
