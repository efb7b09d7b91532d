import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { comparePlans, type PlanBlock } from '#lib/planner/plans/index.server.ts';
import { softwareVersion } from '#lib/planner/plans/software.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { peopleOf } from './people.ts';

const block = (visit: string, hour: number, more: Partial<PlanBlock> = {}): PlanBlock => ({
	...{ visit, campaign: 'c', label: visit, subject: null, field: null, facility: 'p60', telescope: 't' },
	...{ instrument: 'rc', ra_deg: 10, dec_deg: 20, band: 'r', exposure_sec: 60, exposures: 1 },
	from_at: (hour * 3.6e9) as Instant,
	to_at: ((hour + 1) * 3.6e9) as Instant,
	...more
});
const out = (visit: string, reason: string) => ({
	...{
		visit,
		campaign: 'c',
		label: visit,
		ra_deg: 10,
		dec_deg: 20,
		why: 'lost',
		reason,
		change: null,
		change_cost: null
	}
});

describe('a comparison of plans', () => {
	it('tells what came, went and moved, and why what is in one alone is not in the other', () => {
		const before = {
			software: softwareVersion,
			blocks: [block('stays', 1), block('goes', 2), block('moves', 3), block('row', 4), block('row', 5)],
			left_out: [out('comes', 'Lost to goes.')]
		};
		const after = {
			software: softwareVersion,
			blocks: [block('comes', 0), block('stays', 1), block('row', 4), block('moves', 6, { telescope: 'u' })],
			left_out: [out('goes', 'The Moon.')]
		};
		expect(
			comparePlans(before, after).map(({ change, visit, why, before_telescope, after_telescope }) => ({
				...{ change, visit, why, before_telescope, after_telescope }
			}))
		).toEqual([
			{
				change: 'added',
				visit: 'comes',
				why: 'Lost to goes.',
				before_telescope: null,
				after_telescope: 'p60/t'
			},
			{
				change: 'removed',
				visit: 'goes',
				why: 'The Moon.',
				before_telescope: 'p60/t',
				after_telescope: null
			},
			{ change: 'removed', visit: 'row', why: null, before_telescope: 'p60/t', after_telescope: null },
			{ change: 'moved', visit: 'moves', why: null, before_telescope: 'p60/t', after_telescope: 'p60/u' }
		]);
		expect(comparePlans(before, before)).toEqual([]);
	});

	it('takes a look at a field for the same that a plan of old gave a name without its telescope', () => {
		const look = (visit: string, telescope: string) => block(visit, 1, { subject: 'events/e', telescope });
		const old = {
			software: 'lookback-planner 2',
			left_out: [],
			blocks: [look('c/e/field 1', 't'), look('c/e/field 1', 'u')]
		};
		const blocks = ['t', 'u'].map((telescope) => look(`c/e/p60/${telescope}/field 1`, telescope));
		expect(comparePlans(old, { software: softwareVersion, left_out: [], blocks })).toEqual([]);
	});
});

describe('plans on record', () => {
	let archive: SmallArchive;
	let as: Awaited<ReturnType<typeof peopleOf>>;
	let clock = present;
	const next = () => (clock = (clock + 60_000_000) as Instant);
	const make = async (from: string, to: string) => {
		const wish = { campaigns: ['polar'], from, to, iterations: 30 };
		const { plan } = await as('pat', next()).plans.make(wish);
		clock = next();
		return plan;
	};

	beforeAll(async () => {
		archive = await smallArchive();
		as = await peopleOf(archive, [
			['pat', 'blue-team', 'planner'],
			['oli', 'observers', 'operator'],
			['sam', 'red-team', 'contributor']
		]);
		const seed = seedFacilities().find(({ facility }) => facility === 'palomar-60')!;
		const by = { viewer: await localViewer(archive.database), actor: 'test', now: next() };
		await recordFacilities(archive, [{ facility: seed, operators: 'observers' }], by);
		const target = (name: string, decDeg: number) => ({
			...{ name, raDeg: 250, decDeg, sets: [{ band: 'r', exposureSec: 600 }] }
		});
		await as('pat', next()).campaigns.save({
			...{ campaign: 'polar', title: 'Polar', owner: 'blue-team', audience: 'blue-team' },
			goals: { targets: [target('one', 70), target('two', 60), target('three', 50), target('four', 40)] }
		});
	});

	it('are compared, and what became of their blocks is told with reasons', async () => {
		const first = await make('2026-06-02T20:00:00Z', '2026-06-03T12:00:00Z');
		const second = await make('2026-06-03T20:00:00Z', '2026-06-04T12:00:00Z');
		const { changes } = await as('pat', clock).plans.compare({ id: second, with: first });
		expect(changes.map(({ change, label }) => [change, label]).sort()).toEqual(
			['four', 'one', 'three', 'two'].map((label) => ['moved', label])
		);

		expect((await as('pat', clock).plans.outcome({ id: first })).told).toBe('4 not proposed');
		const { blocks } = await as('pat', next()).plans.propose({ id: first });
		const proposedAt = next();
		const change = (what: object) => as('oli', next()).schedule.change({ changes: [what as never] });
		const [done, moved, clouded, waiting] = blocks as [string, string, string, string];
		for (const name of [done, moved, clouded]) await change({ block: name, act: 'accept', revision: 1 });
		clock = parseInstant('2026-06-03T13:00:00Z');
		await change({ block: done, act: 'execute', revision: 2 });
		const { block: old } = await as('oli', clock).schedule.read({ id: moved });
		await change({
			...{ block: moved, act: 'execute', revision: 2 },
			from: formatInstant((old.from_at + 120e6) as Instant),
			to: formatInstant((old.to_at + 120e6) as Instant)
		});
		await change({ block: clouded, act: 'fail', revision: 2, reason_kind: 'weather', reason: 'fog' });
		clock = next();
		const { outcome, told } = await as('pat', clock).plans.outcome({ id: first });
		const of = (name: string) => outcome.find((one) => one.block === name)!;
		expect(of(done)).toMatchObject({ state: 'executed', late_sec: 0, reason: null });
		expect(of(moved)).toMatchObject({ state: 'executed', late_sec: 120 });
		expect(of(clouded)).toMatchObject({ state: 'failed', reason_kind: 'weather', reason: 'fog' });
		expect(of(waiting)).toMatchObject({ state: 'proposed' });
		expect(told.split('; ').sort()).toEqual([
			'1 failed: weather 1',
			'1 proposed',
			'2 executed, 1 of them at another time'
		]);
		const then = await as('pat', clock).plans.outcome({ id: first, known: formatInstant(proposedAt) });
		expect(then.told).toBe('4 proposed');
		const unknown = `No plan ${first} is known`;
		await expect(as('sam', clock).plans.outcome({ id: first })).rejects.toThrow(unknown);
		await expect(as('sam', clock).plans.compare({ id: second, with: first })).rejects.toThrow(unknown);
	});
});
