import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { ingest, openPaths, parseKnownRule } from '#lib/archive/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { importPointings, readPointings } from '#lib/planner/imports/index.server.ts';
import { recordPointings } from '#lib/planner/pointings/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { sample, samples } from '../support/samples.ts';
import { peopleOf } from './people.ts';

/** Nights that astronomers know, planned again on published maps. */
describe.skipIf(!samples)('a night on record', () => {
	let archive: SmallArchive;
	let as: Awaited<ReturnType<typeof peopleOf>>;
	let clock = present;
	const next = () => (clock = (clock + 60_000_000) as Instant);

	const load = async (path: string, rule: string) => {
		const options = { actor: 'test', note: path, rule: parseKnownRule(rule), now: () => present };
		await ingest(archive.database, archive.store, openPaths([sample(path)]), options);
	};

	beforeAll(async () => {
		archive = await smallArchive();
		await load('gw/skymaps/gw170817_skymap.fits.gz', '2017-09-26T00:00:00Z');
		as = await peopleOf(archive, [['ada', 'archive', 'administrator']]);
		const by = { viewer: await localViewer(archive.database), actor: 'test', now: next() };
		await recordFacilities(
			archive,
			seedFacilities().map((facility) => ({ facility })),
			by
		);
	});

	async function plan(
		name: string,
		goals: object,
		more: { from: string; to: string } & Record<string, unknown>
	) {
		const wish = { campaign: name, title: name, owner: 'public', audience: 'public', goals };
		await as('ada', next()).campaigns.save(wish);
		const { plan: id } = await as('ada', next()).plans.make({
			campaigns: [name],
			facilities_known: formatInstant(clock),
			...more
		});
		clock = (clock + 120_000_000) as Instant;
		return as('ada', clock).plans.read({ id });
	}

	it('is 17 August 2017, when Chile could look from dusk on for two hours and a half', async () => {
		const { blocks, coverage, remarks } = await plan(
			'gw170817',
			{
				coverage: [{ event: 'GW170817', probability: 0.9, sets: [{ band: null, exposureSec: 60 }] }]
			},
			{
				from: '2017-08-17T12:41:04Z',
				to: '2017-08-18T12:00:00Z',
				known: '2017-10-01',
				facilities: ['swope', 'ctio-blanco', 'vista', 'lco-lsc'],
				iterations: 50
			}
		);
		expect(remarks.join(' ')).toMatch(/^Counterfactual: facilities are as known at 2026/);
		expect(coverage[0]).toMatchObject({ event: 'GW170817', before: 0 });
		expect(coverage[0]!.planned).toBeGreaterThan(0.85);
		// the Sun was 12 degrees down over Chile at 23:10 UTC; the place was at airmass 2.5 two and a half hours later
		for (const { from_at, to_at } of blocks) {
			expect(from_at).toBeGreaterThan(parseInstant('2017-08-17T22:50:00Z'));
			expect(to_at).toBeLessThan(parseInstant('2017-08-18T02:00:00Z'));
		}
		expect(new Set(blocks.map(({ facility }) => facility))).toContain('ctio-blanco');
	});

	it('is 17 August 2017, when each of those who found it could have looked before it did', async () => {
		// when the images were taken that found it: Swope, DECam, VISTA, Las Cumbres (data set's timelines.md, A)
		const looked = {
			swope: '2017-08-17T23:33:00Z',
			'ctio-blanco': '2017-08-18T00:04:00Z',
			vista: '2017-08-18T00:10:00Z',
			'lco-lsc': '2017-08-18T00:15:00Z'
		};
		const targets = Object.keys(looked).map((facility) => ({
			...{ name: `NGC 4993 with ${facility}`, raDeg: 197.4503, decDeg: -23.3815, facilities: [facility] },
			sets: [{ band: null, exposureSec: 60 }]
		}));
		const { blocks, left_out } = await plan(
			'ngc4993',
			{ targets },
			{ from: '2017-08-17T12:41:04Z', to: '2017-08-18T12:00:00Z', known: '2017-10-01', iterations: 200 }
		);
		expect(left_out).toEqual([]);
		for (const [facility, at] of Object.entries(looked)) {
			const { from_at } = blocks.find((one) => one.facility === facility)!;
			report(`${facility} could look at NGC 4993 from ${formatInstant(from_at)}, and did at ${at}`);
			expect(from_at, facility).toBeLessThan(parseInstant(at));
			expect(from_at, facility).toBeGreaterThan(parseInstant('2017-08-17T22:45:00Z'));
		}
	});

	it('is the night after on Haleakala, when Pan-STARRS had covered a part by what it says itself', async () => {
		const bytes = readFileSync(sample('campaigns/gwemopt_real_pointings/PS1_G298048.dat'));
		const hints = { facilities: seedFacilities(), facility: null, instrument: null, campaign: null };
		const viewer = await localViewer(archive.database);
		const by = { viewer, actor: 'test', now: next() };
		// what it did was known after the map was
		const knownAt = parseInstant('2017-09-28T00:00:00Z');
		const { pointings, refused } = readPointings(
			'PS1_G298048.dat',
			bytes,
			{ ...hints, event: 'GW170817' },
			{ now: by.now, knownAt }
		);
		expect(await recordPointings(archive, pointings, by, { knownAt })).toBe(pointings.length);
		const coverage = (facilities: string[]) => ({
			coverage: [{ event: 'GW170817', sets: [{ band: null, exposureSec: 30 }], facilities }]
		});
		const night = { from: '2017-08-17T20:00:00Z', to: '2017-08-18T16:00:00Z', iterations: 100 };
		const alone = await plan('ps1', coverage(['pan-starrs1']), { ...night, known: '2017-09-27' });
		const goals = coverage(['pan-starrs1', 'ctio-blanco']);
		const without = await plan('before', goals, { ...night, known: '2017-09-27' });
		const withIt = await plan('after', goals, { ...night, known: '2017-10-01' });
		const [before, after] = [without.coverage[0]!, withIt.coverage[0]!];
		const executed = pointings.map(({ from }) => from).sort((a, b) => a - b)[0]!;
		report(
			`Pan-STARRS executed ${percent(after.before)} in ${pointings.length} exposures (${refused.length} are not told whole) from ${formatInstant(executed)}; by its usual limits: ${alone.left_out[0]!.reason} With DECam ${percent(before.planned)} are planned in ${without.blocks.length} fields without knowing of it, ${percent(after.planned)} in ${withIt.blocks.length} knowing of it`
		);
		// it looked in twilight, at an airmass of 3: a plan that keeps its usual limits has nothing for it
		expect(alone.blocks).toEqual([]);
		expect(alone.left_out.length).toBeGreaterThan(0);
		expect(before.before).toBe(0);
		// its log adds up to 0.22 with the cells of exposures that are listed in part
		expect(after.before).toBeGreaterThan(0.15);
		expect(after.before).toBeLessThan(0.3);
		expect(after.planned).toBeGreaterThanOrEqual(before.planned - 0.01);
		expect(withIt.blocks.length).toBeLessThanOrEqual(without.blocks.length);
		expect(await as('ada', next()).plans.replay({ id: withIt.plan.plan })).toMatchObject({ identical: true });
		const { stale } = await as('ada', next()).plans.read({ id: without.plan.plan, known: '2026-06-02' });
		expect(stale.map(({ what }) => what)).toContain('pointings');
	});

	it('is the night of S190814bv, when its small map could be covered from Chile within it', async () => {
		await load('gw/skymaps/LALInference.v1.fits.gz', '2019-08-15T09:07:09Z');
		const { blocks, coverage } = await plan(
			'neutron-star-and-black-hole',
			{
				// its header names no event, and LVK's way of naming one by its time does
				coverage: [{ event: 'GW190814_211038', probability: 0.9, sets: [{ band: 'z', exposureSec: 90 }] }]
			},
			{
				from: '2019-08-15T21:00:00Z',
				to: '2019-08-16T12:00:00Z',
				known: '2019-08-16T00:00:00Z',
				facilities: ['ctio-blanco', 'pan-starrs1', 'palomar-48'],
				iterations: 100
			}
		);
		report(
			`S190814bv: ${percent(coverage[0]!.planned)} in ${blocks.length} fields with ${[...new Set(blocks.map(({ instrument }) => instrument))].join(', ')} from ${formatInstant(blocks[0]!.from_at)}`
		);
		expect(coverage[0]!.planned).toBeGreaterThan(0.85);
		expect(new Set(blocks.map(({ facility }) => facility))).toContain('ctio-blanco');
	});

	it('is a night of spectra at five sites for what ZTF had found, each object once and as well as it can be had', async () => {
		await load('ztf/skyportal_avro_files_20180626.tar.gz', 'observed+20m');
		const found = await archive.database.sql<{ object_id: string; ra_deg: number; dec_deg: number }[]>`
			select distinct on (object_id) object_id, ra_deg, dec_deg from alert
			where survey = 'ztf' and mag < 19.5 order by object_id, alert_id limit 120`;
		expect(found.length).toBeGreaterThan(20);
		const targets = found.map(({ object_id, ra_deg, dec_deg }) => ({
			...{ name: object_id, subject: `objects/ztf/${object_id}`, raDeg: ra_deg, decDeg: dec_deg },
			...{ kinds: ['spectrograph', 'imaging-spectrograph'], sets: [{ band: null, exposureSec: 1200 }] }
		}));
		const sites = ['palomar-60', 'lco-ogg', 'lco-coj', 'liverpool', 'not'];
		const {
			blocks,
			left_out,
			plan: told
		} = await plan(
			'classify',
			{ targets },
			{ from: '2018-06-27T04:00:00Z', to: '2018-06-28T04:00:00Z', facilities: sites, iterations: 200 }
		);
		const bySite = Map.groupBy(blocks, ({ facility }) => facility);
		report(
			`ZTF: ${blocks.length} of ${found.length} objects (${[...bySite].map(([site, own]) => `${site} ${own.length}`).join(', ')}), gap ${percent(told.summary.gap)}; left out: ${[...Map.groupBy(left_out, ({ why }) => why)].map(([why, own]) => `${own.length} ${why}`).join(', ')}`
		);
		expect(blocks.length + left_out.length).toBe(found.length);
		expect(new Set(blocks.map(({ visit }) => visit)).size).toBe(blocks.length);
		expect(bySite.size).toBeGreaterThanOrEqual(3);
		for (const { reason } of left_out) expect(reason).toMatch(/\.$/);
		expect(told.summary.gap).toBeLessThan(0.05);
	});

	it('is 29 January 2020, of whose map what Swift looked at in the two days after counts, and not where Fermi was to look', async () => {
		await load('gw/skymaps/bayestar.multiorder.fits', '2020-01-29T07:00:00Z');
		const event = 'G361581';
		const by = { viewer: await localViewer(archive.database), actor: 'local' };
		const said = { facility: null, instrument: null, event: null, campaign: null, knownAt: null };
		const take = async (path: string, wanted: RegExp) => {
			const all = openPaths([sample(path)]);
			const some = (async function* () {
				for await (const one of all) if ('name' in one && wanted.test(one.name)) yield one;
			})();
			return importPointings(archive, some as typeof all, said, by, next);
		};
		// the place is behind the Sun until spring
		const coverage = async (name: string, band: string | null) => {
			const goals = {
				coverage: [
					{
						event,
						sets: [{ band, exposureSec: 30 }],
						facilities: ['pan-starrs1', 'palomar-48', 'ctio-blanco']
					}
				]
			};
			const night = { from: '2020-05-01T00:00:00Z', to: '2020-05-02T00:00:00Z', iterations: 5 };
			return (await plan(name, goals, { ...night, known: '2020-05-01T00:00:00Z' })).coverage[0]!;
		};
		const without = await coverage('before-swift', null);
		expect(without.before).toBe(0);
		const fermi = await take('gcn/voevents/pointings_fermi.tar.xz', /2020-01-29T0[7-9]/);
		expect(fermi.recorded).toBeGreaterThan(0);
		expect((await coverage('after-fermi', null)).before).toBe(0);
		const swift = await take('gcn/voevents/pointings_swift_actual.tar.xz', /2020-01-(29T(0[7-9]|[12])|3)/);
		expect(swift).toMatchObject({ refused: [], recorded: swift.read });
		expect(swift.read).toBeGreaterThan(150);
		const withIt = await coverage('after-swift', null);
		expect(withIt.before).toBeGreaterThan(0);
		expect(withIt.before).toBeLessThan(0.2);
		expect(withIt.planned).toBeGreaterThan(withIt.before);
		// X-rays are no image in r
		expect((await coverage('in-r', 'r')).before).toBe(0);
	});
});

function percent(part: number): string {
	return `${(100 * part).toFixed(1)} %`;
}

/** What the checks found, for who reads their output. */
function report(words: string): void {
	if (process.env.LOOKBACK_REPORT) console.log(words);
}
