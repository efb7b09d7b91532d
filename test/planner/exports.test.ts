import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { represent } from '#lib/api/represent.server.ts';
import { readHeader } from '#lib/archive/packets/fits/header.ts';
import { FieldOfView } from '#lib/planner/coverage/field-of-view.ts';
import {
	circularOf,
	lcoRequestGroups,
	mocFits,
	mocJson,
	mocOf,
	regionsOf,
	sedmRequests,
	treasureMapOf,
	type Observation
} from '#lib/planner/exports/index.server.ts';
import { pixelsOf } from '#lib/planner/exports/moc.ts';
import { outlineOf } from '#lib/planner/coverage/outline.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { foreignEvents, readCalendar } from '#lib/planner/imports/index.server.ts';
import { pixelAreaSr, pixelOf, pixelRange } from '#lib/sky/healpix.ts';
import { mergeRanges } from '#lib/sky/moc.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { peopleOf } from './people.ts';

let archive: SmallArchive;
let as: Awaited<ReturnType<typeof peopleOf>>;
let plan: string;
/** Blocks by what they are called. */
const blocks: Record<string, string> = {};
let clock = present;
const next = () => (clock = (clock + 60_000_000) as Instant);

// M 13 is up over Palomar from dusk on in June
const m13 = { ra_deg: 250.42, dec_deg: 36.46 };
const span = (hour: number) => ({
	from: `2026-06-03T0${hour}:00:00Z`,
	to: `2026-06-03T0${hour}:30:00Z`
});

beforeAll(async () => {
	archive = await smallArchive();
	as = await peopleOf(archive, [
		['ada', 'archive', 'administrator'],
		['pat', 'blue-team', 'planner'],
		['oli', 'palomar', 'operator'],
		['sam', 'red-team', 'planner']
	]);
	const viewer = await localViewer(archive.database);
	const wishes = seedFacilities().map((facility) => ({
		facility,
		...(facility.facility.startsWith('palomar') && { operators: 'palomar' })
	}));
	await recordFacilities(archive, wishes, { viewer, actor: 'test', now: next() });
	const sets = [{ band: 'r', exposureSec: 60, exposures: 2 }];
	const targets = [
		{ name: 'M 13; a "test", really', raDeg: 250.42, decDeg: 36.46, sets, facilities: ['lco-elp'] },
		{ name: 'with SEDM', raDeg: 240, decDeg: 30, sets, instruments: ['sedm-rc'], facilities: ['palomar-60'] }
	];
	await as('pat', next()).campaigns.save({
		campaign: 'hunt',
		title: 'A hunt',
		owner: 'blue-team',
		audience: 'blue-team',
		is_anonymous: true,
		goals: { targets }
	} as never);
	const night = { from: '2026-06-02T20:00:00Z', to: '2026-06-03T12:00:00Z' };
	({ plan } = await as('pat', next()).plans.make({ campaigns: ['hunt'], ...night, iterations: 5 }));
	const propose = async (label: string, wanter: object, more: object) => {
		const wish = {
			facility: 'palomar-60',
			instrument: 'sedm-ifu',
			...m13,
			exposure_sec: 600,
			label,
			...more
		};
		const made = await as('pat', next()).schedule.propose({ ...wanter, blocks: [wish] } as never);
		blocks[label] = made.blocks[0]!;
	};
	await propose('hidden one', { campaign: 'hunt' }, { ...span(6), subject: 'events/S250101ab' });
	const open = { owner: 'blue-team', audience: 'public' };
	await propose('open one', open, { ...span(7), subject: 'events/S250101ab' });
	await propose('declined one', open, span(8));
	const act = (name: string, how: string, more: object = {}) =>
		as('oli', next()).schedule.change({
			changes: [{ block: blocks[name]!, revision: 1, act: how, ...more } as never]
		});
	await act('hidden one', 'accept');
	await act('open one', 'accept');
	await act('declined one', 'decline', { reason_kind: 'weather' });
	const pointing = { facility: 'palomar-48', instrument: 'ztf', is_executed: true, event: 'S250101ab' };
	await as('oli', next()).pointings.record({
		pointings: [
			{
				...pointing,
				pointing: 'p1',
				from: '2026-05-31T05:00:00Z',
				to: '2026-05-31T05:00:30Z',
				...m13,
				band: 'r',
				depth_mag: 20.5
			}
		] as never
	});
});

async function tokenOf(person: string): Promise<string> {
	if (person === 'administrator') return archive.token;
	const scope = { person, label: `of ${next()}`, may_write: false, groups: null, expires_at: null };
	return makeToken(archive.database, scope, { name: 'test', address: null }, clock);
}

/** What is at an address, to an administrator, who sees everything, to a person by name, or to anybody. */
async function fileAt(path: string, person = 'administrator') {
	const authorization = person === 'anybody' ? null : `Bearer ${await tokenOf(person)}`;
	const context = contextOf(() => archive, { authorization, session: null }, next());
	const response = await represent(context, new URL(`http://localhost${path}`));
	return {
		text: await response.clone().text(),
		bytes: Buffer.from(await response.arrayBuffer()),
		type: response.headers.get('content-type'),
		leftOut: response.headers.get('lookback-left-out')
	};
}

const tableOf = (csv: string) => parse(csv, { columns: true }) as Record<string, string>[];

describe('the calendar', () => {
	it('tells of a hidden block that the telescope is busy, and no more', async () => {
		const { text, type } = await fileAt('/schedule/calendar.ics', 'anybody');
		expect(type).toBe('text/calendar; charset=utf-8');
		expect(readCalendar(text).events.map(({ summary }) => summary)).toEqual([
			`Busy: ${ifu()}`,
			expect.stringMatching(/^open one: /)
		]);
		expect(text).not.toMatch(/hidden|hunt/);
		const [hidden] = text.split('END:VEVENT');
		expect(hidden).not.toMatch(/250\.4|36\.4|blue-team/);
	});

	it('of a person has the blocks of their groups, and those of the facilities that they answer for', async () => {
		const named = async (person: string) => {
			const { text } = await fileAt('/account/calendar.ics', person);
			return readCalendar(text)
				.events.map(({ summary }) => summary!.split(':')[0])
				.sort();
		};
		const own = ['declined one', 'hidden one', 'open one'];
		// what was declined is no time of theirs, and the calendar says so as it does of others
		expect(await named('pat')).toEqual(expect.arrayContaining(own.slice(1)));
		expect(await named('oli')).toEqual(['Busy', 'open one']);
		expect(await named('sam')).toEqual([]);
		for (const person of ['anybody', 'administrator'])
			await expect(fileAt('/account/calendar.ics', person)).rejects.toThrow(
				'Whose blocks are meant is told by who asks'
			);
	});

	it('tells its owners what it is for', async () => {
		const { text } = await fileAt('/facilities/palomar-60/calendar.ics');
		expect(text).toContain('SUMMARY:hidden one: ');
		expect(text).toMatch(/^STATUS:CANCELLED\r$/m);
		expect(text).toMatch(/^GEO:33\.\d{6};-116\.\d{6}\r$/m);
		expect(text).toMatch(/^SEQUENCE:1\r$/m);
		expect(readCalendar(text).refused).toEqual([`declined one: ${ifu()}: it is cancelled.`]);
	});

	it('closes no facility when it is read back', async () => {
		const { text } = await fileAt('/schedule/calendar.ics');
		const question = await contextOf(
			() => archive,
			{ authorization: `Bearer ${archive.token}`, session: null },
			next()
		).question({});
		const { events } = readCalendar(text);
		const other = { ...events[0]!, uid: 'works-17', summary: 'Works' };
		const elsewhere = {
			...events[0]!,
			uid: 'palomar-60/b000000000000@lookback',
			summary: 'Of another archive'
		};
		const p60 = await foreignEvents(question, 'palomar-60', [...events, other, elsewhere]);
		expect(p60.events).toEqual([other, elsewhere]);
		expect(p60.refused).toEqual(
			events.map(({ summary }) => `${summary}: it is on record here, and takes its time by itself.`)
		);
		const swope = await foreignEvents(question, 'swope', events);
		expect(swope.events).toEqual([]);
		expect(swope.refused[0]).toMatch(/: it is of palomar-60, not of swope\.$/);
	});

	it('has a component where it has no event, as RFC 5545 wants', async () => {
		const { text } = await fileAt('/facilities/swope/calendar.ics');
		expect(text).not.toContain('BEGIN:VEVENT');
		expect(text).toMatch(
			/\r\nBEGIN:VTIMEZONE\r\nTZID:Etc\/UTC\r\n.*\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n$/s
		);
		expect(readCalendar(text)).toEqual({ events: [], refused: [] });
	});

	const ifu = () => {
		const p60 = seedFacilities().find(({ facility }) => facility === 'palomar-60')!;
		const { name } = p60.telescopes[0]!.instruments.find(({ instrument }) => instrument === 'sedm-ifu')!;
		return `${name}, ${p60.name}`;
	};
});

describe('ObsLocTAP', () => {
	it('has a row for every block and pointing, hidden targets without a place', async () => {
		const rows = tableOf((await fileAt('/schedule/obsplan.csv', 'anybody')).text);
		expect(rows.map((row) => [row.obs_id, row.execution_status, row.target_name, row.s_ra])).toEqual([
			[blocks['hidden one'], 'Scheduled', '', ''],
			[blocks['open one'], 'Scheduled', 'open one', '250.42'],
			[blocks['declined one'], 'Unscheduled', 'declined one', '250.42'],
			['p1', 'Performed', 'S250101ab', '250.42']
		]);
		const [hidden, open] = rows;
		expect(hidden).toMatchObject({ instrument_name: '', obs_collection: '', event: '', band: '' });
		expect(Number(hidden!.t_max) - Number(hidden!.t_min)).toBeCloseTo(1 / 48, 9);
		expect(open).toMatchObject({ instrument_name: 'sedm-ifu', t_plan_exptime: '600', t_exptime: '' });
		const { text, type } = await fileAt('/schedule/obsplan.vot?state=accepted');
		expect(type).toMatch(/^application\/x-votable\+xml/);
		expect(text.match(/<TR>/g)).toHaveLength(2);
		expect(text).toContain('ucd="phys.angSize;instr.fov"');
	});

	it('is as known then', async () => {
		const known = formatInstant(present);
		expect(tableOf((await fileAt(`/schedule/obsplan.csv?known=${known}`)).text)).toEqual([]);
	});
});

describe('requests to telescopes', () => {
	it('of Las Cumbres are those of a plan at its telescopes, and the others are told', async () => {
		const { text, leftOut } = await fileAt(`/plans/${plan}/lco.json?proposal=TEST2026-001`);
		expect(leftOut).toBe('1 observation is left out: they are at no telescope of Las Cumbres.');
		const groups = JSON.parse(text) as { requests: { configurations: object[]; windows: object[] }[] }[];
		expect(groups).toHaveLength(1);
		expect(groups[0]).toMatchObject({
			proposal: 'TEST2026-001',
			operator: 'SINGLE',
			observation_type: 'NORMAL',
			requests: [
				{
					location: { telescope_class: '1m0', site: 'elp', enclosure: 'doma', telescope: '1m0a' },
					configurations: [
						{
							type: 'EXPOSE',
							instrument_type: '1M0-SCICAM-SINISTRO',
							target: { type: 'ICRS', ra: 250.42, dec: 36.46 },
							instrument_configs: [
								{ exposure_count: 2, exposure_time: 60, optical_elements: { filter: 'rp' } }
							]
						}
					]
				}
			]
		});
	});

	it('of Las Cumbres keep what its portal asks of spectra, and name a filter for every image', () => {
		const at = (instrument: string, band: string | null): Observation => ({
			...{
				id: instrument,
				state: 'proposed',
				sequence: 0,
				toldAt: present,
				facility: 'lco-ogg',
				telescope: '2m0a'
			},
			...{ instrument, from: present, to: (present + 1.8e9) as Instant, place: { raDeg: 1, decDeg: 2 } },
			...{
				positionAngleDeg: null,
				band,
				exposureSec: 600,
				exposures: 1,
				depthMag: null,
				label: 'x',
				event: null
			},
			...{ campaign: null, owner: 'blue-team', isRedacted: false }
		});
		const told = [at('ogg-2m0a-floyds', null), at('ogg-2m0a-spectral', 'g'), at('ogg-2m0a-spectral', null)];
		const { content, leftOut } = lcoRequestGroups(told, new Map(), 'P');
		const configurations = content.flatMap((one) =>
			(one as { requests: { configurations: object[] }[] }).requests.flatMap(
				(request) => request.configurations
			)
		);
		// observation-portal's serializers: guiding may not be optional for spectra, each optical element is wanted
		expect(configurations).toMatchObject([
			{
				type: 'SPECTRUM',
				guiding_config: { mode: 'ON', optional: false },
				acquisition_config: { mode: 'WCS' },
				instrument_configs: [{ optical_elements: { slit: 'slit_2.0as' } }]
			},
			{
				type: 'EXPOSE',
				guiding_config: { optional: true },
				instrument_configs: [{ optical_elements: { filter: 'gp' } }]
			}
		]);
		expect(leftOut).toEqual(['1 observation is left out: they name no band, and its cameras want a filter.']);
		// the portal refuses a window that is no longer than what it reckons with its own overheads
		const windowsOf = (one: Observation) =>
			(
				lcoRequestGroups([one], new Map(), 'P').content as {
					requests: { windows: { start: string; end: string }[] }[];
				}[]
			)
				.flatMap(({ requests }) => requests.flatMap(({ windows }) => windows))
				.map(({ start, end }) => (Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / 1000);
		expect(windowsOf(at('ogg-2m0a-spectral', 'g'))).toEqual([1800]);
		const tight = {
			...at('ogg-2m0a-spectral', 'g'),
			exposures: 10,
			exposureSec: 60,
			to: (present + 7e8) as Instant
		};
		expect(windowsOf(tight)[0]).toBeGreaterThan(90 + 16 + 2 + 10 * (60 + 36));
	});

	it('of the SED Machine likewise', async () => {
		const { text, leftOut } = await fileAt(`/plans/${plan}/sedm.json`);
		expect(JSON.parse(text)).toMatchObject([
			{ sourceid: 'with SEDM', ra: 240, dec: 30, Followup: '', Filters: 'r', exptime: 120, status: 'new' }
		]);
		expect(leftOut).toMatch(/not with the SED Machine/);
		// its names have 26 letters: cut off, those of two fields would be the same
		const at = (label: string): Observation => ({
			...{ id: label.slice(-2), state: 'planned', sequence: 0, toldAt: present, facility: 'palomar-60' },
			...{ telescope: 'p60', instrument: 'sedm-rc', from: present, to: (present + 1e9) as Instant },
			...{ place: { raDeg: 240, decDeg: 30 }, positionAngleDeg: null, band: 'r', exposureSec: 60 },
			...{ exposures: 1, depthMag: null, event: null, campaign: null, owner: null, isRedacted: false },
			label
		});
		const fields = ['SED Machine Rainbow Camera, field 47', 'SED Machine Rainbow Camera, field 49'];
		expect(sedmRequests([...fields, 'M 13'].map(at)).content).toMatchObject([
			{ sourceid: '47', sourcename: '47' },
			{ sourceid: '49', sourcename: '49' },
			{ sourceid: 'M 13', sourcename: 'M 13' }
		]);
	});

	it("of hidden blocks are nobody else's", async () => {
		const { text, leftOut } = await fileAt('/schedule/sedm.json', 'anybody');
		expect((JSON.parse(text) as { requestid: string }[]).map(({ requestid }) => requestid)).toEqual([
			blocks['open one']
		]);
		expect(leftOut).toBe(
			'1 observation is left out: they are over, or wanted no more. 1 observation is left out: where they look is hidden.'
		);
	});
});

describe('Treasure Map', () => {
	it('is told of each event what was completed, planned and cancelled', async () => {
		const { text, leftOut } = await fileAt('/schedule/treasure-map.json');
		const lists = JSON.parse(text) as {
			graceid: string;
			pointings: { status: string; band: string | null }[];
		}[];
		expect(lists).toMatchObject([
			{
				graceid: 'S250101ab',
				pointings: [
					{ status: 'planned', position: 'POINT (250.42 36.46)' },
					{ status: 'planned' },
					{ status: 'completed', band: 'r', depth: 20.5, depth_unit: 'ab_mag', time: '2026-05-31T05:00:00.0' }
				]
			}
		]);
		expect(leftOut).toMatch(/^1 observation is left out: they are for no event/);
	});

	it('has bands as it names them, and leaves out what it would refuse a list for', () => {
		const one: Observation = {
			...{
				id: 'a',
				state: 'executed',
				sequence: 0,
				toldAt: present,
				facility: 'palomar-48',
				telescope: null
			},
			...{
				instrument: 'ztf',
				from: present,
				to: present,
				place: { raDeg: 1, decDeg: 2 },
				positionAngleDeg: null
			},
			...{ band: 'r', exposureSec: 30, exposures: 1, depthMag: 20, event: 'S1', campaign: null },
			...{ label: null, owner: null, isRedacted: false }
		};
		const told = [one, { ...one, band: 'Y' }, { ...one, depthMag: null }, { ...one, band: null }];
		const { content, leftOut } = treasureMapOf(
			[...told, { ...one, state: 'proposed', depthMag: null }],
			new Map()
		);
		const [{ pointings }] = content as [{ pointings: Record<string, unknown>[] }];
		expect(pointings.map(({ band, band_name, status }) => [band, band_name, status])).toEqual([
			['r', 'r', 'completed'],
			['other', 'Y', 'completed'],
			['r', 'r', 'planned']
		]);
		expect(leftOut).toEqual([
			'2 observations are left out: how deep they went, or in which band, is not told, and Treasure Map takes none without that.'
		]);
	});
});

describe('a circular', () => {
	it('tells what was observed and what is planned in plain text', async () => {
		const { text, type } = await fileAt('/schedule/circular.txt', 'anybody');
		expect(type).toBe('text/plain; charset=utf-8');
		expect(text).toMatch(/^SUBJECT: S250101ab: Schedule\n/);
		const flat = text.replaceAll('\n', ' ');
		expect(flat).toMatch(
			/We observed 1 field in r with [^|]*, from 2026-05-31 05:00 to 2026-05-31 05:00 UTC\./
		);
		expect(text).toMatch(
			/ZTF[^|]* \| S250101ab +\| 16:41:40\.80 \| \+36:27:36\.0 +\| 2026-05-31 05:00 \| +\| r +\| 20\.50\n/
		);
		expect(flat).toMatch(/We plan to observe 1 field with/);
		expect(text).not.toMatch(/hidden|declined/);
		expect(text).toMatch(/^[\x20-\x7e\n]*$/);
	});
});

describe('the text of a circular', () => {
	const one: Observation = {
		...{ id: 'a', state: 'accepted', sequence: 0, toldAt: clock, facility: 'palomar-48', telescope: null },
		...{
			instrument: 'ztf',
			from: clock,
			to: clock,
			place: { raDeg: 1, decDeg: 2 },
			positionAngleDeg: null
		},
		...{ band: 'r', exposureSec: 30, exposures: 1, depthMag: null, event: 'S250101ab', campaign: null },
		...{ label: 'a galaxy with a name of forty-two letters!', owner: null, isRedacted: false }
	};
	const facilities = new Map(seedFacilities().map((facility) => [facility.facility, facility]));
	/** Half of the probability at each of two places, within the field of an instrument. */
	const pixels = [1, 90].map((raDeg) => pixelOf(12, raDeg, 2));
	const maps = new Map([
		[
			'S250101ab',
			{
				name: 'two-places.fits',
				knownAt: present,
				skymap: {
					order: Uint8Array.from([12, 12]),
					pixel: Float64Array.from(pixels),
					density: Float64Array.from([0.5, 0.5].map((share) => share / pixelAreaSr(12)))
				}
			}
		]
	]);

	it('tells names whole, and in its subject an event only where all of it is for that', () => {
		const written = (...more: object[]) =>
			circularOf('Tonight', [one, ...more.map((two) => ({ ...one, ...two }))], facilities, maps, new Set())
				.content;
		expect(written()).toMatch(/^SUBJECT: S250101ab: Tonight\n/);
		expect(written()).toContain('ZTF camera | a galaxy with a name of forty-two letters! | ');
		expect(written({ event: null })).toMatch(/^SUBJECT: Tonight\n/);

		const flat = (...more: object[]) => written(...more).replaceAll('\n', ' ');
		const again = { band: 'g', place: { raDeg: 1, decDeg: 2 } };
		expect(flat({}, again)).toMatch(
			/We plan to observe 1 field in 3 observations, in g and r with Palomar 48/
		);
		expect(flat({ place: { raDeg: 9, decDeg: 2 } })).toContain('2 fields in r with');
		expect(flat({ event: null })).toContain('1 position in 2 observations, in r with');
		// 47 square degrees: telescopes come back to a field to some arcseconds; a target is told from its neighbour
		const beside = { band: 'i', place: { raDeg: 1.01, decDeg: 1.99 } };
		expect(flat(beside)).toContain('1 field in 2 observations, in i and r with');
		expect(flat(beside, { place: { raDeg: 359.5, decDeg: 2 } })).toContain(
			'2 fields in 3 observations, in i'
		);
		expect(
			circularOf(
				'T',
				[
					{ ...one, event: null },
					{ ...one, ...beside, event: null }
				],
				facilities,
				maps,
				new Set()
			).content
		).toContain('2 targets in i and r');
		const names = ['palomar-60', 'liverpool'].map((name) => facilities.get(name)!.name);
		const elsewhere = [
			{ facility: 'palomar-60', instrument: 'sedm-rc' },
			{ facility: 'liverpool', instrument: 'io-o' }
		];
		expect(flat(...elsewhere)).toContain(`, ${names[0]}, and ${names[1]}, from `);
		expect(flat(elsewhere[0]!)).toContain(` and ${names[0]}, from `);
	});

	it('says of an event that is retracted that it is', () => {
		const told = (...retracted: string[]) =>
			circularOf('Tonight', [one], facilities, maps, new Set(retracted)).content;
		expect(told('S250101ab')).toMatch(/^SUBJECT: S250101ab: Tonight\n\nS250101ab is retracted\.\n\nWe plan/);
		expect(told('S1')).not.toMatch(/retracted/);
	});

	it('says how much of a localization is covered, and with what was observed before', () => {
		const looks = { ...one, facility: 'liverpool', instrument: 'io-o' };
		const done = { ...looks, state: 'executed' as const };
		const east = { ...looks, place: { raDeg: 90, decDeg: 2 } };
		const covered = (...ones: Observation[]) =>
			circularOf('Tonight', ones, facilities, maps, new Set()).content.replaceAll('\n', ' ');
		expect(covered(done, done)).toContain(
			`These cover 50.0% of the probability of the localization of S250101ab (two-places.fits, known at ${formatInstant(present).slice(0, 16).replace('T', ' ')} UTC).`
		);
		expect(covered(done, east)).toMatch(
			/This covers 50\.0% of .*This covers 50\.0% of [^.]*\.fits, known at [^)]*\), and 100\.0% with what was observed before\./
		);
		expect(covered({ ...done, event: 'S1' })).not.toMatch(/cover/);
	});
});

describe('fields of view', () => {
	it('as regions of DS9 are chips on the sky', async () => {
		const { text, leftOut } = await fileAt('/facilities/palomar-48/footprints.reg');
		const polygons = text.split('\n').filter((line) => line.startsWith('polygon('));
		expect(text.startsWith('# Region file format: DS9 version 4.1\nicrs\n')).toBe(true);
		expect(polygons.length).toBeGreaterThan(0);
		expect(polygons[0]).toMatch(
			/^polygon\((-?[\d.]+,){7,}-?[\d.]+\) # color=green text=\{S250101ab ztf r\}$/
		);
		expect(leftOut).toBeNull();
	});

	it('have outlines that they hold just within', () => {
		const shape = fc.record({
			raDeg: fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true }),
			decDeg: fc.double({ min: -89, max: 89, noNaN: true }),
			positionAngleDeg: fc.double({ min: -180, max: 180, noNaN: true }),
			widthDeg: fc.double({ min: 0.1, max: 10, noNaN: true }),
			heightDeg: fc.double({ min: 0.1, max: 10, noNaN: true })
		});
		fc.assert(
			fc.property(shape, ({ widthDeg, heightDeg, ...pointing }) => {
				const scaled = (by: number) =>
					new FieldOfView(
						{ shape: 'rectangle', widthDeg: widthDeg * by, heightDeg: heightDeg * by },
						pointing
					);
				const [corners] = outlineOf(scaled(1));
				for (const { raDeg, decDeg } of corners!) {
					expect(scaled(1.001).contains(raDeg, decDeg)).toBe(true);
					expect(scaled(0.999).contains(raDeg, decDeg)).toBe(false);
				}
			})
		);
	});

	it('as a multi-order map are the same pixels in JSON and in FITS', async () => {
		const json = JSON.parse((await fileAt('/facilities/palomar-48/moc.json')).text) as Record<
			string,
			number[]
		>;
		const deg2 = Object.entries(json).reduce(
			(sum, [order, ones]) => sum + (ones.length * 41_252.96) / (12 * 4 ** Number(order)),
			0
		);
		// what ZTF's 64 quadrants cover, gaps left out
		expect(deg2).toBeGreaterThan(45);
		expect(deg2).toBeLessThan(50);
		const { bytes, type } = await fileAt('/facilities/palomar-48/moc.fits');
		expect(type).toBe('application/fits');
		expect(bytes.length % 2880).toBe(0);
		const primary = readHeader(bytes, 0);
		const { header, dataOffset } = readHeader(bytes, primary.dataOffset);
		expect([header.get('ORDERING'), header.get('MOCORD_S'), header.get('COORDSYS')]).toEqual([
			'NUNIQ',
			12,
			'C'
		]);
		const uniq = Array.from({ length: Number(header.get('NAXIS2')) }, (_, i) =>
			bytes.readBigInt64BE(dataOffset + 8 * i)
		);
		const told = Object.entries(json).flatMap(([order, ones]) =>
			ones.map((pixel) => 4n * 4n ** BigInt(order) + BigInt(pixel))
		);
		expect(uniq).toEqual(told);
	});

	it('are made of the fewest pixels, and of just those', () => {
		const order = 5;
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.integer({ min: 0, max: 12 * 4 ** order - 1 }), { maxLength: 300 }),
				(ones) => {
					const ranges = mergeRanges(ones.map((pixel) => pixelRange(order, pixel)));
					const pixels = pixelsOf(ranges, order);
					const again = pixels.flatMap((some, at) => some.map((pixel) => pixelRange(at, Number(pixel))));
					expect(mergeRanges(again)).toEqual(ranges);
					for (const some of pixels.slice(1)) {
						const siblings = Map.groupBy(some, (pixel) => pixel >> 2n);
						for (const together of siblings.values()) expect(together.length).toBeLessThan(4);
					}
				}
			)
		);
	});

	it('of which there are none cover nothing', async () => {
		const none = await mocOf([]);
		expect(mocJson(none)).toEqual({ '12': [] });
		expect(mocFits(none).length).toBe(2 * 2880);
	});

	it('of a season are more regions than a file holds', () => {
		const facilities = new Map(seedFacilities().map((one) => [one.facility, one]));
		const look = {
			...{ id: 'x', state: 'executed', sequence: 0, facility: 'palomar-48', instrument: 'ztf' },
			...{ place: { raDeg: 10, decDeg: 20 }, positionAngleDeg: null, band: 'r', isRedacted: false },
			...{ label: null, event: null }
		} as unknown as Observation;
		expect(regionsOf(Array<Observation>(20).fill(look), facilities).content.match(/^polygon/gm)).toHaveLength(
			20 * 64
		);
		expect(() => regionsOf(Array<Observation>(1563).fill(look), facilities)).toThrow(
			'There are more than 100000 regions, the most that one file holds; ask for less time by from and to.'
		);
	});

	it('make a map that is coarser where their edges are long, is bounded, and lets others have their turn', async () => {
		const camera = seedFacilities()
			.flatMap(({ telescopes }) => telescopes.flatMap(({ instruments }) => instruments))
			.find(({ instrument }) => instrument === 'ztf')!.footprint!;
		const fields = (count: number, raDeg = (i: number) => (137.5 * i) % 360) =>
			Array.from(
				{ length: count },
				(_, i) => new FieldOfView(camera, { raDeg: raDeg(i), decDeg: -80 + (160 * i) / count })
			);
		let turns = 0;
		const ticking = setInterval(() => turns++, 0);
		try {
			expect((await mocOf(fields(200))).order).toBe(9);
		} finally {
			clearInterval(ticking);
		}
		expect(turns).toBeGreaterThan(1);
		const one = fields(1)[0]!;
		expect(await mocOf(Array(60_000).fill(one))).toEqual(await mocOf([one]));
		await expect(mocOf(fields(2001))).rejects.toThrow(
			'There are 2001 different fields, and one map is made of 2000 at most; ask for less time by from and to.'
		);
	});
});

describe('an export', () => {
	it('of what is not there, or not yours, is not found', async () => {
		await expect(fileAt('/plans/p000000000000/calendar.ics')).rejects.toThrow(/No plan p000000000000/);
		await expect(fileAt(`/plans/${plan}/calendar.ics`, 'anybody')).rejects.toThrow(/No plan/);
		await expect(fileAt('/campaigns/hunt/circular.txt', 'anybody')).rejects.toThrow(/No campaign hunt/);
		await expect(fileAt('/schedule/calendar.ics?nonsense=1')).rejects.toThrow(/no parameter 'nonsense'/);
	});

	it('of a campaign holds what was asked for it', async () => {
		const rows = tableOf((await fileAt('/campaigns/hunt/obsplan.csv')).text);
		expect(rows.map((row) => [row.obs_id, row.obs_collection])).toEqual([[blocks['hidden one'], 'hunt']]);
	});
});

describe('more pointings than a file holds', () => {
	it('are refused in a sentence by what tells of them, and stand in the way of no other', async () => {
		const { sql } = archive.database;
		await sql`
			insert into pointing
			select (jsonb_populate_record(p, jsonb_build_object('pointing', 'n' || i, 'version', i, 'fact', 1000 + i))).*
			from pointing p cross join generate_series(1, 50001) i where p.pointing = 'p1'`;
		for (const file of ['calendar.ics', 'sedm.json', 'lco.json'])
			expect((await fileAt(`/schedule/${file}`)).text.length).toBeGreaterThan(0);
		await expect(fileAt('/schedule/obsplan.csv')).rejects.toThrow(
			'There are more than 50000 observations, the most that one file holds; ask for less time by from and to.'
		);
		const { text } = await fileAt('/schedule/obsplan.csv?from=2026-06-01');
		expect(tableOf(text).length).toBeGreaterThan(2);
	});
});
