import { beforeAll, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { skymapFits } from '#lib/archive/demo/skymap-fits.ts';
import { listEvents, readSearch, resolveBasis, type Question } from '#lib/archive/index.server.ts';
import { readInputs } from '#lib/versioning/inputs/index.server.ts';
import { manifestSchema } from '#lib/versioning/manifest.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';

let archive: SmallArchive;

const map = (event: string, made: string) => {
	const bytes = skymapFits({
		...{ event, raDeg: 120, decDeg: 30, sigmaDeg: 5, distanceMeanMpc: 900, distanceStdMpc: 200 },
		...{ made, eventTime: '2020-01-29T06:54:58.432376', creator: 'BAYESTAR' }
	});
	return { name: `${event} ${made}.fits`, bytes, original: bytes };
};

beforeAll(async () => {
	archive = await smallArchive();
	await archive.load(
		[
			map('G361581', '2020-01-29T06:56:32'),
			map('G361581', '2020-01-29T07:30:00'),
			map('MS200129a', '2020-01-29T06:57:00'),
			// notices tell of this one too
			map('S210914zz', '2020-01-29T06:57:00')
		],
		'received'
	);
});

const ask = async (known?: string): Promise<Question> => ({
	database: archive.database,
	viewer: await localViewer(archive.database),
	basis: await resolveBasis(archive.database, known === undefined ? {} : { known }, present)
});

it('events that maps alone tell of are listed, each once, page by page', async () => {
	const question = await ask();
	const pages = async (filter: object, limit: number) => {
		const listed = [];
		for (let after: { lastKnownAt: number; event: string } | null = null; ;) {
			const page = await listEvents(question, { ...filter, after, limit } as never);
			listed.push(...page);
			if (page.length < limit) return listed;
			after = { lastKnownAt: page.at(-1)!.last_known_at, event: page.at(-1)!.event };
		}
	};
	for (const limit of [1, 2, 100]) {
		const names = (await pages({}, limit)).map(({ event }) => event);
		expect(names).toContain('G361581');
		expect(names).not.toContain('MS200129a');
		expect(new Set(names).size).toBe(names.length);
	}
	const all = await pages({ includeTests: true }, 100);
	expect(all.map(({ event }) => event)).toContain('MS200129a');
	expect(all.find(({ event }) => event === 'G361581')).toMatchObject({ event_kind: 'other', notices: 0 });
	expect(all.find(({ event }) => event === 'S210914zz')!.notices).toBeGreaterThan(0);
	expect((await pages({ kind: 'gw' }, 100)).map(({ event }) => event)).not.toContain('G361581');
});

it('an event that maps alone tell of is known since the first of them, and found by its name from then on', async () => {
	const found = async (known: string) => {
		const question = await ask(known);
		const listed = await listEvents(question, { limit: 100 });
		const { things } = await readSearch(question, 'G361581', present);
		return [listed.some(({ event }) => event === 'G361581'), things.map(({ subject }) => subject)];
	};
	expect(await found('2020-01-29T06:56:00Z')).toEqual([false, []]);
	expect(await found('2020-01-29T06:57:00Z')).toEqual([true, ['events/G361581']]);
});

it('events that maps alone tell of are no input of an analysis, so that runs of before replay as they were', async () => {
	const manifest = manifestSchema.parse({
		...{ name: 'looker', title: 'Looks', runtime: { kind: 'js', module: 'main.js' }, emits: {} },
		...{ inputs: { events: { of: 'events', with: ['localizations'] } }, each: 'events' }
	});
	const code = { name: 'looker', commit: '0'.repeat(40), folder: '/nowhere', manifest };
	const { each } = await readInputs(await ask(), code, {});
	const keys = (await Array.fromAsync(each!)).map(({ key }) => key);
	expect(keys).toContain('events/S210914zz');
	expect(keys).not.toContain('events/G361581');
});
