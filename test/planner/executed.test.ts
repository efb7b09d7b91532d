import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { resolveBasis, verify } from '#lib/archive/index.server.ts';
import { pointingsFor } from '#lib/planner/exports/gather.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { present } from '../support/archive.ts';
import { storyArchive } from '../support/story-archive.ts';
import { peopleOf } from './people.ts';

let archive: Awaited<ReturnType<typeof storyArchive>>;
let as: Awaited<ReturnType<typeof peopleOf>>;
let clock = present;
const next = () => (clock = (clock + 60_000_000) as Instant);

const day = 86_400_000_000;
/** The next one but one that begins after the clock. */
let night = { from: '', to: '' };
const after = (hours: number) => formatInstant((parseInstant(night.from) + hours * 3.6e9) as Instant);
beforeEach(() => {
	const from = (Math.ceil(clock / day) + 1) * day + 20 * 3.6e9;
	night = { from: formatInstant(from as Instant), to: formatInstant((from + 16 * 3.6e9) as Instant) };
});

beforeAll(async () => {
	archive = await storyArchive();
	as = await peopleOf(archive, [
		['ada', 'archive', 'administrator'],
		['pat', 'blue-team', 'planner'],
		['oli', 'observers', 'operator']
	]);
	const names = ['ctio-blanco', 'palomar-60', 'liverpool'];
	const seeds = seedFacilities().filter(({ facility }) => names.includes(facility));
	await recordFacilities(
		archive,
		seeds.map((facility) => ({ facility, operators: 'observers' })),
		{ viewer: await localViewer(archive.database), actor: 'test', now: next() }
	);
});

async function campaign(name: string, goals: object, audience: string) {
	const told = { campaign: name, title: name, owner: 'blue-team', audience, goals };
	await as('pat', next()).campaigns.save(told);
}
async function planOf(name: string, who = 'pat') {
	const { plan } = await as(who, next()).plans.make({ campaigns: [name], ...night, iterations: 20 });
	clock = next();
	return as('pat', clock).plans.read({ id: plan });
}
async function proposed(plan: string, who = 'pat') {
	await as(who, next()).plans.propose({ id: plan });
	clock = next();
	return (await as('pat', clock).schedule.list({ plan, limit: 1000 })).blocks;
}
/** What is executed is so once it is over. */
const act = async (
	{ block, to_at }: { readonly block: string; readonly to_at: Instant },
	how: 'execute' | 'fail' | 'abort',
	more: object = {}
) => {
	const change = (what: object) =>
		as('oli', next()).schedule.change({ changes: [{ block, revision: 1, ...what } as never] });
	await change({ act: 'accept' });
	if (how === 'execute') clock = Math.max(clock, to_at) as Instant;
	await change({ act: how, revision: 2, ...(how === 'execute' ? {} : { reason: 'cloud' }), ...more });
	clock = next();
};
const pointings = async (who: string | null, filter: object = {}) =>
	(await as(who, clock).pointings.list({ limit: 1000, ...filter })).pointings;

/** Pointings as files tell them, beside the blocks that they carried out. */
async function exported(event: string) {
	const { database } = archive;
	const basis = await resolveBasis(database, {}, clock);
	return pointingsFor({ database, basis, viewer: await localViewer(database) }, { event });
}

const target = (name: string, more: object = {}) => ({
	...{ name, raDeg: 250.42, decDeg: 36.46, sets: [{ band: 'r', exposureSec: 300 }] },
	facilities: ['palomar-60', 'liverpool'],
	...more
});

describe('a block that was executed', () => {
	it('is a pointing, known with it and by its audience', async () => {
		await campaign('own', { targets: [target('M 13', { visits: 3 })] }, 'blue-team');
		const { plan } = await planOf('own');
		const [first, second, third] = await proposed(plan.plan);
		const from = formatInstant((first!.from_at + 30_000_000) as Instant);
		const to = formatInstant((first!.to_at - 30_000_000) as Instant);
		await act(first!, 'execute', { from, to, depth_mag: 20.7 });
		await act(second!, 'fail');
		await act(third!, 'abort');
		const [told, ...others] = await pointings('pat', { campaign: 'own' });
		expect(others).toEqual([]);
		expect(told).toMatchObject({
			...{ facility: first!.facility, pointing: first!.block, block: first!.block, campaign: 'own' },
			...{ instrument: first!.instrument, band: 'r', is_executed: true, depth_mag: 20.7, actor: 'oli' },
			...{ ra_deg: 250.42, dec_deg: 36.46, collection: 'blue-team.campaigns' },
			detail: { exposure_sec: 300, exposures: 1 }
		});
		expect([told!.from_at, told!.to_at].map(formatInstant)).toEqual([from, to]);
		const batches = await archive.database.sql<{ batch: bigint }[]>`
			select batch from block where block = ${first!.block} and state = 'executed'
			union select batch from pointing where block = ${first!.block}`;
		expect(batches).toHaveLength(1);
		expect(await pointings(null, { campaign: 'own' })).toEqual([]);
		expect(await verify(archive.database, archive.store)).toMatchObject({ findings: [] });
	});

	it('of a public campaign is a pointing for everyone', async () => {
		await campaign('open', { targets: [target('M 13')] }, 'public');
		const { blocks } = await as('pat', next()).schedule.propose({
			campaign: 'open',
			blocks: [
				{
					...{ facility: 'palomar-60', instrument: 'sedm-rc', band: 'r', ra_deg: 250.42, dec_deg: 36.46 },
					...{ from: after(10), to: after(10.5) }
				}
			]
		});
		const { block } = await as('pat', clock).schedule.read({ id: blocks[0]! });
		await act(block, 'execute');
		expect(await pointings(null, { campaign: 'open' })).toMatchObject([
			{ pointing: block.block, collection: 'pointings.public', depth_mag: null }
		]);
	});

	it('is not planned again: the visits that are left are, a cadence later', async () => {
		const cadenceHours = { least: 1, greatest: 30 };
		await campaign(
			'thrice',
			{ targets: [target('M 92', { raDeg: 259.28, decDeg: 43.14, visits: 3, cadenceHours })] },
			'blue-team'
		);
		const before = await planOf('thrice');
		expect(before.blocks).toHaveLength(3);
		const [first, second] = await proposed(before.plan.plan);
		await act(first!, 'execute');
		await act(second!, 'fail');
		const left = await planOf('thrice');
		expect(left.blocks.length + left.left_out.length).toBe(2);
		for (const one of left.blocks) expect(one.from_at - first!.from_at).toBeGreaterThanOrEqual(3.6e9);
		expect(left.remarks).toContain(
			'Of 3 visits that thrice wants, 1 were executed before and are not planned again.'
		);
		const { stale } = await as('pat', clock).plans.read({ id: before.plan.plan });
		expect(stale.map(({ reason }) => reason)).toEqual([
			'For the campaign thrice: 1 pointing executed by now; when the plan was made: 0 pointings executed.'
		]);
	});

	it('covers its field once, however often it is told', async () => {
		const coverage = [
			{ event: 'GW170817', sets: [{ band: 'r', exposureSec: 60 }], facilities: ['ctio-blanco'] }
		];
		await campaign('cover', { coverage }, 'public');
		const before = await planOf('cover', 'ada');
		expect(before.coverage[0]!.before).toBe(0);
		const [first, second] = await proposed(before.plan.plan, 'ada');
		await act(first!, 'execute', { depth_mag: 22.9 });
		await act(second!, 'fail');
		const more = await planOf('cover', 'ada');
		const covered = more.coverage[0]!.before;
		expect(covered).toBeGreaterThan(0.05);
		expect(more.blocks.map((one) => [one.ra_deg, one.dec_deg])).not.toContainEqual([
			first!.ra_deg,
			first!.dec_deg
		]);
		// by a file, in other words
		const again = {
			...{ facility: 'ctio-blanco', pointing: '655001', instrument: first!.instrument, is_executed: true },
			from: formatInstant((first!.from_at + 2_000_000) as Instant),
			to: formatInstant((first!.from_at + 62_000_000) as Instant),
			...{ ra_deg: first!.ra_deg + 0.004, dec_deg: first!.dec_deg, band: 'r', event: 'GW170817' }
		};
		await as('oli', next()).pointings.record({ pointings: [again] });
		clock = next();
		expect(await pointings(null, { event: 'GW170817' })).toHaveLength(2);
		const told = await planOf('cover', 'ada');
		expect(told.coverage[0]!.before).toBe(covered);
		const { stale } = await as('pat', clock).plans.read({ id: more.plan.plan });
		expect(stale).toEqual([]);
		expect((await exported('GW170817')).map(({ id }) => id)).toEqual([]);
		// another time is another look
		const sooner = (hours: number) => formatInstant((first!.from_at - hours * 3.6e9) as Instant);
		const earlier = { ...again, pointing: '655002', from: sooner(2), to: sooner(1.9) };
		await as('oli', next()).pointings.record({ pointings: [earlier] });
		clock = next();
		expect((await as('pat', clock).plans.read({ id: more.plan.plan })).stale.map(({ what }) => what)).toEqual(
			['pointings']
		);
		expect((await exported('GW170817')).map(({ id }) => id)).toEqual(['655002']);
	});
});
