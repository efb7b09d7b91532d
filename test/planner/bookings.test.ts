import { inspect } from 'node:util';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { rebuildBookings } from '#lib/db/derived.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { newestBatch } from '#lib/archive/index.server.ts';
import { findConflicts } from '#lib/planner/bookings/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { peopleOf } from './people.ts';

let archive: SmallArchive;
let as: Awaited<ReturnType<typeof peopleOf>>;
/** Each act of a test happens a minute after the one before. */
let clock = present;
const next = () => (clock = (clock + 60_000_000) as Instant);

beforeAll(async () => {
	archive = await smallArchive();
	as = await peopleOf(archive, [
		['ada', 'archive', 'administrator'],
		['pat', 'blue-team', 'planner'],
		['rae', 'blue-team', 'reader'],
		['sam', 'red-team', 'planner'],
		['oli', 'palomar', 'operator']
	]);
	const record = async (wishes: Parameters<typeof recordFacilities>[1]) => {
		const viewer = await localViewer(archive.database);
		return recordFacilities(archive, wishes, { viewer, actor: 'test', now: next() });
	};
	const seeds = seedFacilities().map((facility) => ({ facility }));
	expect(seeds.length).toBeGreaterThanOrEqual(25);
	expect(await record(seeds)).toBe(seeds.length);
	expect(await record(seeds)).toBe(0);
	const p60 = seeds.find(({ facility }) => facility.facility === 'palomar-60')!;
	expect(await record([{ ...p60, operators: 'palomar' }])).toBe(1);
});

// M 13 is up over Palomar from dusk on in June
const m13 = { ra_deg: 250.42, dec_deg: 36.46 };
let day = 0;
let [from, to] = ['', ''];
beforeEach(() => {
	// two days apart, so that none is a duplicate of another test's
	day += 2;
	const date = formatInstant((parseInstant('2026-06-01') + day * 86_400_000_000) as Instant).slice(0, 10);
	[from, to] = [`${date}T06:00:00Z`, `${date}T07:00:00Z`];
});
const block = (more: object = {}) => ({
	...{ facility: 'palomar-60', instrument: 'sedm-ifu', from, to, ...m13 },
	...{ exposure_sec: 600, exposures: 3, label: 'M 13', subject: 'objects/ztf/ZTF18abc' },
	...more
});

async function propose(person: string, more: object = {}, wanter: object | null = null): Promise<string> {
	const owner = person === 'sam' ? 'red-team' : 'blue-team';
	const { blocks } = await as(person, next()).schedule.propose({
		...(wanter ?? { owner }),
		blocks: [block(more)]
	});
	return blocks[0]!;
}

const act = (person: string, name: string, revision: number, how: string, more: object = {}) =>
	as(person, next()).schedule.change({
		changes: [{ block: name, revision, act: how, ...more } as never]
	});

const stateOf = async (name: string, known: Instant = clock) =>
	(await as('pat', clock).schedule.read({ id: name, known: formatInstant(known) })).block.state;

/** Half an hour that is just over. */
const past = () => ({
	from: formatInstant((clock - 1800e6) as Instant),
	to: formatInstant(clock)
});

describe('a block', () => {
	it('is proposed, accepted and executed, and every step of it stays', async () => {
		const name = await propose('pat');
		const proposedAt = clock;
		await act('oli', name, 1, 'accept');
		const acceptedAt = clock;
		await act('oli', name, 2, 'execute', past());
		expect(await stateOf(name)).toBe('executed');
		expect(await stateOf(name, proposedAt)).toBe('proposed');
		expect(await stateOf(name, acceptedAt)).toBe('accepted');
		const { revisions } = await as('pat', clock).schedule.read({ id: name });
		expect(revisions.map(({ revision, state, actor }) => [revision, state, actor])).toEqual([
			[1, 'proposed', 'pat'],
			[2, 'accepted', 'oli'],
			[3, 'executed', 'oli']
		]);
	});

	it('is answered for by the people of its facility alone, and withdrawn by its owners alone', async () => {
		const name = await propose('pat');
		await expect(act('pat', name, 1, 'accept')).rejects.toThrow(/role operator in the group palomar/);
		await expect(act('sam', name, 1, 'withdraw')).rejects.toThrow(/role planner in the group blue-team/);
		await expect(act('rae', name, 1, 'withdraw')).rejects.toThrow(/role planner in the group blue-team/);
		await expect(propose('rae')).rejects.toThrow(/role planner in the group blue-team/);
		await act('pat', name, 1, 'withdraw');
		await expect(act('oli', name, 2, 'accept')).rejects.toThrow(
			'A block that is withdrawn cannot be accepted; it must be proposed.'
		);
	});

	it('is declined, fails and is aborted only with a reason', async () => {
		const name = await propose('pat');
		await expect(act('oli', name, 1, 'decline')).rejects.toThrow(
			/wants a reason: in words, or one of weather/
		);
		await act('oli', name, 1, 'decline', { reason_kind: 'override', reason: 'engineering night' });
		const { block: declined } = await as('pat', clock).schedule.read({ id: name });
		expect(declined).toMatchObject({
			state: 'declined',
			reason_kind: 'override',
			reason: 'engineering night'
		});
	});

	it('tells others the telescope, the time and the place, and not what it is for', async () => {
		const name = await propose('pat');
		const anonymous = await propose('pat', {}, { owner: 'blue-team', is_anonymous: true });
		const open = await propose('pat', {}, { owner: 'blue-team', audience: 'public' });
		const seen = async (who: string | null, one: string) =>
			(await as(who, clock).schedule.read({ id: one })).block;
		const hidden = { subject: null, label: null, is_redacted: true, ...m13, facility: 'palomar-60' };
		for (const who of [null, 'sam', 'oli']) {
			expect(await seen(who, name)).toMatchObject({ ...hidden, owner: 'blue-team', actor: null });
			expect(await seen(who, anonymous)).toMatchObject({ ...hidden, owner: null, actor: null });
			expect(await seen(who, open)).toMatchObject({ label: 'M 13', owner: 'blue-team', is_redacted: false });
		}
		const both = { owner: 'blue-team', audience: 'public', is_anonymous: true };
		await expect(propose('pat', {}, both)).rejects.toThrow(
			'What everyone can see, and for whom, cannot be anonymous; the audience must be the owner, blue-team, then.'
		);
		for (const one of [name, anonymous, open])
			expect(await seen('rae', one)).toMatchObject({ label: 'M 13', owner: 'blue-team', is_redacted: false });
		// whoever answers for the telescope changes it without learning what it is for, and nothing is lost by it
		await act('oli', anonymous, 1, 'accept');
		expect(await seen('oli', anonymous)).toMatchObject({
			...hidden,
			owner: null,
			actor: 'oli',
			state: 'accepted'
		});
		expect(await seen('rae', anonymous)).toMatchObject({
			...{ label: 'M 13', owner: 'blue-team', subject: 'objects/ztf/ZTF18abc' },
			...{ actor: 'oli', state: 'accepted' }
		});
	});

	it('does not tell who wants it to whoever may not change it', async () => {
		const anonymous = await propose('pat', {}, { owner: 'blue-team', is_anonymous: true });
		for (const [who, how] of [
			...['withdraw', 'move', 'accept', 'execute'].map((one) => ['sam', one] as const),
			['oli', 'withdraw'] as const
		]) {
			const refused: unknown = await act(who, anonymous, 1, how, { from, to }).catch(
				(error: unknown) => error
			);
			expect(refused).toBeInstanceOf(Error);
			expect(inspect(refused, { depth: 9 })).not.toMatch(/blue-team|M 13|ZTF18abc/);
		}
		await expect(act('sam', anonymous, 1, 'withdraw')).rejects.toThrow(
			`This wants the role planner in the group that wants the block ${anonymous}, which sam does not have.`
		);
	});

	it('does not tell who wants it by changing together with one whose owner is known', async () => {
		const [named, anonymous] = [
			await propose('pat'),
			await propose('pat', {}, { owner: 'blue-team', is_anonymous: true })
		];
		const both = (who: string, how: string, revision: number) =>
			as(who, next()).schedule.change({
				changes: [named, anonymous].map((block) => ({ block, revision, act: how, reason: 'clouds' }) as never)
			});
		await expect(both('pat', 'withdraw', 1)).rejects.toThrow(/others do not learn, and would/);
		await both('oli', 'decline', 1);
		expect(await stateOf(anonymous)).toBe('declined');
	});

	it('has one next revision, whatever is asked for at once', async () => {
		const name = await propose('pat');
		const twice = ['accept', 'decline'].map(
			(how) => ({ block: name, revision: 1, act: how, reason: 'clouds' }) as never
		);
		await expect(as('oli', next()).schedule.change({ changes: twice })).rejects.toThrow(/is named twice/);
		expect(await stateOf(name)).toBe('proposed');
	});

	it('is executed when it is told, not when half of that is', async () => {
		const name = await propose('pat');
		await act('oli', name, 1, 'accept');
		await expect(act('oli', name, 2, 'execute', { from })).rejects.toThrow(
			/must have from and to, or neither/
		);
		expect(await stateOf(name)).toBe('accepted');
	});

	it('is executed as booked once that is over and not long ago, and at no time yet to come', async () => {
		const name = await propose('pat');
		const { block: booked } = await as('pat', clock).schedule.read({ id: name });
		await act('oli', name, 1, 'accept');
		const execute = (more: object = {}, at: Instant = next()) =>
			as('oli', at).schedule.change({
				changes: [{ block: name, revision: 2, act: 'execute', ...more } as never]
			});
		const days = (count: number) => (booked.to_at + count * 86_400e6) as Instant;
		await expect(execute()).rejects.toThrow(
			/^The block \w+ is booked from .* which is not over, as it is .*wants from and to/
		);
		await expect(execute({}, (booked.to_at - 1e6) as Instant)).rejects.toThrow(/which is not over/);
		await expect(execute({}, days(8))).rejects.toThrow(
			/more than 7 days ago; say when it was observed, from and to/
		);
		await expect(execute({ from, to })).rejects.toThrow(
			/^From .* to .* is not over, as it is .*; what was executed lies in the past\./
		);
		expect(await stateOf(name)).toBe('accepted');
		await execute({}, days(1));
		expect(await stateOf(name, days(1))).toBe('executed');
	});

	it('is executed at no time that was over long before it was proposed', async () => {
		const name = await propose('pat');
		const proposedAt = formatInstant(clock);
		await act('oli', name, 1, 'accept');
		await expect(
			act('oli', name, 2, 'execute', { from: '1999-12-03T02:00:00Z', to: '1999-12-03T03:00:00Z' })
		).rejects.toThrow(
			`From 1999-12-03T02:00:00Z to 1999-12-03T03:00:00Z was over more than a day before the block ${name} was proposed, at ${proposedAt}.`
		);
		const sinceThen = { from: '1999-12-03T02:00:00Z', to: proposedAt };
		await expect(act('oli', name, 2, 'execute', sinceThen)).rejects.toThrow(
			`From 1999-12-03T02:00:00Z to ${proposedAt} is longer than 10 days, the longest that is believed of what was executed.`
		);
		expect(await stateOf(name)).toBe('accepted');
		// sooner than booked, as soon as it was asked for
		await act('oli', name, 2, 'execute', { from: proposedAt, to: formatInstant(next()) });
		expect(await stateOf(name)).toBe('executed');
	});

	it('is refused where it could never be observed, in a sentence', async () => {
		const wrong: readonly [object, RegExp][] = [
			[{ subject: 'M 13' }, /its subject must be objects\/<survey>\/<name> or events\/<name>; got 'M 13'/],
			[{ from: to, to: from }, /from must come before to/],
			[{ ra_deg: 361 }, /0 <= ra < 360/],
			[{ instrument: 'banana' }, /has no instrument 'banana'; it has/],
			[{ facility: 'banana' }, /No facility banana is known/],
			[{ exposures: 100 }, /its exposures take 60000 s, and .* are 3600 s/],
			[{ ra_deg: 70, dec_deg: 0 }, /cannot observe there/],
			[{ from: `${from.slice(0, 10)}T20:00:00Z`, to: `${from.slice(0, 10)}T21:00:00Z` }, /Sun/],
			[{ to: '2026-09-28T06:00:00Z' }, /longer than 24 h/],
			[{ band: 'Q' }, /has no band 'Q'|no band/]
		];
		for (const [more, message] of wrong)
			await expect(propose('pat', more), JSON.stringify(more)).rejects.toThrow(message);
	});

	it('is asked for ahead: what is over or years away is refused, where it is proposed and where it is moved', async () => {
		const past = { from: '2026-05-31T06:00:00Z', to: '2026-05-31T07:00:00Z' };
		await expect(propose('pat', past)).rejects.toThrow(
			/^The block cannot be proposed: from 2026-05-31T06:00:00Z to 2026-05-31T07:00:00Z is over; it is 2026-06-01T/
		);
		const far = { from: '2062-06-02T06:00:00Z', to: '2062-06-02T07:00:00Z' };
		await expect(propose('pat', far)).rejects.toThrow(
			/is 1\d{4} days ahead; time can be asked for at most 732 days ahead/
		);
		const name = await propose('pat');
		await expect(act('pat', name, 1, 'move', past)).rejects.toThrow(/is over/);
		await expect(act('pat', name, 1, 'move', far)).rejects.toThrow(/days ahead/);
		// what has begun may still be asked for
		const begun = {
			from: formatInstant((clock - 60_000_000) as Instant),
			to: formatInstant((clock + 1.8e9) as Instant)
		};
		await expect(propose('pat', { ...begun, exposure_sec: 60 })).rejects.not.toThrow(/is over|days ahead/);
		await act('pat', name, 1, 'withdraw');
	});

	it('was not known before it was proposed', async () => {
		const before = clock;
		const name = await propose('pat');
		await expect(as('pat', clock).schedule.read({ id: name, known: formatInstant(before) })).rejects.toThrow(
			`No block ${name} is known at`
		);
	});
});

describe('a conflict', () => {
	const ask = (person: string, more: object = {}, wanter: object = {}) =>
		as(person, next()).schedule.propose({
			owner: person === 'sam' ? 'red-team' : 'blue-team',
			...wanter,
			blocks: [block(more)]
		});

	it('is told when it arises, with who, what and the cheapest way out, and no more than its reader may know', async () => {
		const date = from.slice(0, 10);
		const first = await ask('pat', {}, { is_anonymous: true });
		expect(first.conflicts).toEqual([]);
		const same = await ask('sam', { from: `${date}T06:30:00Z`, to: `${date}T07:30:00Z`, label: 'mine' });
		expect(same.conflicts).toHaveLength(1);
		const [{ kind, blocks, pairs, what, resolution }] = same.conflicts as [(typeof same.conflicts)[0]];
		const both = [first.blocks[0], same.blocks[0]];
		expect([kind, blocks, pairs]).toEqual(['telescope', both, [both]]);
		expect(what).toMatch(/a group that stays anonymous and b\w+ of red-team \(mine\) want the telescope p60/);
		expect(resolution).toBe(
			`${same.blocks[0]} of red-team (mine) could move to ${date}T07:00:00Z, when the telescope is free and the place is up.`
		);
		const elsewhere = await ask('sam', {
			facility: 'not',
			instrument: 'alfosc',
			from: `${date}T23:30:00Z`,
			to: `${date}T23:59:00Z`,
			exposures: 1
		});
		expect(elsewhere.conflicts.map(({ kind: one }) => one)).toContain('target');
		const { conflicts } = await as(null, clock).schedule.conflicts({ from, to });
		expect(conflicts.length).toBeGreaterThan(0);
		const words = JSON.stringify(conflicts);
		for (const hidden of ['blue-team', 'M 13', 'mine', 'ZTF18abc']) expect(words).not.toContain(hidden);
		// and is none once one of them gives way
		await act('sam', same.blocks[0]!, 1, 'withdraw');
		const left = await as(null, clock).schedule.conflicts({ from, to });
		expect(left.conflicts.map(({ kind: one }) => one)).not.toContain('telescope');
	});

	it('of many blocks is told once, with whose they are, what stays and where the others could go', async () => {
		const date = from.slice(0, 10);
		const night = { from: `${date}T05:00:00Z`, to: `${date}T10:00:00Z` };
		const hour = { from: `${date}T06:00:00Z`, to: `${date}T07:00:00Z` };
		const asked: string[] = [];
		for (const person of ['pat', 'sam', 'pat', 'sam', 'sam', 'pat', 'sam', 'sam'])
			asked.push((await ask(person, hour)).blocks[0]!);
		const { conflicts } = await as(null, clock).schedule.conflicts(night);
		const [odds, ...others] = conflicts.filter(({ kind }) => kind === 'telescope');
		expect(others).toEqual([]);
		expect([odds!.blocks, odds!.pairs.length]).toEqual([asked, 28]);
		expect(odds!.what).toBe(
			`8 blocks, 3 of blue-team and 5 of red-team, want the telescope p60 of palomar-60 at the same time, between ${hour.from} and ${hour.to}.`
		);
		expect(odds!.resolution).toMatch(
			new RegExp(
				`^1 can stay, ${asked[0]} of blue-team; \\d could move within a day: first ${asked[1]} of red-team could move to ${date}T07:00:00Z, when .* is up`
			)
		);
		for (const [i, block] of asked.entries())
			await act(i === 0 || i === 2 || i === 5 ? 'pat' : 'sam', block, 1, 'withdraw');
	});

	it('is looked for among so many blocks, and where there are more the answer says so', async () => {
		await ask('pat');
		await ask('sam');
		const { batch } = await newestBatch(archive.database);
		const question = {
			database: archive.database,
			basis: { knownAt: next(), batch, pinned: false, isNow: true },
			viewer: await localViewer(archive.database)
		};
		const span = { from: parseInstant(from), to: parseInstant(to) };
		const all = await findConflicts(question, span);
		expect([all.conflicts.length, all.isCut]).toEqual([1, false]);
		const some = await findConflicts(question, { ...span, most: 1 });
		expect([some.conflicts.length, some.isCut]).toEqual([0, true]);
		expect((await as(null, clock).schedule.conflicts({ from, to })).is_cut).toBe(false);
	});

	it('of a crowd at one time is told once, and says of how many no other time was looked for', async () => {
		const crowd = { owner: 'blue-team', blocks: Array.from({ length: 25 }, () => block()) };
		const { conflicts } = await as('pat', next()).schedule.propose(crowd);
		expect(conflicts.map(({ blocks }) => blocks.length)).toEqual([25]);
		expect(conflicts[0]!.resolution).toContain('for 4 more no other time was looked for');
	});

	it('is one of 200 at most, and where there are more the answer says so', async () => {
		const at = (minutes: number) => formatInstant((parseInstant(from) + minutes * 6e7) as Instant);
		const pairs = Array.from({ length: 201 }, (_, i) => {
			const begins = 1440 * Math.floor(i / 40) + 5 * (i % 40);
			return block({ from: at(begins), to: at(begins + 5), exposure_sec: 30, exposures: 1 });
		});
		const crowd = { owner: 'blue-team', blocks: [...pairs, ...pairs] };
		const { conflicts, is_cut } = await as('pat', next()).schedule.propose(crowd);
		expect([conflicts.length, is_cut]).toEqual([200, true]);
		expect(conflicts.every(({ blocks }) => blocks.length === 2)).toBe(true);
	});

	it('is none between looks of one group, in other bands, or days apart', async () => {
		await ask('pat');
		const own = await ask('pat', {
			facility: 'not',
			instrument: 'alfosc',
			from: `${from.slice(0, 10)}T23:30:00Z`,
			to: `${from.slice(0, 10)}T23:59:00Z`,
			exposures: 1
		});
		expect(own.conflicts).toEqual([]);
	});
});

describe('a telescope', () => {
	it('is booked once, and free again when what held it is gone', async () => {
		const [a, b] = [await propose('pat'), await propose('sam')];
		await act('oli', a, 1, 'accept');
		await expect(act('oli', b, 1, 'accept')).rejects.toThrow(
			new RegExp(`The telescope p60 of palomar-60 is booked from ${from} .* for the block ${a}`)
		);
		expect(await stateOf(b)).toBe('proposed');
		await act('pat', a, 2, 'withdraw');
		await act('oli', b, 1, 'accept');
		expect(await stateOf(b)).toBe('accepted');
	});

	it('may be taken by blocks that change places at once', async () => {
		const date = from.slice(0, 10);
		const [early, late] = [
			{ from: `${date}T06:00:00Z`, to: `${date}T07:00:00Z` },
			{ from: `${date}T07:00:00Z`, to: `${date}T08:00:00Z` }
		];
		const [a, b] = [await propose('pat', early), await propose('sam', late)];
		await as('oli', next()).schedule.change({
			changes: [
				{ block: a, revision: 1, act: 'accept' },
				{ block: b, revision: 1, act: 'accept' }
			]
		});
		await expect(act('oli', a, 2, 'move', late)).rejects.toThrow(/is booked from/);
		await as('oli', next()).schedule.change({
			changes: [
				{ block: a, revision: 2, act: 'move', ...late },
				{ block: b, revision: 2, act: 'move', ...early }
			]
		});
		const { block: moved } = await as('pat', clock).schedule.read({ id: a });
		expect(moved).toMatchObject({ state: 'accepted', revision: 3 });
		// of both, neither is accepted where they want the same
		const [c, d] = [await propose('pat', early), await propose('sam', early)];
		await act('oli', b, 3, 'abort', { reason_kind: 'weather' });
		await expect(
			as('oli', next()).schedule.change({
				changes: [
					{ block: c, revision: 1, act: 'accept' },
					{ block: d, revision: 1, act: 'accept' }
				]
			})
		).rejects.toThrow(/booked|want the same time/);
		expect([await stateOf(c), await stateOf(d)]).toEqual(['proposed', 'proposed']);
	});

	it('is asked anew when its owners move what was accepted', async () => {
		const name = await propose('pat');
		await act('oli', name, 1, 'accept');
		const date = from.slice(0, 10);
		await act('pat', name, 2, 'move', { from: `${date}T07:00:00Z`, to: `${date}T08:00:00Z` });
		expect(await stateOf(name)).toBe('proposed');
		const other = await propose('sam');
		await act('oli', other, 1, 'accept');
		expect(await stateOf(other)).toBe('accepted');
	});

	it('goes to one of fifty who want the same hour at the same moment', async () => {
		const names = await Promise.all(Array.from({ length: 50 }, (_, i) => propose(i % 2 ? 'pat' : 'sam')));
		const done = await Promise.allSettled(names.map((name) => act('oli', name, 1, 'accept')));
		expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		for (const one of done)
			if (one.status === 'rejected') expect(one.reason.message).toMatch(/is booked from .* for the block b/);
		const { blocks } = await as('pat', clock).schedule.list({
			state: 'accepted',
			facility: 'palomar-60',
			from,
			to
		});
		expect(blocks).toHaveLength(1);
	});

	it('is never changed by those who look at an older revision', async () => {
		const name = await propose('pat');
		const both = await Promise.allSettled([act('oli', name, 1, 'accept'), act('pat', name, 1, 'withdraw')]);
		const lost = both.filter((one) => one.status === 'rejected');
		expect(lost).toHaveLength(1);
		expect(lost[0]!.reason.message).toMatch(/at revision 2 by now, and this was meant for revision 1/);
	});

	it('has the bookings that its facts say, whenever they are made anew', async () => {
		const admin = openDatabase(archive.url, { max: 1 });
		try {
			const read = () => admin.sql`select block, revision, telescope, held::text from booking order by block`;
			const before = await read();
			expect(before.length).toBeGreaterThan(50);
			await admin.sql.begin(rebuildBookings);
			expect(await read()).toEqual(before);
		} finally {
			await admin.close();
		}
	});
});

describe('a facility', () => {
	it('keeps its reasons to itself', async () => {
		const { document } = await as('oli', next()).facilities.read({ id: 'palomar-60' });
		const closed = {
			...document,
			rules: {
				given: null,
				closures: [
					{
						from: '2026-07-01T00:00:00Z',
						to: '2026-07-02T00:00:00Z',
						reason: 'secret engine',
						isPrivate: true
					}
				]
			}
		};
		await expect(as('sam', next()).facilities.save({ document: closed })).rejects.toThrow(/role operator/);
		expect(await as('oli', next()).facilities.save({ document: closed })).toMatchObject({ recorded: true });
		const words = async (who: string | null) =>
			JSON.stringify(await as(who, clock).facilities.read({ id: 'palomar-60' }), (_, value) =>
				typeof value === 'bigint' ? String(value) : value
			);
		expect(await words('oli')).toContain('secret engine');
		for (const who of [null, 'sam', 'pat']) {
			expect(await words(who)).not.toContain('secret engine');
			expect(await words(who)).toContain('2026-07-01');
		}
		// and goes back to what it said before
		expect(await as('oli', next()).facilities.save({ document })).toMatchObject({ recorded: true });
		expect(await words('oli')).not.toContain('secret engine');
	});

	it('is told by one of two who change it at the same moment', async () => {
		const { document } = await as('oli', next()).facilities.read({ id: 'palomar-60' });
		const close = (reason: string) => {
			const closure = { from: '2026-08-01T00:00:00Z', to: '2026-08-02T00:00:00Z', reason, isPrivate: false };
			const changed = { ...document, rules: { given: null, closures: [closure] } };
			return as('oli', next()).facilities.save({ document: changed });
		};
		const both = await Promise.allSettled([close('mirror'), close('dome')]);
		for (const one of both)
			if (one.status === 'rejected') expect(one.reason.message).toMatch(/was changed by oli at this moment/);
		expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
	});

	it('is not overwritten by who looked at an older version of it', async () => {
		const read = () => as('oli', clock).facilities.read({ id: 'palomar-60' });
		const { document, facility } = await read();
		const follows = String(facility.version);
		const renamed = (name: string) => ({ ...(document as object), name });
		const save = (name: string, more: object) =>
			as('oli', next()).facilities.save({ document: renamed(name), ...more });
		expect(await save('Palomar, sixty', { follows })).toMatchObject({ recorded: true });
		clock = next();
		await expect(save('P60', { follows })).rejects.toThrow(
			/^The facility palomar-60 was changed by oli at 2026-.*, since this change was begun; look at it again\.$/
		);
		await expect(save('P60', { follows: null })).rejects.toThrow(/since this change was begun/);
		await expect(save('P60', { follows: 'banana' })).rejects.toThrow(/must be a version/);
		const now = await read();
		expect(now.document).toMatchObject({ name: 'Palomar, sixty' });
		expect(
			await save((document as { name: string }).name, { follows: String(now.facility.version) })
		).toMatchObject({ recorded: true });
		await expect(
			as('ada', next()).facilities.save({
				document: { ...(document as object), facility: 'unheard-of' },
				follows
			})
		).rejects.toThrow('The facility unheard-of is not on record, and this was meant as a change of it.');
	});

	it('is added by administrators of the archive, as YAML that is checked', async () => {
		const yaml = 'facility: x\nname: X';
		await expect(as('ada', next()).facilities.save({ yaml })).rejects.toThrow(/The facility cannot be read/);
		const { document } = await as(null).facilities.read({ id: 'swope', known: formatInstant(clock) });
		const copy = { ...document, facility: 'swope-two' };
		await expect(as('oli', next()).facilities.save({ document: copy })).rejects.toThrow(/role administrator/);
		await as('ada', next()).facilities.save({ document: copy });
		const { facilities } = await as(null, clock).facilities.list({});
		expect(facilities.map(({ facility }) => facility)).toContain('swope-two');
	});
});

describe('a campaign', () => {
	const goals = {
		targets: [{ name: 'M 13', raDeg: 250.42, decDeg: 36.46, sets: [{ band: null, exposureSec: 600 }] }]
	};
	const wish = {
		campaign: 'clusters',
		title: 'Globular clusters',
		owner: 'blue-team',
		audience: 'blue-team',
		goals
	};

	it('keeps every revision, and takes none that was made from an older one', async () => {
		expect(await as('pat', next()).campaigns.save(wish)).toMatchObject({ revision: 1 });
		await expect(as('pat', next()).campaigns.save(wish)).rejects.toThrow('The name clusters is taken');
		const second = { ...wish, title: 'All clusters', follows: 1, reason: 'more of them' };
		expect(await as('pat', next()).campaigns.save(second)).toMatchObject({ revision: 2 });
		await expect(as('pat', next()).campaigns.save(second)).rejects.toThrow(
			/was changed since its revision 1/
		);
		const { campaign, revisions } = await as('rae', clock).campaigns.read({ id: 'clusters' });
		expect(campaign).toMatchObject({ title: 'All clusters', revision: 2, reason: 'more of them' });
		expect(revisions.map(({ revision }) => revision)).toEqual([2, 1]);
		const first = await as('rae', clock).campaigns.read({ id: 'clusters', revision: '1' });
		expect(first.campaign.title).toBe('Globular clusters');
		await expect(as('sam', clock).campaigns.read({ id: 'clusters' })).rejects.toThrow('No campaign clusters');
		await expect(as(null, clock).campaigns.read({ id: 'clusters' })).rejects.toThrow('No campaign clusters');
	});

	it('says everything that is wrong with its goals', async () => {
		const wrong = {
			...wish,
			campaign: 'wrong',
			goals: { targets: [{ name: 'x', raDeg: 400, decDeg: 1, sets: [] }] }
		};
		await expect(as('pat', next()).campaigns.save(wrong)).rejects.toThrow(
			/targets 1 raDeg must be less than 360; got 400; targets 1 sets must have at least 1 element; got an empty list\.$/
		);
		await expect(as('pat', next()).campaigns.save({ ...wrong, goals: {} })).rejects.toThrow(
			'wants one target or one localization at least'
		);
		await expect(as('pat', next()).campaigns.save({ ...wish, campaign: 'Not A Slug' })).rejects.toThrow(
			/lower-case letters/
		);
		await expect(
			as('pat', next()).campaigns.save({ ...wish, campaign: 'open', audience: 'public', is_anonymous: true })
		).rejects.toThrow(/cannot be anonymous/);
	});
});
