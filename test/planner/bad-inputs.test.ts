import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { cardOf, doubles, tableFile } from '../archive/packets/fits/make.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { peopleOf } from './people.ts';

let archive: SmallArchive;
let as: Awaited<ReturnType<typeof peopleOf>>;
let clock = present;
const next = () => (clock = (clock + 60_000_000) as Instant);

const night = { from: '2026-06-20T18:00:00Z', to: '2026-06-21T12:00:00Z' };
const names = ['palomar-60', 'liverpool', 'ctio-blanco', 'lco-lsc', 'not'];
const set = { band: null, exposureSec: 600 };

beforeAll(async () => {
	archive = await smallArchive();
	as = await peopleOf(archive, [['ada', 'archive', 'administrator']]);
	const seeds = seedFacilities();
	const used = seeds.filter(({ facility }) => names.includes(facility));
	// a telescope like the Liverpool one, where the Sun does not set in June
	const liverpool = seeds.find(({ facility }) => facility === 'liverpool')!;
	const arctic = {
		...liverpool,
		facility: 'arctic',
		name: 'Arctic',
		site: { ...liverpool.site!, latDeg: 69.5 }
	};
	await recordFacilities(
		archive,
		[...used, arctic].map((facility) => ({ facility })),
		{ viewer: await localViewer(archive.database), actor: 'test', now: next() }
	);
});

/** A map of two pixels with these probabilities, as a file of GW150101, GW150102, ... */
let maps = 0;
async function mapOf(first: number, second: number): Promise<string> {
	const event = `GW15010${++maps}`;
	const values = Array.from({ length: 48 }, (_, pixel) => (pixel === 5 ? first : pixel === 40 ? second : 0));
	const bytes = tableFile({
		forms: [['PROB', 'D', 'pix-1']],
		...{ rowBytes: 8, rows: values.length, data: doubles(values) },
		cards: [
			...[cardOf('PIXTYPE', 'HEALPIX'), cardOf('ORDERING', 'NESTED'), cardOf('NSIDE', 2)],
			...[cardOf('INDXSCHM', 'IMPLICIT'), cardOf('OBJECT', event), cardOf('ORIGIN', 'LIGO/Virgo')]
		]
	});
	await archive.load([{ name: `${event}.fits`, bytes, original: bytes }], 'received');
	return event;
}

async function plan(name: string, goals: object, more: object = {}) {
	const wish = { campaign: name, title: name, owner: 'public', audience: 'public', goals };
	await as('ada', next()).campaigns.save(wish);
	const { plan: id } = await as('ada', next()).plans.make({
		campaigns: [name],
		...night,
		iterations: 20,
		...more
	});
	clock = next();
	return as('ada', clock).plans.read({ id });
}
const cover = (event: string) => ({ coverage: [{ event, sets: [{ band: 'r', exposureSec: 60 }] }] });

describe('a plan of what cannot be', () => {
	it('takes a target at either pole, and says where it is never up', async () => {
		const { blocks, left_out } = await plan('poles', {
			targets: [
				{ name: 'north', raDeg: 0, decDeg: 90, sets: [set], facilities: ['liverpool', 'ctio-blanco'] },
				{ name: 'south', raDeg: 123, decDeg: -90, sets: [set], facilities: ['liverpool', 'lco-lsc'] },
				{ name: 'neither', raDeg: 0, decDeg: -90, sets: [set], facilities: ['liverpool'] }
			]
		});
		expect(blocks.map(({ label, facility }) => [label, facility]).sort()).toEqual([
			['north', 'liverpool'],
			['south', 'lco-lsc']
		]);
		expect(left_out.map(({ label, reason }) => [label, reason])).toEqual([
			['neither', expect.stringMatching(/^It can be observed nowhere: .*, at Liverpool Telescope\.$/)]
		]);
	});

	it('says that a site has no night, and plans at the others', async () => {
		const target = { name: 'M 13', raDeg: 250.42, decDeg: 36.46, sets: [set] };
		const alone = await plan('midnight-sun', { targets: [{ ...target, facilities: ['arctic'] }] });
		expect(alone.blocks).toEqual([]);
		expect(alone.left_out[0]!.reason).toMatch(/^It can be observed nowhere: .*Sun.*, at Arctic\.$/);
		expect(alone.remarks.filter((one) => one.includes('no night'))).toEqual([
			expect.stringMatching(
				/^There is no night from .* at Arctic \(where the Sun comes down to \d+\.\d deg, and -?\d+ deg are asked for\)\.$/
			)
		]);
		const both = await plan('elsewhere', { targets: [{ ...target, facilities: ['arctic', 'liverpool'] }] });
		expect(both.blocks.map(({ facility }) => facility)).toEqual(['liverpool']);
	});

	it('says that a deadline or an exposure leaves no time', async () => {
		const { blocks, left_out } = await plan('too-long', {
			targets: [{ name: 'deep', raDeg: 250.42, decDeg: 36.46, sets: [{ band: null, exposureSec: 60_000 }] }]
		});
		const late = { name: 'late', raDeg: 250.42, decDeg: 36.46, sets: [set], deadline: night.from };
		const other = await plan('too-late', { targets: [late] });
		expect(other.left_out[0]!.reason).toMatch(/^It can be observed nowhere: the deadline, at /);
		expect(blocks).toEqual([]);
		expect(left_out[0]!.reason).toMatch(
			/^It can be observed nowhere: no window is long enough: of \d+\.\d min for 10\d\d\.\d min, at .*\.$/
		);
		expect(left_out[0]!.change).toMatch(
			/^Split into \d exposures of \d+ s over \d nights it would fit, at .*: in its goal, \d visits of 1 x \d+ s in place of one\.$/
		);
	});

	it('says what of a campaign keeps something out that would be up, and what the sky does by itself', async () => {
		const target = { raDeg: 250.42, decDeg: 36.46, sets: [set], facilities: ['liverpool'] };
		const { left_out } = await plan('too-high', {
			targets: [
				{ ...target, name: 'M 13' },
				{ ...target, name: 'never', decDeg: -80 }
			],
			constraint: { all: [{ altitudeMinDeg: 85 }, { moonDistanceMinDeg: 5 }] }
		});
		expect(left_out.map(({ label, why, change }) => [label, why, change])).toEqual([
			[
				'M 13',
				'closed',
				expect.stringMatching(
					/^Without 'altitude at least 85 deg', which its campaign asks for, it could go to Liverpool Telescope of .* from 2026-06-20 2\d:\d\d, for \d+\.\d min\.$/
				)
			],
			['never', 'closed', null]
		]);
	});

	it('offers to divide what is longer than the night, and has room for it when that is done', async () => {
		const target = { name: 'deep', raDeg: 250.42, decDeg: 36.46, facilities: ['palomar-60'] };
		const sets = [
			{ band: 'r', exposureSec: 3600, exposures: 12 },
			{ band: 'g', exposureSec: 30_000 }
		];
		const { left_out } = await plan('divided', { targets: [{ ...target, sets }] });
		const [, nights, visits, count, r, g] =
			/^Split into \d+ exposures of 3600 s in r and \d+ exposures of \d+ s in g over (\d+) nights it would fit, at .*: in its goal, (\d+) visits of (\d+) x (\d+) s in r and 1 x (\d+) s in g in place of one\.$/
				.exec(left_out[0]!.change ?? '')
				?.map(Number) ?? [];
		expect([visits, nights], String(left_out[0]!.change)).toEqual([nights, expect.any(Number)]);
		expect(nights! * count! * r!).toBeGreaterThanOrEqual(12 * 3600);
		expect(nights! * g!).toBeGreaterThanOrEqual(30_000);
		const parts = [
			{ band: 'r', exposureSec: r, exposures: count },
			{ band: 'g', exposureSec: g }
		];
		const divided = { ...target, sets: parts, visits, cadenceHours: { least: 12, greatest: 36 } };
		const { blocks } = await plan(
			'divided-so',
			{ targets: [divided] },
			{ to: '2026-06-28T12:00:00Z', facilities: ['palomar-60'] }
		);
		expect(new Set(blocks.map(({ visit }) => visit)).size).toBe(visits);
		const soon = await plan('divided-late', { targets: [{ ...target, sets, deadline: night.to }] });
		// the nights before its deadline have no room for all of it
		expect(soon.left_out[0]!.change).toMatch(
			/^With \d+\.\d min in place of \d+\.\d min it could go to .* from 2026-06-2\d \d\d:\d\d\.$/
		);
	});

	it('is refused where a map is empty, or does not add up to 1: such a map is not taken', async () => {
		for (const [first, second] of [
			[0, 0],
			[0.3, 0.2],
			[3, 1],
			[Number.NaN, 1],
			[1.5, -0.5]
		] as const) {
			const event = await mapOf(first, second);
			await expect(plan(`map-${event}`.toLowerCase(), cover(event)), `${first} ${second}`).rejects.toThrow(
				new RegExp(`${event}`)
			);
		}
		const event = await mapOf(0.75, 0.25);
		const { coverage, remarks } = await plan('map-whole', cover(event));
		expect(coverage[0]).toMatchObject({ event, before: 0 });
		expect(remarks.join(' ').length).toBeLessThan(3000);
	});

	it('says that an event is retracted', async () => {
		const event = await mapOf(0.75, 0.25);
		const wish = { facilities: ['palomar-60'] };
		const { remarks } = await plan('map-stands', cover(event), wish);
		expect(remarks.join(' ')).not.toMatch(/retracted/);
		const notice = {
			id: 'ada/1',
			event,
			event_kind: 'gw',
			kind: 'retraction',
			title: 'Retracted',
			body: 'It was noise.'
		};
		const told = { lookback: 'telling/1', agent: 'ada', collection: 'gcn.public', notices: [notice] };
		const bytes = Buffer.from(JSON.stringify(told));
		await archive.load([{ name: 'retraction.json', bytes, original: bytes }], 'received');
		const { remarks: after } = await plan('map-retracted', cover(event), wish);
		expect(after[0]).toMatch(new RegExp(`^The event ${event} is retracted, as known at .*Z\\.$`));
	});

	it('of ten thousand targets comes to an end, each with a block or a reason', async () => {
		const targets = Array.from({ length: 10_000 }, (_, i) => ({
			...{ name: `t${i}`, raDeg: (i * 137.508) % 360, decDeg: -60 + (i % 130), sets: [set] },
			...{ facilities: ['palomar-60'], priority: 1 + (i % 7) }
		}));
		const { blocks, left_out, remarks } = await plan('very-many', { targets }, { iterations: 1 });
		expect(new Set([...blocks, ...left_out].map(({ visit }) => visit)).size).toBe(10_000);
		expect(blocks.length).toBeGreaterThan(15);
		for (const { reason } of left_out.slice(0, 100)) expect(reason).toMatch(/\.$/);
		expect(remarks.filter((one) => one.includes('slew')).length).toBeLessThanOrEqual(1);
		const [, unexamined, all] =
			/^For (\d+) of the (\d+) visits that are left out the cheapest change .* was not looked for/m.exec(
				remarks.join('\n')
			)!;
		expect(Number(all)).toBe(left_out.length);
		expect(Number(unexamined)).toBeGreaterThan(0);
		expect(left_out.filter(({ change }) => change === null).length).toBeGreaterThanOrEqual(
			Number(unexamined)
		);
	});

	it('of more visits than it can hold, and of a time that is none, is refused in a sentence', async () => {
		const many = [{ name: 'often', raDeg: 0, decDeg: 20, sets: [set], visits: 1000 }];
		const targets = Array.from({ length: 21 }, (_, i) => ({ ...many[0]!, name: `often${i}` }));
		await expect(plan('too-many', { targets })).rejects.toThrow(/want more than 20000 visits/);
		await expect(plan('backwards', { targets: many }, { from: night.to, to: night.from })).rejects.toThrow(
			/from must come before to/
		);
		const past = {
			from: formatInstant((clock - 8.64e10) as Instant),
			to: formatInstant((clock - 3.6e9) as Instant)
		};
		const { plan: made } = await plan(
			'yesterday',
			{ targets: [{ name: 'pole', raDeg: 0, decDeg: 90, sets: [set] }] },
			past
		);
		await expect(as('ada', next()).plans.propose({ id: made.plan })).rejects.toThrow(/is over; it is/);
	});
});
