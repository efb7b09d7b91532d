import { availableParallelism } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { resolveBasis } from '#lib/archive/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { makePlan, prepareFor, recordPlan, type MadePlan } from '#lib/planner/plans/index.server.ts';
import { gatherFor } from '#lib/planner/plans/gather.server.ts';
import { withPlanner } from '#lib/planner/plans/make.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { present } from '../support/archive.ts';
import { storyArchive } from '../support/story-archive.ts';
import { peopleOf } from './people.ts';

let archive: Awaited<ReturnType<typeof storyArchive>>;
let as: Awaited<ReturnType<typeof peopleOf>>;
let clock = present;
const next = () => (clock = (clock + 60_000_000) as Instant);

const names = ['palomar-60', 'liverpool', 'not', 'ctio-blanco', 'swope'];
const set = { band: null, exposureSec: 900 };
const kilonova = {
	...{ name: 'AT2017gfo', subject: 'objects/literature/AT2017gfo', raDeg: 197.4503, decDeg: -23.3815 },
	sets: [{ band: 'r', exposureSec: 120, exposures: 2 }],
	visits: 2,
	cadenceHours: { least: 1, greatest: 5 }
};
const targets = [kilonova, { name: 'M 13', raDeg: 250.42, decDeg: 36.46, sets: [set], priority: 2 }];
const coverage = [
	{ event: 'GW170817', sets: [{ band: 'r', exposureSec: 60 }], facilities: ['ctio-blanco', 'swope'] }
];
const night = { from: '2026-06-02T20:00:00Z', to: '2026-06-03T12:00:00Z' };

beforeAll(async () => {
	archive = await storyArchive();
	as = await peopleOf(archive, [
		['pat', 'blue-team', 'planner'],
		['con', 'blue-team', 'contributor'],
		['sam', 'red-team', 'contributor']
	]);
	const by = { viewer: await localViewer(archive.database), actor: 'test', now: next() };
	const seeds = seedFacilities().filter(({ facility }) => names.includes(facility));
	await recordFacilities(
		archive,
		seeds.map((facility) => ({ facility })),
		by
	);
	await as('pat', next()).campaigns.save({
		...{ campaign: 'kilonova', title: 'Kilonova', owner: 'blue-team', audience: 'blue-team' },
		goals: { targets, coverage }
	});
});

const make = (more: object = {}) =>
	as('pat', next()).plans.make({ campaigns: ['kilonova'], ...night, iterations: 60, ...more });
const replay = (id: string, more: object = {}, who: string | null = 'con') =>
	as(who, next()).plans.replay({ id, ...more });

describe('a plan carried out again', () => {
	it('whose search had steps is the same, block by block', async () => {
		const { plan } = await make();
		const { identical, searched, words, then, now } = await replay(plan);
		expect(words).toEqual([
			expect.stringMatching(
				/^Identical: the problem of \d+ visits and 5 telescopes is as it was, and the same search finds the same blocks, worth /
			)
		]);
		expect({ identical, searched }).toEqual({ identical: true, searched: true });
		expect(now).toEqual(then);
	});

	it('whose search had a time is checked, not looked for again', async () => {
		const { plan } = await make({ iterations: undefined, seconds: 1 });
		const { identical, searched, words } = await replay(plan);
		expect({ identical, searched }).toEqual({ identical: true, searched: false });
		expect(words[0]).toMatch(/the blocks keep all its rules, worth /);
		expect(words[1]).toMatch(/^Its search had 1 s, and what is found in a time depends on the machine/);
	});

	it('on what was known before, with facilities of now, is the same', async () => {
		const known = '2017-10-17T00:00:00Z';
		const { plan } = await make({
			known,
			facilities_known: 'now',
			from: '2017-08-17T20:00:00Z',
			to: '2017-08-18T12:00:00Z'
		});
		expect(await replay(plan)).toMatchObject({ identical: true, searched: true, facts: [], parts: [] });
	});

	it('says at another basis what is otherwise, and whether its blocks would still do', async () => {
		const { plan } = await make();
		const { goals } = await as('pat', clock).campaigns.read({ id: 'kilonova' });
		const save = async (wanted: object, follows: number) =>
			as('pat', next()).campaigns.save({
				...{ campaign: 'kilonova', title: 'Kilonova', owner: 'blue-team', audience: 'blue-team' },
				...{ goals: wanted, follows, reason: 'changed' }
			});
		await save({ targets: [kilonova] }, 1);
		clock = next();
		const now = await replay(plan, { at: 'now' });
		expect(now.identical).toBe(false);
		expect(now.facts.map(({ what, name, then, now: told }) => [what, name, then, told])).toContainEqual([
			'campaign',
			'kilonova',
			'revision 1',
			'revision 2'
		]);
		expect(now.parts).toContain('visits that are wanted');
		expect(now.faults).toContain("Visit 'kilonova/M 13' is not wanted.");
		expect(now.words.join(' ')).toMatch(/Different\. Another basis: .* Other facts: .* Another problem: /);
		// at its own it is what it was
		expect(await replay(plan)).toMatchObject({ identical: true });
		await save(goals, 2);
	});

	it('is made again beside a few others, none of which goes on for ever', async () => {
		const { database } = archive;
		const { plan } = await make();
		const prepared = await prepareFor(archive, await localViewer(database), {
			campaigns: ['kilonova'],
			basis: await resolveBasis(database, {}, next()),
			...{ facilitiesBasis: null, facilities: null },
			...{ from: parseInstant(night.from), to: parseInstant(night.to) },
			options: { seconds: null, iterations: 60, gap: 0.001, seed: 1 }
		});
		const ends: (() => void)[] = [];
		const most = 2 * availableParallelism();
		const hold = (person: string) =>
			withPlanner({ ...prepared, person }, () => new Promise<void>((resolve) => ends.push(resolve)));
		const held = Array.from({ length: most / 2 }, () => hold('con'));
		// one person leaves the other half to others
		await expect(hold('con')).rejects.toMatchObject({
			code: 'planner/too-many-of-yours',
			kind: 'busy',
			message: expect.stringMatching(
				/^\d+ of your plans (is|are) being made already, as many as one person may have at once; ask again in a minute\.$/
			)
		});
		held.push(...Array.from({ length: most / 2 }, (_, i) => hold(`somebody ${i}`)));
		await expect(replay(plan)).rejects.toThrow(
			`${held.length} plans are being made already, as many as may be at once; ask again in a minute.`
		);
		await expect.poll(() => ends.length, { timeout: 60_000 }).toBe(held.length);
		for (const end of ends) end();
		await Promise.all(held);
		expect(await replay(plan)).toMatchObject({ identical: true });
		await expect(withPlanner(prepared, () => new Promise(() => undefined), 100)).rejects.toThrow(
			'The plan took longer than 0.1 s, and was given up; ask for fewer steps, or for seconds in place of steps.'
		);
	});

	it('that was tampered with is found out', async () => {
		const { database } = archive;
		const viewer = await localViewer(database);
		const prepared = await prepareFor(archive, viewer, {
			campaigns: ['kilonova'],
			basis: await resolveBasis(database, {}, next()),
			...{ facilitiesBasis: null, facilities: null },
			...{ from: parseInstant(night.from), to: parseInstant(night.to) },
			options: { seconds: null, iterations: 60, gap: 0.001, seed: 1 }
		});
		const made = await makePlan(prepared);
		const recorded = async (change: Partial<MadePlan['document']>) => {
			const by = { viewer, actor: 'test', startedAt: clock, finishedAt: clock };
			return recordPlan(archive, { ...made, document: { ...made.document, ...change } }, by);
		};
		const { blocks, objective, problem, left_out } = made.document;
		const [first, ...rest] = blocks;
		const later = (hours: number, block: NonNullable<typeof first>) => ({
			...block,
			from_at: (block.from_at + hours * 3.6e9) as Instant,
			to_at: (block.to_at + hours * 3.6e9) as Instant
		});
		const cases: readonly [Partial<MadePlan['document']>, RegExp][] = [
			[{ blocks: [...rest, later(12, first!)] }, /The blocks do not fit it: Visit '.*' cannot begin on/],
			[{ blocks: [{ ...first!, exposures: 7 }, ...rest] }, /Other blocks: 1 missing, 1 new\./],
			[{ objective: objective + 1 }, /The plan is worth .* in place of/],
			[{ problem: { ...problem!, quality: 'other' } }, /Another problem: how good it is then\./],
			[{ left_out: [...left_out, { ...left_out[0]!, visit: 'nobody' }] }, /Left out otherwise: nobody/],
			[{ problem: null }, /It was made before plans kept a digest of their problem/]
		];
		for (const [change, sentence] of cases) {
			const told = await replay(await recorded(change));
			expect(told.identical, String(sentence)).toBe(false);
			expect(told.words.join(' ')).toMatch(sentence);
		}
		expect(await replay(await recorded({}))).toMatchObject({ identical: true });
	});

	it('is for contributors who may see it', async () => {
		const { plan } = await make();
		await expect(replay(plan, {}, 'sam')).rejects.toThrow(`No plan ${plan} is known`);
		await expect(replay(plan, {}, null)).rejects.toThrow();
	});

	const sites = ['lco-elp', 'lco-lsc', 'lco-cpt', 'lco-coj'];

	it('of fields that are called the same at several telescopes finds each in its place', async () => {
		const seeds = seedFacilities().filter(({ facility }) => sites.includes(facility));
		const by = { viewer: await localViewer(archive.database), actor: 'test', now: next() };
		await recordFacilities(
			archive,
			seeds.map((facility) => ({ facility })),
			by
		);
		await as('pat', next()).campaigns.save({
			...{ campaign: 'tiles', title: 'Tiles', owner: 'blue-team', audience: 'blue-team' },
			goals: {
				coverage: ['r', 'g'].map((band) => ({ event: 'GW170817', sets: [{ band, exposureSec: 60 }] }))
			}
		});
		const { plan } = await make({
			campaigns: ['tiles'],
			facilities: sites,
			iterations: undefined,
			seconds: 2
		});
		const { blocks, left_out } = await as('pat', next()).plans.read({ id: plan });
		const all = [...blocks, ...left_out].map(({ visit }) => visit);
		expect(new Set(all).size).toBe(all.length);
		for (const { visit, facility, telescope, label } of blocks)
			expect(visit).toMatch(new RegExp(`^tiles/GW170817(?: \\(2\\))?/${facility}/${telescope}/${label}$`));
		expect(blocks.length).toBeGreaterThan(10);
		const { identical, faults } = await replay(plan);
		expect({ identical, faults }).toEqual({ identical: true, faults: [] });
	});

	it('of old, whose looks at fields of several telescopes share their names, is as it was', async () => {
		const { database } = archive;
		const viewer = await localViewer(database);
		const prepared = await prepareFor(archive, viewer, {
			campaigns: ['tiles'],
			basis: await resolveBasis(database, {}, next()),
			...{ facilitiesBasis: null, facilities: sites },
			...{ from: parseInstant(night.from), to: parseInstant(night.to) },
			options: { seconds: null, iterations: 20, gap: 0.001, seed: 1 }
		});
		const software = 'lookback-planner 2';
		const made = await makePlan({ ...prepared, gathered: { ...prepared.gathered, software } });
		const all = [...made.document.blocks, ...made.document.left_out].map(({ visit }) => visit);
		expect(new Set(all).size).toBeLessThan(all.length);
		const by = { viewer, actor: 'test', startedAt: clock, finishedAt: clock };
		const plan = await recordPlan(archive, { ...made, document: { ...made.document, software } }, by);
		const { identical, words } = await replay(plan);
		expect(words.join(' ')).toContain('Another planner: lookback-planner 7 in place of lookback-planner 2.');
		expect(identical).toBe(true);
	});

	it('made in the midst of its time has no blocks before its basis, but one of a planner of old is as it was', async () => {
		const { database } = archive;
		const viewer = await localViewer(database);
		const hour = 3_600_000_000;
		const basis = await resolveBasis(database, {}, next());
		const wish = {
			campaigns: ['kilonova'],
			...{ basis, facilitiesBasis: null, facilities: null },
			...{ from: (basis.knownAt - 20 * hour) as Instant, to: (basis.knownAt + 20 * hour) as Instant },
			options: { seconds: null, iterations: 20, gap: 0.001, seed: 1 }
		};
		const by = { viewer, actor: 'test', startedAt: clock, finishedAt: clock };
		const made = await makePlan(await prepareFor(archive, viewer, wish));
		const { blocks, remarks } = made.document;
		expect(blocks.length).toBeGreaterThan(0);
		expect(Math.min(...blocks.map(({ from_at }) => from_at))).toBeGreaterThanOrEqual(basis.knownAt);
		expect(remarks[0]).toMatch(/^Nothing is planned before .*: what this rests on is known as of .*\.$/);
		expect(await replay(await recordPlan(archive, made, by))).toMatchObject({ identical: true });

		const software = 'lookback-planner 5';
		const gathered = await gatherFor(archive, viewer, wish, { software, slotSec: null });
		const old = await makePlan({ person: 'local', wish, gathered });
		expect(Math.min(...old.document.blocks.map(({ from_at }) => from_at))).toBeLessThan(basis.knownAt);
		const plan = await recordPlan(archive, { ...old, document: { ...old.document, software } }, by);
		expect(await replay(plan)).toMatchObject({ identical: true });

		// of a time that is over, all is planned, as nobody could have
		const over = { ...wish, to: (basis.knownAt - hour) as Instant };
		const late = await makePlan(await prepareFor(archive, viewer, over));
		expect(late.document.remarks[0]).toMatch(/^Counterfactual: /);
		expect(late.document.blocks.length).toBeGreaterThan(0);
	});
});
