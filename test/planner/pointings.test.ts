import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { resolveBasis, verify } from '#lib/archive/index.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { coveringLooks } from '#lib/planner/pointings/covering-looks.ts';
import { looksAt } from '#lib/planner/pointings/looks-at.server.ts';
import { recordPointings, type PointingWish } from '#lib/planner/pointings/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { peopleOf } from './people.ts';

let archive: SmallArchive;
let as: Awaited<ReturnType<typeof peopleOf>>;
let clock = present;
const next = () => (clock = (clock + 60_000_000) as Instant);

beforeAll(async () => {
	archive = await smallArchive();
	as = await peopleOf(archive, [
		['ada', 'archive', 'administrator'],
		['pat', 'blue-team', 'planner'],
		['con', 'blue-team', 'contributor'],
		['sam', 'red-team', 'contributor'],
		['oli', 'palomar', 'operator']
	]);
	const viewer = await localViewer(archive.database);
	const wishes = seedFacilities().map((facility) => ({
		facility,
		...(facility.facility === 'palomar-48' && { operators: 'palomar' })
	}));
	await recordFacilities(archive, wishes, { viewer, actor: 'test', now: next() });
	const goals = {
		targets: [{ name: 'M 13', raDeg: 250.42, decDeg: 36.46, sets: [{ band: 'r', exposureSec: 60 }] }]
	};
	await as('pat', next()).campaigns.save({
		...{ campaign: 'blue-hunt', title: 'Blue hunt', owner: 'blue-team', audience: 'blue-team', goals }
	});
});

const told = (pointing: string, more: object = {}) => ({
	...{ facility: 'palomar-48', pointing, instrument: 'ztf', is_executed: true },
	...{ from: '2019-04-25T08:18:18Z', to: '2019-04-25T08:18:48Z', ra_deg: 196.9, dec_deg: -23.8 },
	...{ band: 'r', depth_mag: 20.46, event: 'S190425z' },
	...more
});
const record = (person: string | null, ...pointings: object[]) =>
	as(person, next()).pointings.record({ pointings: pointings as never });
const named = async (name: string, person: string | null = null, known: Instant = clock) => {
	const { pointings } = await as(person, clock).pointings.list({ known: formatInstant(known), limit: 1000 });
	return pointings.find(({ pointing }) => pointing === name) ?? null;
};

describe('a pointing', () => {
	it("is recorded by its facility's people, seen by everyone, and told once", async () => {
		expect(await record('oli', told('one'), told('two', { is_executed: false }))).toEqual({ recorded: 2 });
		expect(await record('oli', told('one'))).toEqual({ recorded: 0 });
		expect(await named('one')).toMatchObject({
			instrument: 'ztf',
			is_executed: true,
			depth_mag: 20.46,
			event: 'S190425z',
			actor: 'oli',
			collection: 'pointings.public'
		});
		const { pointings } = await as(null, clock).pointings.list({ event: 'S190425z', executed: true });
		expect(pointings.map(({ pointing }) => pointing)).toEqual(['one']);
	});

	it('is planned, then executed, and what was planned stays known as of then', async () => {
		await record('oli', told('later', { is_executed: false }));
		const plannedAt = clock;
		await record('oli', told('later', { depth_mag: 20.1 }));
		expect(await named('later')).toMatchObject({ is_executed: true, depth_mag: 20.1 });
		expect(await named('later', null, plannedAt)).toMatchObject({ is_executed: false });
		// and back: earlier words are news again
		expect(await record('oli', told('later', { is_executed: false }))).toEqual({ recorded: 1 });
		expect(await named('later')).toMatchObject({ is_executed: false });
	});

	it('is recorded by nobody else', async () => {
		await expect(record(null, told('x'))).rejects.toThrow(/Writing wants an Authorization/);
		await expect(record('con', told('x'))).rejects.toThrow(/role operator in the group palomar/);
		await expect(record('oli', told('x', { facility: 'pan-starrs1', instrument: 'gpc1' }))).rejects.toThrow(
			/role operator in the group archive/
		);
		expect(await record('ada', told('by-ada', { facility: 'pan-starrs1', instrument: 'gpc1' }))).toEqual({
			recorded: 1
		});
	});

	it("of a group's campaign is recorded by its contributors and seen by it alone", async () => {
		const own = told('hidden', { campaign: 'blue-hunt', event: undefined });
		await expect(record('sam', own)).rejects.toThrow(/No campaign blue-hunt is known/);
		await expect(record('pat', own)).rejects.toThrow(/role contributor in the group blue-team/);
		expect(await record('con', own)).toEqual({ recorded: 1 });
		expect(await named('hidden', 'pat')).toMatchObject({ collection: 'blue-team.campaigns' });
		expect(await named('hidden', 'sam')).toBeNull();
		expect(await named('hidden')).toBeNull();
	});

	it('that is none is refused in a sentence, and nothing beside it is recorded', async () => {
		await expect(record('oli', told('good'), told('bad', { dec_deg: -91 }))).rejects.toThrow(
			/^The pointing bad of .+ cannot be recorded: its position must have/
		);
		expect(await named('good')).toBeNull();
		await expect(record('oli', told('bad', { to: '2019-04-25T08:00:00Z' }))).rejects.toThrow(
			/before it begins/
		);
		await expect(record('oli', told('bad', { instrument: 'sedm' }))).rejects.toThrow(
			/has no instrument 'sedm'/
		);
		await expect(record('ada', told('bad', { facility: 'nowhere' }))).rejects.toThrow(/No facility nowhere/);
		await expect(record('oli', told('same'), told('same', { band: 'g' }))).rejects.toThrow(
			/^The pointing same of palomar-48 is told twice in different words/
		);
	});

	it('is executed only once it is over, and known no earlier', async () => {
		const future = told('future', { from: '2035-01-01T00:00:00Z', to: '2035-01-01T00:01:00Z' });
		await expect(record('oli', future)).rejects.toThrow(
			/cannot be recorded: from 2035-01-01T00:00:00Z to 2035-01-01T00:01:00Z is not over, as it is .*; what was executed lies in the past\.$/
		);
		expect(await record('oli', { ...future, is_executed: false })).toEqual({ recorded: 1 });
		expect(await named('future')).toMatchObject({ is_executed: false });
	});

	it('is refused where its detail nests so deep that it could not be read back', async () => {
		const detail = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as object;
		await expect(record('oli', told('deep', { detail }))).rejects.toThrow(
			'its detail nests deeper than 50 levels'
		);
		expect(await named('deep')).toBeNull();
	});

	it('of a file is known when its source told it, and kept with the file', async () => {
		const [from, to] = ['2017-08-18T05:33:40Z', '2017-08-18T05:34:10Z'].map((text) => parseInstant(text));
		const wish = (pointing: string, toldAt: Instant | null): PointingWish => ({
			...{ facility: 'pan-starrs1', pointing, instrument: 'gpc1', isExecuted: true, from: from!, to: to! },
			...{ raDeg: 198.2, decDeg: -23.2, positionAngleDeg: null, band: 'y', depthMag: null },
			...{ event: 'G298048', campaign: null, block: null, detail: { skycells: 42 }, toldAt }
		});
		const by = { viewer: await localViewer(archive.database), actor: 'local', now: next() };
		const stated = parseInstant('2017-08-19T00:00:00Z');
		const assumed = parseInstant('2018-01-01T00:00:00Z');
		const file = { name: 'PS1.dat', format: 'pointings-gwemopt-pointings', bytes: Buffer.from('as it came') };
		const wishes = [wish('stated', stated), wish('assumed', null)];
		expect(await recordPointings(archive, wishes, by, { knownAt: assumed, file })).toBe(2);
		expect(await recordPointings(archive, wishes, by, { file })).toBe(0);
		expect(await named('stated', null, parseInstant('2017-08-20T00:00:00Z'))).toMatchObject({
			known_at: stated,
			known_from: 'stated',
			detail: { skycells: 42 }
		});
		expect(await named('assumed', null, parseInstant('2017-08-20T00:00:00Z'))).toBeNull();
		expect(await named('assumed')).toMatchObject({ known_at: assumed, known_from: 'assumed' });
		// known earlier than was thought: that is news, and what is known in the end is the same
		expect(await recordPointings(archive, [wish('assumed', stated)], by)).toBe(1);
		expect(await named('assumed', null, parseInstant('2017-08-20T00:00:00Z'))).toMatchObject({
			known_at: stated
		});
		const [{ packet } = { packet: null }] = await archive.database.sql<{ packet: bigint }[]>`
			select packet from pointing where pointing = 'stated'`;
		expect(packet).not.toBeNull();
		expect(await verify(archive.database, archive.store)).toMatchObject({ findings: [] });
	});

	it('counts as coverage of its event where it was executed, in its band', async () => {
		const event = 'S250101ab';
		await record(
			'oli',
			told('seen', { event, ra_deg: 10, dec_deg: 20 }),
			told('seen in g', { event, band: 'g' }),
			told('to come', { event, is_executed: false })
		);
		const { database } = archive;
		const basis = await resolveBasis(database, {}, clock);
		const question = { database, basis, viewer: await localViewer(database) };
		const looks = await looksAt(question, [event], null, ['r']);
		const fields = coveringLooks(looks, seedFacilities()).map(({ fieldOfView }) => fieldOfView);
		expect(fields.map(({ raDeg, decDeg }) => [raDeg, decDeg])).toEqual([[10, 20]]);
		expect(await looksAt(question, [event], null, ['r', null])).toHaveLength(2);
	});

	it('is listed page by page, the newest beginning first, with how many there are', async () => {
		const many = Array.from({ length: 25 }, (_, i) =>
			told(`many${i}`, { from: `2020-01-01T00:${10 + i}:00Z`, to: `2020-01-01T00:${10 + i}:30Z` })
		);
		await record('oli', ...many);
		const seen: string[] = [];
		const counts: number[][] = [];
		let cursor: string | undefined;
		do {
			const page = await as(null, clock).pointings.list({
				from: '2020-01-01',
				to: '2020-01-02',
				limit: 10,
				cursor
			});
			seen.push(...page.pointings.map(({ pointing }) => pointing));
			counts.push([page.before, page.total]);
			cursor = page.next_cursor ?? undefined;
		} while (cursor);
		expect(seen).toEqual(many.map(({ pointing }) => pointing).reverse());
		expect(counts).toEqual([
			[0, 25],
			[10, 25],
			[20, 25]
		]);
	});
});
