import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setMembership } from '#lib/access/members.server.ts';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { Searches } from '#lib/planner/plans/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { storyArchive } from '../support/story-archive.ts';

const clock = () => (Date.now() * 1000) as Instant;
const account = { name: 'test', address: null };
const past = parseInstant('2015-01-01T00:00:00Z');

let archive: Awaited<ReturnType<typeof storyArchive>>;
let searches: Searches;
const tokens = new Map<string, string>();

const join = (person: string, group: string, isMember: boolean, knownAt: Instant) =>
	setMembership(archive.database, { group, person, role: 'planner', isMember, knownAt }, 'test', clock());

beforeAll(async () => {
	archive = await storyArchive();
	for (const [person, group] of [
		['pat', 'blue-team'],
		['quin', 'blue-team'],
		['red', 'red-team']
	] as const) {
		await makeAccount(archive.database, { person, password: null }, account, clock());
		await join(person, group, true, past);
		const scope = { person, label: person, may_write: true, groups: null, expires_at: null };
		tokens.set(person, `Bearer ${await makeToken(archive.database, scope, account, clock())}`);
	}
	const by = { viewer: await localViewer(archive.database), actor: 'test', now: clock() };
	const seeds = seedFacilities().filter(({ facility }) =>
		['palomar-60', 'liverpool', 'not', 'lco-lsc', 'swope'].includes(facility)
	);
	await recordFacilities(
		archive,
		seeds.map((facility) => ({ facility })),
		by
	);
	await save('crowded', crowd);
	await save('lonely', crowd.slice(0, 1));
});

beforeEach(() => {
	searches = new Searches(1, (error) => (error as Error).message);
	return () => searches.close();
});

/** More than the telescopes have time for, so that no search proves in seconds that there is nothing better. */
const crowd = Array.from({ length: 260 }, (_, i) => ({
	name: `t${i}`,
	raDeg: (i * 137.508) % 360,
	decDeg: -30 + ((i * 61.8) % 100),
	sets: [{ band: null, exposureSec: 600 + (i % 7) * 300 }],
	priority: 1 + (i % 9) / 3,
	visits: 1 + (i % 2),
	cadenceHours: { least: 1, greatest: 4 }
}));

const night = { from: '2027-03-02T18:00:00Z', to: '2027-03-03T14:00:00Z' };
const as = (person: string | null) =>
	callerOf(
		contextOf(
			() => ({ ...archive, searches }),
			{ authorization: person === null ? null : tokens.get(person)!, session: null },
			clock()
		)
	);
/** Whoever works on the archive's own machine. */
const atHome = () =>
	callerOf(
		Object.assign(
			contextOf(() => archive, { authorization: null, session: null }, clock()),
			{ viewer: () => localViewer(archive.database) }
		)
	);

const save = (campaign: string, targets: object[]) =>
	callerOf(
		contextOf(() => archive, { authorization: tokens.get('pat')!, session: null }, clock())
	).campaigns.save({
		...{ campaign, title: campaign, owner: 'blue-team', audience: 'blue-team', goals: { targets } }
	});
const make = (who: string, campaign: string, more: object) =>
	as(who).plans.make({ campaigns: [campaign], ...night, ...more });
const read = (id: string) => as('pat').plans.read({ id });

describe('a plan whose search goes on', () => {
	it('is there first, and a better one names it', async () => {
		const { plan, searching_until: until } = await make('pat', 'crowded', { seconds: 12 });
		expect(searches.of(plan)).toMatchObject({ end: null });
		expect(formatInstant(searches.of(plan)!.until)).toBe(until);
		const first = await read(plan);
		expect(first.blocks.length).toBeGreaterThan(0);
		expect(first.left_out.length).toBeGreaterThan(0);
		expect(first).toMatchObject({ improves: null, improved_by: [] });
		await expect(make('quin', 'crowded', { seconds: 12 })).rejects.toThrow(
			/^1 plans? .*ask again after \d\d:\d\d:\d\d UTC, or for at most 1 s of search/
		);
		const { better } = (await searches.ended(plan))!;
		const second = await read(better!);
		expect(second).toMatchObject({ improves: plan, improved_by: [], plan: { actor: 'pat' } });
		expect(second.plan.objective).toBeGreaterThan(first.plan.objective);
		for (const name of ['basis_known_at', 'basis_batch', 'inputs_digest', 'audience'] as const)
			expect(second.plan[name]).toEqual(first.plan[name]);
		expect((await read(plan)).improved_by).toEqual([{ plan: better, objective: second.plan.objective }]);
		expect(searches.of(plan)!.end).toEqual({ better, words: `The better plan ${better} was found.` });
		for (const id of [plan, better!])
			expect(await atHome().plans.replay({ id })).toMatchObject({ identical: true, searched: false });
		await expect(as('red').plans.read({ id: better! })).rejects.toThrow(`No plan ${better} is known`);
	});

	it('is the only one where it is as good as can be, or was to be searched in steps', async () => {
		for (const limit of [{ seconds: 12 }, { iterations: 5 }]) {
			const { plan, searching_until } = await make('pat', 'lonely', limit);
			expect(searching_until).toBeNull();
			expect(searches.of(plan)).toBeNull();
		}
	});

	it('takes no place for those who may not plan', async () => {
		await expect(make('red', 'crowded', { seconds: 12 })).rejects.toThrow('No campaign crowded is known');
		const { searching_until } = await make('pat', 'crowded', { seconds: 5 });
		expect(searching_until).not.toBeNull();
	});

	it('records what it has found when the portal ends, and nothing that is no better', async () => {
		const { plan } = await make('pat', 'crowded', { seconds: 120 });
		await searches.close();
		const { better, words } = searches.of(plan)!.end!;
		const { improved_by } = await read(plan);
		expect(improved_by.map((one) => one.plan)).toEqual(better === null ? [] : [better]);
		if (better === null) expect(words).toBe('No better plan was found in the time there was.');
		expect(searches.of(plan)!.until).toBeGreaterThan(clock());
	});

	it('records nothing for who may no longer plan, and says so with the first plan', async () => {
		const { plan } = await make('quin', 'crowded', { seconds: 12 });
		await join('quin', 'blue-team', false, clock());
		expect(await searches.ended(plan)).toEqual({
			better: null,
			words:
				'The search for a better plan failed: This wants the role planner in the group blue-team, which quin does not have.'
		});
		expect((await read(plan)).improved_by).toEqual([]);
	});
});
