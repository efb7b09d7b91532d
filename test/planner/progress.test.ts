import { beforeAll, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { present } from '../support/archive.ts';
import { storyArchive } from '../support/story-archive.ts';
import { peopleOf } from './people.ts';

let archive: Awaited<ReturnType<typeof storyArchive>>;
let as: Awaited<ReturnType<typeof peopleOf>>;
let clock = present;
const next = () => (clock = (clock + 60_000_000) as Instant);

beforeAll(async () => {
	archive = await storyArchive();
	as = await peopleOf(archive, [
		['pat', 'blue-team', 'planner'],
		['oli', 'chile', 'operator']
	]);
	const seeds = seedFacilities().filter(({ facility }) => ['ctio-blanco', 'fermi'].includes(facility));
	const by = { viewer: await localViewer(archive.database), actor: 'test', now: next() };
	await recordFacilities(
		archive,
		seeds.map((facility) => ({ facility, operators: 'chile' })),
		by
	);
	await as('pat', next()).campaigns.save({
		...{ campaign: 'search', title: 'Search', owner: 'blue-team', audience: 'blue-team' },
		goals: {
			coverage: [
				{ event: 'GW170817', sets: [{ band: 'i', exposureSec: 60 }] },
				{ event: 'GRB170817B', sets: [{ band: 'i', exposureSec: 60 }] }
			]
		}
	});
});

const look = (pointing: string, ra_deg: number, dec_deg: number, more: object = {}) => ({
	...{ facility: 'ctio-blanco', pointing, instrument: 'decam', is_executed: true, band: 'i' },
	...{ from: '2017-08-17T23:10:00Z', to: '2017-08-17T23:11:00Z', ra_deg, dec_deg, event: 'GW170817' },
	...more
});
const coverage = async (more: object = {}) =>
	(await as('pat', clock).campaigns.coverage({ id: 'search', ...more })).steps;

it('tells what each look added to the coverage of a localization, and what is yet to come', async () => {
	expect(await coverage()).toEqual([]);
	await as('oli', next()).pointings.record({
		pointings: [
			look('second', 197.45, -23.38, { from: '2017-08-17T23:20:00Z', to: '2017-08-17T23:21:00Z' }),
			look('first', 197.45, -23.38),
			look('elsewhere', 20, 20, { from: '2017-08-18T00:00:00Z', to: '2017-08-18T00:01:00Z' }),
			look('in another band', 196, -21, { band: 'z' })
		]
	});
	const lookedAt = clock;
	const steps = await coverage();
	expect(steps.map(({ name }) => name)).toEqual(['first', 'second', 'elsewhere']);
	expect(steps[0]).toMatchObject({ event: 'GW170817', state: 'executed', ra_deg: 197.45, dec_deg: -23.38 });
	expect(steps[0]!.adds).toBeGreaterThan(0.05);
	expect(steps.slice(1).map(({ adds }) => adds)).toEqual([0, 0]);
	expect(steps.map(({ covered }) => covered)).toEqual(Array(3).fill(steps[0]!.adds));

	const begin = clock + 86_400e6;
	const block = {
		...{
			facility: 'ctio-blanco',
			instrument: 'decam',
			ra_deg: 196.5,
			dec_deg: -21.5,
			subject: 'events/GW170817'
		},
		from: formatInstant(begin as Instant),
		to: formatInstant((begin + 600e6) as Instant),
		...{ band: 'i', exposure_sec: 60 }
	};
	await as('pat', next()).schedule.propose({ campaign: 'search', blocks: [block] });
	const ahead = (await coverage()).at(-1)!;
	expect(ahead).toMatchObject({ state: 'proposed', facility: 'ctio-blanco', at: begin + 600e6 });
	expect(ahead.adds).toBeGreaterThan(0);
	// what is proposed counts after all that was executed
	await as('oli', next()).pointings.record({
		pointings: [look('told later', 198, -25, { from: '2017-08-18T01:00:00Z', to: '2017-08-18T01:01:00Z' })]
	});
	const counted = await coverage();
	expect(counted.map(({ state }) => state)).toEqual([...Array<string>(4).fill('executed'), 'proposed']);
	expect(counted[3]!.covered).toBeCloseTo(counted[0]!.adds + counted[3]!.adds, 12);
	// as it was known before the proposal
	expect(await coverage({ known: formatInstant(lookedAt) })).toHaveLength(3);
	// who does not see the campaign is told as if it were none
	await expect(as('oli', clock).campaigns.coverage({ id: 'search' })).rejects.toThrow('No campaign search');
});

it('tells how a position goes over the sky of a site', async () => {
	const asked = {
		facility: 'ctio-blanco',
		ra: 197.45,
		dec: -23.38,
		from: '2017-08-17T22:00:00Z',
		hours: 3,
		step_min: 60
	};
	const { altitudes } = await as(null, clock).observe.altitudes(asked);
	expect(altitudes.map(({ at }) => formatInstant(at))).toEqual([
		'2017-08-17T22:00:00Z',
		'2017-08-17T23:00:00Z',
		'2017-08-18T00:00:00Z',
		'2017-08-18T01:00:00Z'
	]);
	// it sets in the west in that evening
	const heights = altitudes.map(({ altitude_deg }) => altitude_deg);
	expect(heights).toEqual(heights.toSorted((a, b) => b - a));
	expect(altitudes[1]).toMatchObject({ airmass: expect.closeTo(1.4, 0) as number });
	expect(altitudes[1]!.azimuth_deg).toBeGreaterThan(240);
	await expect(as(null, clock).observe.altitudes({ ...asked, facility: 'fermi' })).rejects.toThrow(
		/is in orbit/
	);
	await expect(
		as(null, clock).observe.altitudes({ ...asked, ra: undefined, dec: undefined })
	).rejects.toThrow(/A position is wanted/);
});

it('counts looks at an event under every name that it is said to have, as plans do', async () => {
	const steps = async () =>
		(await coverage()).filter((one) => one.event === 'GW170817' && one.state === 'executed');
	const before = await steps();
	await as('oli', next()).pointings.record({
		pointings: [
			look('a candidate', 196.5, -21.5, {
				...{ event: 'G298048', from: '2017-08-18T00:05:00Z', to: '2017-08-18T00:06:00Z' }
			}),
			look('another burst', 194, -14, {
				...{ event: 'GRB170817B', from: '2017-08-18T00:15:00Z', to: '2017-08-18T00:16:00Z' }
			})
		]
	});
	const now = await steps();
	const known = before.map(({ name }) => name);
	const added = now.filter(({ name }) => !known.includes(name));
	expect(added.map(({ name }) => name)).toEqual(['a candidate']);
	expect(added[0]!.adds).toBeGreaterThan(0);
	await as('pat', next()).campaigns.save({
		...{ campaign: 'once', title: 'Once', owner: 'blue-team', audience: 'blue-team' },
		goals: { coverage: [{ event: 'GW170817', sets: [{ band: 'i', exposureSec: 60 }] }] }
	});
	const { plan } = await as('pat', next()).plans.make({
		...{ campaigns: ['once'], from: '2026-07-01T20:00:00Z', to: '2026-07-02T12:00:00Z', iterations: 1 }
	});
	clock = next();
	const made = await as('pat', clock).plans.read({ id: plan });
	expect(made.coverage[0]!.before).toBeCloseTo(now.at(-1)!.covered, 3);
	expect(made.stale).toEqual([]);
	expect(made.rests_on).toContainEqual(
		expect.objectContaining({ what: 'pointings', name: 'GW170817', told: `${now.length} pointings executed` })
	);
});

it('has no steps where the map has no probability at any of the galaxies, as plans say', async () => {
	const galaxies = [{ name: 'elsewhere', raDeg: 20, decDeg: 60, distanceMpc: 40 }];
	const goals = { coverage: [{ event: 'GW170817', sets: [{ band: 'i', exposureSec: 60 }], galaxies }] };
	const wish = { campaign: 'nowhere', title: 'Nowhere', owner: 'blue-team', audience: 'blue-team', goals };
	await as('pat', next()).campaigns.save(wish);
	expect((await as('pat', clock).campaigns.coverage({ id: 'nowhere' })).steps).toEqual([]);
	const night = { from: '2026-06-02T20:00:00Z', to: '2026-06-03T12:00:00Z', iterations: 1 };
	await expect(as('pat', next()).plans.make({ campaigns: ['nowhere'], ...night })).rejects.toThrow(
		/The sky map has no probability at the places and distances of the 1 galaxies/
	);
});
