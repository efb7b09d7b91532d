import { beforeAll, describe, expect, it } from 'vitest';
import type { Archive } from '#lib/api/context.server.ts';
import { ingest, openPaths, parseKnownRule } from '#lib/archive/index.server.ts';
import { call } from '../../support/analysis.ts';
import { getter, present } from '../../support/archive.ts';
import { catalogue, example, run } from '../../support/example.ts';
import { sample, samples } from '../../support/samples.ts';
import { hasSandbox } from '../../support/sandbox.ts';
import { storyArchive } from '../../support/story-archive.ts';

/** Reads an archive's pages as JSON, as of a moment: items are made of the same. */
function reader(archive: Archive, known: string) {
	const get = getter(archive);
	return async (path: string, more = '') => {
		const answer = await get(`${path}.json?known=${known}${more}`);
		expect(answer.status, path).toBe(200);
		return answer.json();
	};
}

async function objectsOf(read: ReturnType<typeof reader>, more = '') {
	const { objects } = await read('/objects', `&limit=500${more}`);
	return Promise.all(
		objects.map(async ({ survey, object_id }: { survey: string; object_id: string }) =>
			call(`${survey}/${object_id}`, await read(`/objects/${survey}/${encodeURIComponent(object_id)}`))
		)
	);
}

describe('the worked examples on the stories of a first start', () => {
	let archive: Archive;
	beforeAll(async () => {
		archive = await storyArchive();
	});

	it('inside-localization finds the transient of GW170817, and nothing seen before', async () => {
		const read = reader(archive, '2017-11-01');
		const page = await read('/events/GW170817');
		const { localization, cells } = await read('/events/GW170817/skymap', '&level=1');
		const event = { event: page.event, notices: page.notices, cells: { name: localization.name, ...cells } };
		const calls = await objectsOf(read);
		const said = await run(example('inside-localization'), calls, { events: [event] });
		const selected = Object.keys(said).filter((key) => said[key]!.length > 0);
		expect(selected).toContain('decam/NGC4993-OT');
		expect(selected).not.toContain('fermi-lat/TXS0506+056');
		expect(said['decam/NGC4993-OT']).toMatchObject([
			{
				select: 'objects/decam/NGC4993-OT',
				reason: expect.stringMatching(/^first seen 0\.\d\d d after GW170817/)
			},
			{ statement: { property: 'possible_counterpart', qualifier: 'GW170817' } }
		]);
	});

	it.skipIf(!hasSandbox)('neutrino-blazar finds TXS 0506+056 as soon as the direction is known', async () => {
		const blazars = catalogue('neutrino-blazar', 'blazars.csv');
		const at = async (known: string, name: string) => {
			const page = await reader(archive, known)(`/events/${name}`);
			return (await run(example('neutrino-blazar'), [call(name, page, known)], { blazars }))[name]!;
		};
		expect(await at('2017-09-23T00:00:00Z', 'IC130033_50579430')).toEqual([]);
		const said = await at('2017-09-23T02:00:00Z', 'IceCube-170922A');
		expect(said[1]).toMatchObject({ statement: { value_text: 'TXS 0506+056' } });
	});

	it('catalogue-match puts it into NGC 4993', async () => {
		const read = reader(archive, '2017-11-01');
		const calls = [call('ot', await read('/objects/decam/NGC4993-OT'))];
		const { ot } = await run(example('catalogue-match'), calls, {
			galaxies: catalogue('catalogue-match', 'galaxies.csv')
		});
		expect(ot![0]).toMatchObject({ select: 'objects/decam/NGC4993-OT', reason: '2.0 kpc from NGC 4993' });
	});
});

describe.skipIf(!samples)('the worked examples on real ZTF alerts', () => {
	let archive: Archive;
	beforeAll(async () => {
		archive = await storyArchive();
		const rule = parseKnownRule('observed+20m');
		const options = { actor: 'test', note: 'samples', rule, now: () => present };
		await ingest(archive.database, archive.store, openPaths([sample('ztf/skyportal/fink_sample')]), options);
	});

	it('young-transients selects few of them, all first seen a few days before', async () => {
		const known = '2021-11-22T12:00:00Z';
		const calls = (await objectsOf(reader(archive, known), '&survey=ztf')).map((one) => ({ ...one, known }));
		expect(calls.length).toBeGreaterThan(90);
		const said = await run(example('young-transients'), calls);
		const selected = calls.filter(({ key }) => said[key]!.length > 0);
		expect(selected.length).toBeLessThan(calls.length / 4);
		for (const { item } of selected as { item: { object: { first_observed_at: string } } }[])
			expect(Date.parse(known) - Date.parse(item.object.first_observed_at)).toBeLessThan(10 * 86_400_000);
	});

	it('light-curve-fit states finite numbers alone', async () => {
		const calls = await objectsOf(reader(archive, '2021-11-30'), '&survey=ztf');
		const said = Object.values(await run(example('light-curve-fit'), calls)).flat();
		expect(said.length).toBeGreaterThan(20);
	});
});
