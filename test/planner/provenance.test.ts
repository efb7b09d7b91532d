import { beforeAll, describe, expect, it } from 'vitest';
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

const subject = 'objects/literature/AT2017gfo';
const goals = {
	targets: [
		{
			name: 'AT2017gfo',
			subject,
			raDeg: 197.4503,
			decDeg: -23.3815,
			sets: [{ band: null, exposureSec: 900 }]
		}
	],
	coverage: [{ event: 'GW170817', sets: [{ band: 'r', exposureSec: 60 }] }]
};
const night = { from: '2026-06-02T20:00:00Z', to: '2026-06-03T12:00:00Z' };
const facilities = ['ctio-blanco', 'swope'];

beforeAll(async () => {
	archive = await storyArchive();
	as = await peopleOf(archive, [
		['pat', 'blue-team', 'planner'],
		['sam', 'red-team', 'planner'],
		['oli', 'chile', 'operator']
	]);
	const seeds = seedFacilities().filter(({ facility }) => facilities.includes(facility));
	await recordFacilities(
		archive,
		seeds.map((facility) => ({ facility, operators: 'chile' })),
		{ viewer: await localViewer(archive.database), actor: 'test', now: next() }
	);
});

/** Every relation of the provenance of something as `later type earlier`, to somebody. */
async function relations(id: string, who: string | null): Promise<string[]> {
	const { relations: found, things } = await as(who, clock).provenance.read({ subject: id });
	// values of things go out as they are
	expect(() => JSON.stringify(things)).not.toThrow();
	const named = new Set(things.map((one) => one.id));
	for (const { from, to } of found) expect([...named]).toEqual(expect.arrayContaining([from, to]));
	return found.map(({ from, type, to }) => `${from} ${type} ${to}`);
}

async function planned(campaign: string) {
	const [owner, audience] = ['blue-team', 'blue-team'];
	await as('pat', next()).campaigns.save({ campaign, title: campaign, owner, audience, goals });
	const { plan } = await as('pat', next()).plans.make({ campaigns: [campaign], ...night, iterations: 20 });
	clock = next();
	const { blocks } = await as('pat', next()).plans.propose({ id: plan });
	return { plan, blocks };
}

describe('the provenance of a plan', () => {
	it('leads to what it was made from, and on to what was asked for and looked at', async () => {
		const { plan, blocks } = await planned('chase');
		const found = await relations(`plans/${plan}`, 'pat');
		const { rests_on } = await as('pat', clock).plans.read({ id: plan });
		const map = rests_on.find(({ what }) => what === 'map')!.version.split(' ')[0]!;
		expect(found).toEqual(
			expect.arrayContaining([
				`plans/${plan} wasAssociatedWith agents/pat`,
				`plans/${plan} wasAssociatedWith agents/lookback-planner 7`,
				`plans/${plan}#document wasGeneratedBy plans/${plan}`,
				`plans/${plan} used campaigns/chase`,
				`plans/${plan} used facilities/swope`,
				`plans/${plan} used events/GW170817`,
				`plans/${plan} used notices/${map}`,
				`plans/${plan} used ${subject}`,
				`schedule/${blocks[0]}#1 wasInformedBy plans/${plan}`,
				`schedule/${blocks[0]} wasGeneratedBy schedule/${blocks[0]}#1`
			])
		);
		const heard = found.find((one) => one.startsWith(`plans/${plan} used statements/`))!.split(' ')[2]!;
		for (const from of [
			subject,
			'events/GW170817',
			`notices/${map}`,
			heard,
			'campaigns/chase',
			'facilities/swope'
		])
			expect(await relations(from, 'pat'), from).toContain(`plans/${plan} used ${from}`);
	});

	it('is for those who may see it', async () => {
		const { plan } = await planned('secret-chase');
		for (const who of [null, 'sam']) {
			await expect(relations(`plans/${plan}`, who)).rejects.toThrow(/Nothing is known then of plans/);
			await expect(relations('campaigns/secret-chase', who)).rejects.toThrow(
				/Nothing is known then of campaigns/
			);
			for (const from of [subject, 'events/GW170817', 'facilities/swope'])
				expect((await relations(from, who)).join(' ')).not.toMatch(/secret-chase|plans\/p/);
		}
	});
});

describe('the provenance of a block', () => {
	it('tells who did what with it, and of a redacted one neither whose nor what for', async () => {
		const { plan, blocks } = await planned('careful-chase');
		const [block] = blocks as [string];
		const change = async (act: 'accept' | 'execute', revision: number, more: object = {}) =>
			as('oli', next()).schedule.change({ changes: [{ block, revision, act, ...more }] });
		await change('accept', 1);
		const [from, to] = [clock - 600e6, clock].map((at) => formatInstant(at as Instant));
		await change('execute', 2, { from, to });
		clock = next();
		const found = await relations(`schedule/${block}`, 'pat');
		const { block: told } = await as('pat', clock).schedule.read({ id: block });
		expect(found).toEqual(
			expect.arrayContaining([
				`schedule/${block} wasGeneratedBy schedule/${block}#1`,
				`schedule/${block}#1 wasAssociatedWith agents/pat`,
				`schedule/${block}#1 wasInformedBy plans/${plan}`,
				`schedule/${block} wasInfluencedBy schedule/${block}#3`,
				`schedule/${block}#3 wasAssociatedWith agents/oli`,
				`schedule/${block} wasInfluencedBy facilities/${told.facility}`,
				`pointings/${told.facility}/${block} wasDerivedFrom schedule/${block}`
			])
		);
		const open = await relations(`schedule/${block}`, null);
		expect(open).toContain(`schedule/${block}#3 wasAssociatedWith agents/oli`);
		expect(open.join(' ')).not.toMatch(/agents\/pat|careful-chase|plans\/|AT2017gfo|GW170817|pointings\//);
	});
});
