import { beforeAll, describe, expect, it } from 'vitest';
import { momentsOfList, type Question, type ToldOfList } from '#lib/archive/index.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import {
	toldOfCampaign,
	toldOfCampaigns,
	toldOfFacilities,
	toldOfPointings,
	toldOfSchedule
} from '#lib/planner/moments.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';

const HOUR = 3_600_000_000;
const first = (present - 2000 * HOUR) as Instant;
/** So many hours after the first moment of the test. */
const at = (hours: number) => (first + hours * HOUR) as Instant;

let archive: SmallArchive;
beforeAll(async () => {
	archive = await smallArchive();
}, 300_000);

const sealed = async (facts: FactSet) => {
	await record(archive.database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
};

let revision = 0;
type Said = Partial<NewFact<'block'>>;
/** A telling of a block at an hour, for the hours from one to another. */
const block = (name: string, told: number, [from, to]: readonly [number, number], said: Said = {}) => ({
	...{ block: name, revision: ++revision, state: 'proposed' as const, facility: 'a-dome', telescope: 'one' },
	...{ instrument: 'camera', from_at: at(from), to_at: at(to), ra_deg: 10, dec_deg: 20, band: null },
	...{ exposure_sec: null, exposures: null, owner: null, campaign: null, plan: null, subject: null },
	...{ label: null, is_redacted: false, reason: null, reason_kind: null, actor: 'test' },
	...{ collection: 'open.blocks', known_at: at(told), known_from: 'stated' as const },
	...{ version: BigInt(revision), packet: null },
	...said
});
const tell = async (...blocks: ReturnType<typeof block>[]) => {
	const facts = new FactSet();
	for (const one of blocks) facts.add('block', one);
	await sealed(facts);
};

const question = (collections: readonly string[] = ['open.blocks']): Question => ({
	database: archive.database,
	basis: { knownAt: present, batch: 10_000n, pinned: true, isNow: false },
	viewer: {
		...{ kind: 'public', name: 'anonymous', roles: new Map(), isAdministrator: false, mayWrite: false },
		...{ opening: new Map(), widensAt: null },
		collections
	}
});
const momentsAt = (hours: number, told: readonly ToldOfList[], collections?: readonly string[]) =>
	momentsOfList(question(collections), told, at(hours), new Map());
/** A day from the moment on, as the schedule shows it. */
const coming = (moment: Instant) => [moment, (moment + 24 * HOUR) as Instant] as const;
const hoursOf = (moments: { at: readonly Instant[] } | undefined) =>
	moments?.at.map((one) => (one - first) / HOUR);

describe('the changes of the schedule', () => {
	beforeAll(() =>
		tell(
			block('tonight', 100, [110, 111]),
			block('tonight', 104, [110, 111], { state: 'accepted' }),
			block('next month', 102, [800, 801], { campaign: 'long', subject: 'objects/ztf/one' }),
			block('moved away', 106, [112, 113]),
			block('moved away', 108, [900, 901]),
			block('the others’', 105, [110, 111], { collection: 'closed.blocks', facility: 'b-dome' })
		)
	);
	const shown = (asked = {}) => toldOfSchedule(asked, coming, at(107));

	it('are those of blocks in the time that it shows then, and of blocks that left it', async () => {
		const { moments, earlier, later } = await momentsAt(107, shown());
		expect(hoursOf(moments)).toEqual([100, 104, 106, 108]);
		expect([earlier, later]).toEqual([at(104), at(108)]);
	});

	it('are those of blocks in a time that is asked for, whenever they are told', async () => {
		const span = { from: at(790), to: at(910) };
		const { moments } = await momentsAt(107, toldOfSchedule({}, span, at(107)));
		expect(hoursOf(moments)).toEqual([102, 106, 108]);
	});

	it.each([
		[{ campaign: 'long' }, [102]],
		[{ subject: 'objects/ztf/one' }, [102]],
		[{ facility: 'a-dome' }, [100, 102, 104, 106, 108]],
		[{ facility: 'b-dome' }, []],
		[{ plan: 'none' }, []]
	])('of %j are of these alone', async (asked, hours) => {
		const span = { from: at(0), to: at(1000) };
		expect(hoursOf((await momentsAt(107, toldOfSchedule(asked, span, at(107)))).moments)).toEqual(hours);
	});

	it('are told to those who may see the block', async () => {
		const { moments } = await momentsAt(107, shown(), ['open.blocks', 'closed.blocks']);
		expect(hoursOf(moments)).toEqual([100, 104, 105, 106, 108]);
	});

	it('are, as an audience saw it, where its collection opened to it', async () => {
		const opened = new Map([['open.blocks', at(105)]]);
		const { moments } = await momentsOfList(question(), shown(), at(107), opened);
		expect(hoursOf(moments)).toEqual([105, 106, 108]);
	});

	it('are on the page of facilities those of blocks just then', async () => {
		await tell(block('just now', 110.5, [110, 111], { telescope: 'two', state: 'accepted' }));
		expect(hoursOf((await momentsAt(200, toldOfFacilities(at(200)))).moments)).toEqual([110.5]);
	});
});

describe('the changes of a campaign', () => {
	const campaign = (revision: number, state: 'open' | 'closed', told: number) => ({
		...{
			campaign: 'long',
			revision,
			title: 'Long',
			audience: 'public',
			owner: 'public',
			is_anonymous: false
		},
		...{ state, goals: {}, reason: null, actor: 'test', collection: 'open.blocks', known_at: at(told) },
		...{ known_from: 'stated' as const, version: BigInt(revision), packet: null }
	});
	const pointing = (name: string, told: number, more: Partial<NewFact<'pointing'>> = {}) => ({
		...{ facility: 'a-dome', pointing: name, instrument: 'camera', is_executed: true, from_at: at(1) },
		...{ to_at: at(2), ra_deg: 1, dec_deg: 2, position_angle_deg: null, band: 'r', depth_mag: null },
		...{ event: null, campaign: null, block: null, detail: null, actor: 'test' },
		...{ collection: 'open.blocks', known_at: at(told), known_from: 'stated' as const },
		...{ version: 1n, packet: null },
		...more
	});
	beforeAll(async () => {
		const facts = new FactSet();
		facts.add('campaign', campaign(1, 'open', 90));
		facts.add('campaign', campaign(2, 'closed', 120));
		facts.add('pointing', pointing('before it', 80, { event: 'S1' }));
		facts.add('pointing', pointing('for it', 115, { campaign: 'long' }));
		facts.add('pointing', pointing('of its event', 116, { event: 'S1' }));
		facts.add('pointing', pointing('of another', 117, { event: 'S2' }));
		await sealed(facts);
	});

	it('are its revisions, its blocks, and where was looked for it', async () => {
		// what was told before the campaign was is not on its page then
		const goals = { coverage: [{ event: 'S1' }], targets: [{ subject: 'objects/ztf/one' }] };
		const { moments } = await momentsAt(107, toldOfCampaign('long', goals));
		expect(hoursOf(moments)).toEqual([90, 102, 115, 116, 120]);
	});

	it('in a list of those that are open are told too when they close', async () => {
		expect(hoursOf((await momentsAt(107, toldOfCampaigns('open'))).moments)).toEqual([90, 120]);
		expect(hoursOf((await momentsAt(107, toldOfCampaigns(null))).moments)).toEqual([90, 120]);
	});

	const any = { facility: null, event: null, campaign: null, band: null, from: null, to: null };
	it.each([
		[{}, [80, 115, 116, 117]],
		[{ event: 'S2' }, [117]],
		[{ campaign: 'long' }, [115]],
		[{ band: 'g' }, []],
		[{ from: at(3) }, []],
		[{ to: at(3) }, [80, 115, 116, 117]]
	])('of pointings, %j of them, are of these alone', async (asked, hours) =>
		expect(hoursOf((await momentsAt(107, toldOfPointings({ ...any, ...asked }))).moments)).toEqual(hours)
	);
});

describe('of very many tellings', () => {
	/** Every minute one. */
	const many = 6000;
	beforeAll(async () => {
		const minute = (i: number) => 200 + i / 60;
		const busy = Array.from({ length: many }, (_, i) =>
			block(`busy ${i}`, minute(i), [minute(i) + 1, minute(i) + 2], { facility: 'busy-dome', plan: 'vast' })
		);
		for (let i = 0; i < many; i += 2000) await tell(...busy.slice(i, i + 2000));
	});

	it('the nearest are steps still, without a line of all', async () => {
		const moments = await momentsAt(250, toldOfSchedule({}, coming, at(250)));
		expect(moments).toEqual({ earlier: at(250) - HOUR / 60, later: at(250) + HOUR / 60 });
	});

	it('news of any block is stepped to where those that are wanted are too many to go through', async () => {
		const { earlier, later, stepsBy, moments } = await momentsAt(
			107,
			toldOfSchedule({ plan: 'vast' }, coming, at(107))
		);
		expect({ earlier, later, stepsBy, moments }).toEqual({
			earlier: at(104),
			later: at(108),
			stepsBy: 'news',
			moments: undefined
		});
	});
});
