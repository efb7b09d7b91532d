import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { standpointOf } from '#lib/planner/facilities/limits.ts';
import { darkWindows } from '#lib/planner/observability/nights.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { cardOf, doubles, tableFile } from '../archive/packets/fits/make.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { peopleOf } from './people.ts';

let archive: SmallArchive;
let as: Awaited<ReturnType<typeof peopleOf>>;
let clock = present;
const next = () => (clock = (clock + 60_000_000) as Instant);

const names = ['palomar-48', 'palomar-60', 'liverpool', 'not', 'swift'];
const seeds = seedFacilities().filter(({ facility }) => names.includes(facility));
const night = { from: '2026-11-10T01:00:00Z', to: '2026-11-10T14:00:00Z' };

beforeAll(async () => {
	archive = await smallArchive();
	as = await peopleOf(archive, [
		['ada', 'archive', 'administrator'],
		['rita', 'red', 'planner'],
		['bob', 'blue', 'planner']
	]);
	await recordFacilities(
		archive,
		seeds.map((facility) => ({ facility })),
		{ viewer: await localViewer(archive.database), actor: 'test', now: next() }
	);
});

/** A map of NSIDE 32 that is even over some of its pixels, as a file of an event of that name. */
async function evenMap(event: string, holds: (pixel: number) => boolean): Promise<string> {
	const pixels = Array.from({ length: 12 * 32 ** 2 }, (_, pixel) => (holds(pixel) ? 1 : 0));
	const count = pixels.reduce((sum: number, one) => sum + one, 0);
	const bytes = tableFile({
		forms: [['PROB', 'D', 'pix-1']],
		...{ rowBytes: 8, rows: pixels.length, data: doubles(pixels.map((one) => one / count)) },
		cards: [
			...[cardOf('PIXTYPE', 'HEALPIX'), cardOf('ORDERING', 'NESTED'), cardOf('NSIDE', 32)],
			...[cardOf('INDXSCHM', 'IMPLICIT'), cardOf('OBJECT', event), cardOf('ORIGIN', 'LIGO/Virgo')]
		]
	});
	await archive.load([{ name: `${event}.fits`, bytes, original: bytes }], 'received');
	return event;
}

async function plan(name: string, goals: object, more: object = {}) {
	const wish = { campaign: name, title: name, owner: 'public', audience: 'public', goals };
	await as('ada', next()).campaigns.save(wish);
	return planAgain(name, more);
}

async function planAgain(name: string, more: object = {}) {
	const { plan: id } = await as('ada', next()).plans.make({
		...{ campaigns: [name], ...night, iterations: 20 },
		...more
	});
	clock = next();
	return as('ada', clock).plans.read({ id });
}

describe('the fields that a plan chooses among', () => {
	it('are as many as there is time for where the best few would not do, and it says that they are not all', async () => {
		const event = await evenMap('GW150201', () => true);
		const goal = { event, probability: 0.9, sets: [{ band: 'r', exposureSec: 30 }] };
		const { blocks, remarks, coverage } = await plan('even', {
			coverage: [{ ...goal, facilities: ['palomar-48'] }]
		});
		expect(blocks.length).toBeGreaterThan(150);
		expect(coverage[0]!.planned).toBeGreaterThan(0.15);
		expect(remarks.join(' ')).toMatch(
			/Of the fields that would cover 90 % of GW150201, only some are chosen among: the best \d{3} of .* \(\d+\.\d %\)\./
		);
	});

	it('are not told as left out where as much as is wanted is covered, but counted', async () => {
		// about right ascension 45 degrees and declination 42
		const event = await evenMap('GW150202', (pixel) => pixel === 1023);
		const goal = { event, probability: 0.9, sets: [{ band: 'r', exposureSec: 30 }] };
		const { coverage, left_out, remarks } = await plan('small', { coverage: [goal] });
		expect(coverage[0]!.planned).toBeGreaterThan(0.9);
		expect(left_out).toEqual([]);
		expect(remarks.join(' ')).toMatch(/\d+ more looks? at fields? (is|are) not needed/);
	});
});

describe('slots', () => {
	const target = (i: number, more: object = {}) => ({
		...{ name: `t${i}`, raDeg: 40 + i, decDeg: 30, sets: [{ band: 'r', exposureSec: 60 }] },
		...{ facilities: ['palomar-48'], ...more }
	});

	it('are as short as the visits where there are not too many', async () => {
		const targets = Array.from({ length: 30 }, (_, i) => target(i));
		const { blocks } = await plan(
			'many',
			{ targets },
			{ from: '2026-11-10T06:00:00Z', to: '2026-11-10T07:00:00Z' }
		);
		expect(blocks.length).toBeGreaterThan(25);
	});

	it('of a minute make a plan of a minute, of a site where it is night', async () => {
		const at = '2026-11-10T06:00:00Z';
		const { remarks, blocks } = await plan(
			'minute',
			{ targets: [target(0, { sets: [{ band: 'r', exposureSec: 10 }] })] },
			{ from: at, to: '2026-11-10T06:01:00Z' }
		);
		expect(remarks.join(' ')).not.toContain('no night');
		expect(blocks).toHaveLength(1);
		await expect(planAgain('minute', { from: at, to: '2026-11-10T06:00:30Z' })).rejects.toThrow(
			/is less than a minute, the shortest that is planned/
		);
	});

	it('that begin too late for a window are told, with a plan in which one would not', async () => {
		const palomar = seeds.find(({ facility }) => facility === 'palomar-48')!;
		const sun = palomar.telescopes[0]!.limits.map((one) => one.sunAltitudeMaxDeg).find(
			(one) => one !== undefined
		)!;
		const [from, to] = ['2026-11-10T01:00:00Z', '2026-11-24T00:00:00Z'].map((one) => parseInstant(one)) as [
			Instant,
			Instant
		];
		const dusk = darkWindows(standpointOf(palomar), { from, to }, sun)[0]!.from;
		const deadline = formatInstant((dusk + 12 * 60e6) as Instant);
		const circumpolar = target(0, {
			decDeg: 75,
			raDeg: 0,
			deadline,
			sets: [{ band: 'r', exposureSec: 600 }]
		});
		// slots of 14 minutes, of which one begins 4 minutes after dusk
		const span = {
			from: formatInstant((dusk - 10 * 60e6) as Instant),
			to: formatInstant((to - 11 * 3.6e9) as Instant)
		};
		const { blocks, left_out } = await plan('late', { targets: [circumpolar] }, span);
		expect(blocks).toEqual([]);
		const [, better] =
			/no slot begins early enough in its window of 12\.0 min for 10\.\d min; one would in a plan from (\S+), at /.exec(
				left_out[0]!.reason
			)!;
		expect((await planAgain('late', { ...span, from: better })).blocks).toHaveLength(1);
	});
});

describe('a spectrum', () => {
	it('is asked of spectrographs alone, and ultraviolet light where its band is named', async () => {
		const one = { raDeg: 0, decDeg: 80, facilities: ['swift', 'liverpool'] };
		const kinds = ['spectrograph', 'imaging-spectrograph'];
		const targets = [
			{ name: 'spectrum', ...one, kinds, sets: [{ band: null, exposureSec: 600 }] },
			{ name: 'any light', ...one, facilities: ['swift'], sets: [{ band: null, exposureSec: 600 }] },
			{ name: 'ultraviolet', ...one, sets: [{ band: 'UVW2', exposureSec: 600 }] }
		];
		const { blocks, left_out } = await plan('spectra', { targets });
		expect(blocks.map(({ label, instrument }) => `${label}: ${instrument}`).sort()).toEqual([
			'spectrum: sprat',
			'ultraviolet: uvot'
		]);
		expect(left_out.map(({ label }) => label)).toEqual(['any light']);
	});
});

describe('what is asked for and not there', () => {
	it('is named', async () => {
		const one = { raDeg: 40, decDeg: 30, sets: [{ band: 'r', exposureSec: 60 }] };
		const targets = [
			{ name: 'a', ...one, facilities: ['palomar-48'] },
			{ name: 'b', ...one, instruments: ['ztf'] }
		];
		const { left_out } = await plan('elsewhere', { targets }, { facilities: ['liverpool', 'not'] });
		expect(left_out.map(({ reason }) => reason)).toEqual([
			'It can be observed nowhere: none of the facilities named for it takes part (palomar-48).',
			'It can be observed nowhere: no telescope that it may have has an instrument of the name ztf.'
		]);
	});

	it('is refused where nothing is known of it, with names that are like it', async () => {
		const one = { raDeg: 40, decDeg: 30, sets: [{ band: 'r', exposureSec: 60 }] };
		const targets = [
			{ name: 'a', ...one, facilities: ['palomar-48', 'palomar60'] },
			{ name: 'b', ...one, facilities: ['palomar60'], instruments: ['sedm', 'nothing-of-the-kind'] }
		];
		await expect(plan('unknown', { targets })).rejects.toThrow(
			/^The campaign cannot be recorded: its goals name the facility 'palomar60' \(there is palomar-60, palomar-48\), the instrument 'sedm' \(there is sedm-ifu, sedm-rc\), and the instrument 'nothing-of-the-kind', of which nothing is known at 2026-/
		);
		const coverage = [{ event: 'GW150201', sets: one.sets, facilities: ['lco-lsc'] }];
		await expect(plan('hidden', { coverage })).rejects.toThrow(
			/its goals name the facility 'lco-lsc', of which nothing is known at/
		);
	});

	it('is a rate of slew only of telescopes that a plan uses', async () => {
		const targets = [{ name: 'a', raDeg: 40, decDeg: 30, sets: [{ band: 'r', exposureSec: 60 }] }];
		const { blocks, remarks } = await plan('slew', { targets });
		const used = new Set(blocks.map(({ facility }) => facility));
		const words = remarks.filter((one) => one.startsWith('How fast'));
		for (const { facility, name } of seeds.filter((other) => !used.has(other.facility)))
			expect(words.join(' '), facility).not.toContain(name);
	});
});

describe('two groups that want the same telescope', () => {
	it('have as much of it each, whatever priorities one of them has', async () => {
		const targets = (priority: number) =>
			Array.from({ length: 40 }, (_, i) => ({
				...{ name: `${priority}-${i}`, raDeg: (20 + 3 * i) % 360, decDeg: 20 + i, priority },
				...{ sets: [{ band: null, exposureSec: 1200 }], facilities: ['palomar-60'] }
			}));
		for (const [person, owner, priority] of [
			['rita', 'red', 100],
			['bob', 'blue', 1]
		] as const)
			await as(person, next()).campaigns.save({
				...{ campaign: `of-${owner}`, title: owner, owner, audience: 'public' },
				goals: { targets: targets(priority) }
			});
		// the others are there, and of no use to either
		const { blocks, remarks } = await planAgain('of-red', {
			campaigns: ['of-red', 'of-blue'],
			iterations: 200
		});
		const count = (owner: string) => blocks.filter(({ campaign }) => campaign === `of-${owner}`).length;
		expect(count('red') + count('blue')).toBeGreaterThan(15);
		expect(Math.abs(count('red') - count('blue'))).toBeLessThanOrEqual(2);
		expect(remarks.join(' ')).not.toMatch(/Swift/);
	});
});
