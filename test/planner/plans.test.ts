import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
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

const names = ['palomar-60', 'liverpool', 'not', 'lco-lsc', 'ctio-blanco', 'swope', 'fermi'];

beforeAll(async () => {
	archive = await storyArchive();
	as = await peopleOf(archive, [
		['ada', 'archive', 'administrator'],
		['pat', 'blue-team', 'planner'],
		['oli', 'palomar', 'operator']
	]);
	const by = { viewer: await localViewer(archive.database), actor: 'test', now: next() };
	const seeds = seedFacilities().filter(({ facility }) => names.includes(facility));
	await recordFacilities(
		archive,
		seeds.map((facility) => ({
			facility,
			...(facility.facility === 'palomar-60' && { operators: 'palomar' })
		})),
		by
	);
});

const night = { from: '2026-06-02T20:00:00Z', to: '2026-06-03T12:00:00Z' };
const set = { band: null, exposureSec: 900 };
const targets = [
	{ name: 'M 13', raDeg: 250.42, decDeg: 36.46, sets: [set], priority: 2 },
	{ name: 'Polaris', raDeg: 37.95, decDeg: 89.26, sets: [set] },
	{ name: 'South Pole', raDeg: 0, decDeg: -90, sets: [set] },
	{ name: 'beside the Sun', raDeg: 71, decDeg: 22, sets: [set] },
	{ name: 'too long', raDeg: 250.42, decDeg: 36.46, sets: [{ band: null, exposureSec: 80_000 }] },
	{ name: 'no such band', raDeg: 250.42, decDeg: 36.46, sets: [{ band: 'Q', exposureSec: 900 }] },
	{
		name: 'three times',
		raDeg: 240,
		decDeg: 30,
		sets: [{ band: 'r', exposureSec: 60, exposures: 3 }],
		visits: 3,
		cadenceHours: { least: 1, greatest: 3 },
		facilities: ['palomar-60', 'liverpool']
	}
];

async function campaign(name: string, goals: object, more: object = {}, who = 'pat') {
	await as(who, next()).campaigns.save({
		...{ campaign: name, title: name, owner: 'blue-team', audience: 'blue-team', goals },
		...more
	});
}

const make = (campaigns: string[], more: object = {}, who = 'pat') =>
	as(who, next()).plans.make({ campaigns, ...night, iterations: 60, ...more });
const read = (id: string, more: object = {}) => as('pat', clock).plans.read({ id, ...more });

describe('a plan of targets', () => {
	it('gives what can be observed a telescope and a time, and says of the rest why not', async () => {
		await campaign('mixed', { targets });
		const { plan } = await make(['mixed']);
		clock = (clock + 60_000_000) as Instant;
		const { blocks, left_out, plan: told, stale } = await read(plan);
		const of = (label: string) => blocks.filter((one) => one.label === label);
		expect(blocks.map(({ facility }) => facility)).not.toContain('fermi');
		for (const label of ['M 13', 'Polaris']) expect(of(label)).toHaveLength(1);
		const [first, second, third] = of('three times').map((one) => one.from_at);
		for (const [a, b] of [
			[first!, second!],
			[second!, third!]
		])
			expect((b! - a!) / 3.6e9).toSatisfy((hours: number) => hours >= 1 && hours <= 3);
		expect(new Set(of('three times').map(({ facility }) => facility))).toSatisfy((found: Set<string>) =>
			[...found].every((one) => ['palomar-60', 'liverpool'].includes(one))
		);
		const why = new Map(left_out.map((one) => [one.label, one]));
		expect(why.get('beside the Sun')).toMatchObject({ why: 'closed' });
		expect(why.get('beside the Sun')!.reason).toMatch(/^It can be observed nowhere: .*, at .*\.$/);
		expect(why.get('too long')!.reason).toMatch(/no window is long enough|nowhere/);
		expect(why.get('no such band')!.reason).toMatch(/no telescope has an instrument with Q/);
		expect(told).toMatchObject({ left_out: left_out.length, blocks: blocks.length, actor: 'pat' });
		expect(stale).toEqual([]);
		for (const one of blocks) expect(one.from_at).toBeGreaterThanOrEqual(parseInstant(night.from));
		// nothing overlaps on a telescope
		const byTelescope = Map.groupBy(blocks, ({ facility, telescope }) => `${facility}/${telescope}`);
		for (const own of byTelescope.values())
			for (const [i, one] of own.entries())
				if (i > 0) expect(one.from_at).toBeGreaterThanOrEqual(own[i - 1]!.to_at);
	});

	it('is the same for the same steps and seed, and has the digests to show it', async () => {
		const [a, b] = [await make(['mixed']), await make(['mixed'])];
		clock = (clock + 60_000_000) as Instant;
		const [one, two] = [await read(a.plan), await read(b.plan)];
		expect(one.plan.outputs_digest).toBe(two.plan.outputs_digest);
		expect(one.plan.inputs_digest).toBe(two.plan.inputs_digest);
		expect(a.plan).not.toBe(b.plan);
	});

	it('ends when it is as good as is asked for, and rests on nothing that is still to come', async () => {
		const { plan } = await make(['mixed'], { gap: '0.25' });
		clock = (clock + 60_000_000) as Instant;
		expect((await read(plan)).plan.options).toMatchObject({ iterations: 60, gap: 0.25 });
		await expect(make(['mixed'], { gap: 1 })).rejects.toThrow(/gap must be a number from 0, and less than 1/);
		await expect(make(['mixed'], { known: '2030-01-01' })).rejects.toThrow(
			/^known is 2030-01-01T00:00:00Z, which is still to come; it must be no later than now/
		);
		await expect(make(['mixed'], { facilities_known: '2030-01-01' })).rejects.toThrow(
			/^facilities_known is 2030-01-01T00:00:00Z, which is still to come/
		);
	});

	it('does not tell by what it proposes together who wants what stays anonymous', async () => {
		const goals = { targets: targets.slice(0, 1) };
		await campaign('known', goals);
		await campaign('hushed', goals, { is_anonymous: true });
		const { plan } = await make(['known', 'hushed']);
		clock = (clock + 60_000_000) as Instant;
		const { blocks } = await as('pat', next()).plans.propose({ id: plan });
		expect(blocks.length).toBeGreaterThan(1);
		const seen = await Promise.all(blocks.map((id) => as(null, clock).schedule.read({ id })));
		expect(new Set(seen.map(({ block }) => block.owner))).toEqual(new Set([null]));
		// they are out of the way of other plans
		await as('pat', next()).schedule.change({
			changes: blocks.map((block) => ({ block, revision: 1, act: 'withdraw' as const }))
		});
	});

	it('is named by blocks of its own campaigns alone', async () => {
		await campaign('elsewhere', { targets: targets.slice(0, 1) });
		const { plan } = await make(['mixed']);
		clock = (clock + 60_000_000) as Instant;
		const [one] = (await read(plan)).blocks;
		const wish = {
			...{ facility: one!.facility, instrument: one!.instrument, ra_deg: one!.ra_deg, dec_deg: one!.dec_deg },
			...{ from: formatInstant(one!.from_at), to: formatInstant(one!.to_at) }
		};
		const forged = (plan: string) =>
			as('pat', next()).schedule.propose({ campaign: 'elsewhere', plan, blocks: [wish as never] });
		await expect(forged(plan)).rejects.toThrow(`The plan ${plan} was not made for the campaign elsewhere`);
		await expect(forged('p123')).rejects.toThrow('No plan p123 is known');
	});

	it('leaves alone what is held, and goes to its facilities as it is', async () => {
		const { plan } = await make(['mixed']);
		clock = (clock + 60_000_000) as Instant;
		const { blocks } = await as('pat', next()).plans.propose({ id: plan });
		const { blocks: planned } = await read(plan);
		expect(blocks).toHaveLength(planned.length);
		const { blocks: asked } = await as('pat', clock).schedule.list({ plan });
		expect(asked.map(({ state }) => state)).toEqual(planned.map(() => 'proposed'));
		await expect(as('pat', next()).plans.propose({ id: plan })).rejects.toThrow(
			`The plan ${plan} was proposed already`
		);
		const mine = asked.filter(({ facility }) => facility === 'palomar-60');
		await as('oli', next()).schedule.change({
			changes: mine.map(({ block, revision }) => ({ block, revision, act: 'accept' as const }))
		});
		clock = (clock + 60_000_000) as Instant;
		const again = await make(['mixed']);
		clock = (clock + 60_000_000) as Instant;
		const held = mine.map(({ from_at, to_at }) => [from_at, to_at] as const);
		for (const one of (await read(again.plan)).blocks.filter(({ facility }) => facility === 'palomar-60'))
			for (const [from, to] of held) expect(one.to_at <= from || one.from_at >= to).toBe(true);
	});

	it('is refused in a sentence where it cannot be made', async () => {
		await campaign('public-one', { targets: targets.slice(0, 1) }, { audience: 'public' });
		const wrong: readonly [string[], object, RegExp][] = [
			[['nobody'], {}, /No campaign nobody is known/],
			[['mixed', 'public-one'], {}, /the audiences blue-team and public/],
			[['mixed'], { from: night.to, to: night.from }, /from must come before to/],
			[['mixed'], { to: '2026-07-02T00:00:00Z' }, /a plan may have 14 days/],
			[['mixed'], { facilities: ['banana'] }, /the facilities banana are not known/],
			[['mixed'], { iterations: undefined, seconds: 1000 }, /at most 120/],
			[['mixed'], { known: '2020-01-01' }, /No campaign mixed is known at/]
		];
		for (const [campaigns, more, message] of wrong)
			await expect(make(campaigns, more), JSON.stringify([campaigns, more])).rejects.toThrow(message);
		await expect(as(null, next()).plans.make({ campaigns: ['public-one'], ...night })).rejects.toThrow();
	});

	it('is for its own people', async () => {
		const { plan } = await make(['mixed']);
		clock = (clock + 60_000_000) as Instant;
		for (const who of [null, 'oli'])
			await expect(as(who, clock).plans.read({ id: plan })).rejects.toThrow(`No plan ${plan} is known`);
	});

	it('is made by planners alone, and nothing is worked out for others', async () => {
		await campaign('for-all', { targets: targets.slice(0, 1) }, { audience: 'public' });
		// a search that would outlast the test
		const wish = { campaigns: ['for-all'], ...night, iterations: 100_000 };
		for (const who of ['oli', 'pat'])
			await expect(as(who, next()).plans.make(wish)).rejects.toThrow(/role planner in the group archive/);
	});
});

describe('a plan that has grown old', () => {
	it('says what has changed since, and stands as of when it was made', async () => {
		await campaign('ages', { targets: [{ ...targets[0]!, subject: 'objects/literature/AT2017gfo' }] });
		const { plan } = await make(['ages']);
		const madeAt = next();
		clock = madeAt;
		expect((await read(plan)).stale).toEqual([]);
		await campaign('ages', { targets: targets.slice(0, 1) }, { follows: 1, reason: 'no longer wanted' });
		clock = next();
		const { stale } = await read(plan);
		expect(stale.map(({ what, reason }) => [what, reason])).toEqual([
			[
				'campaign',
				'The campaign ages is at revision 2 (no longer wanted); the plan was made from revision 1. What changed: target M 13, subject: objects/literature/AT2017gfo → nothing.'
			]
		]);
		expect((await read(plan, { known: formatInstant(madeAt) })).stale).toEqual([]);
	});

	it('is measured by what its audience may see, not by what its reader may see beside', async () => {
		const subject = 'objects/literature/AT2017gfo';
		await campaign('for-all-ages', { targets: [{ ...targets[0]!, subject }] }, { audience: 'public' }, 'ada');
		const { plan } = await make(['for-all-ages'], {}, 'ada');
		const staleFor = async (who: string) => (await as(who, next()).plans.read({ id: plan })).stale;
		expect([await staleFor('ada'), await staleFor('pat')]).toEqual([[], []]);
		const say = async (collection: string) => {
			const statement = { subject, property: 'class', qualifier: '', agent: collection, software: null };
			const facts = new FactSet();
			facts.add('statement', {
				...statement,
				...{ value_text: 'a thing', value_number: null, unit: null, detail: null, collection },
				...{ known_at: next(), known_from: 'received', version: 1n, packet: null }
			});
			await record(archive.database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
		};
		await say('blue-team.campaigns');
		expect([await staleFor('ada'), await staleFor('pat')]).toEqual([[], []]);
		await say('campaigns.public');
		expect((await staleFor('pat')).map(({ what }) => what)).toEqual(['class']);
	});

	it('says of a facility what was and what is, and no reason that is kept from its reader', async () => {
		await campaign('old-nights', { targets: targets.slice(0, 1) });
		const { plan } = await make(['old-nights']);
		const seed = seedFacilities().find(({ facility }) => facility === 'palomar-60')!;
		const hours = { from: '2026-06-02T05:00Z', to: '2026-06-02T06:00Z' };
		const tell = async (rules: typeof seed.rules) =>
			recordFacilities(archive, [{ facility: { ...seed, rules } }], {
				...{ viewer: await localViewer(archive.database), actor: 'oli', now: next() }
			});
		const reasons = async () => {
			clock = next();
			return (await read(plan)).stale.map(({ reason }) => reason);
		};
		await tell({ given: [hours], closures: [{ ...hours, reason: 'a secret party', isPrivate: true }] });
		const told = formatInstant(clock);
		expect(await reasons()).toEqual([
			`The facility ${seed.name} (palomar-60) was changed, last by oli at ${told}: rules, time given: all of its time → 2026-06-02T05:00Z to 2026-06-02T06:00Z; rules, closed: none → 2026-06-02T05:00Z to 2026-06-02T06:00Z.`
		]);
		await tell(seed.rules);
		expect(await reasons()).toEqual([
			`The facility ${seed.name} (palomar-60) was changed, last by oli at ${formatInstant((clock - 60_000_000) as Instant)}, and nothing of it that you may see is otherwise.`
		]);
	});
});
