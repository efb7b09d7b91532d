import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { ingest, openPaths, parseKnownRule } from '#lib/archive/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
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
});
