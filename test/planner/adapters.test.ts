import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { readAdapters, readLooks, syncAdapter, watchAdapters } from '#lib/planner/adapters/index.server.ts';
import { jsonAdapter } from '#lib/planner/adapters/json-adapter.server.ts';
import { secondsToNext } from '#lib/planner/adapters/look.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { facilityServer, type Course, type FacilityServer } from '../support/facility-server.ts';
import { testFolder } from '../support/folder.ts';
import { peopleOf } from './people.ts';

let archive: SmallArchive;
let as: Awaited<ReturnType<typeof peopleOf>>;
let facility: FacilityServer;
let clock = present;
const next = () => (clock = (clock + 1_000_000) as Instant);

beforeAll(async () => {
	archive = await smallArchive();
	as = await peopleOf(archive, [
		['pat', 'blue-team', 'planner'],
		['oli', 'palomar', 'operator']
	]);
	const by = { viewer: await localViewer(archive.database), actor: 'test', now: next() };
	await recordFacilities(
		archive,
		seedFacilities().map((facility) => ({ facility })),
		by
	);
});

// M 13 is up from dusk on in June, over Palomar and over McDonald
const wishAt = {
	'palomar-60': { facility: 'palomar-60', instrument: 'sedm-ifu' },
	'lco-elp': { facility: 'lco-elp', instrument: 'elp-1m0a-doma-sinistro', band: 'r' }
};
let day = 2;
const hour = 6;

describe.each([
	['a plain system', 'json', 'palomar-60'],
	['an observatory control system', 'lco', 'lco-elp']
] as const)('%s', (_, kind, name) => {
	let dataDir: string;
	beforeEach(async () => {
		day += 1;
		facility = await facilityServer(() => clock);
		dataDir = testFolder();
		const adapter = {
			...{ kind, name: `${name}-system`, facilities: [name], url: `${facility.url}/` },
			...{ authorization: 'TEST_TOKEN', ...(kind === 'lco' && { proposal: 'TEST2026' }) }
		};
		writeFileSync(join(dataDir, 'adapters.json'), JSON.stringify([adapter]));
	});

	const sync = async () => {
		const [adapter] = await readAdapters(dataDir, { TEST_TOKEN: 'Token abc' });
		const viewer = await localViewer(archive.database);
		const report = await syncAdapter(archive, adapter!, viewer, next);
		const changed = Object.fromEntries(report.changed);
		return { ...report, changed };
	};
	const spanOf = (h: number) => ({
		from: `2026-06-${String(day).padStart(2, '0')}T0${h}:00:00Z`,
		to: `2026-06-${String(day).padStart(2, '0')}T0${h}:30:00Z`
	});
	async function propose(label: string, course?: Course, at = hour, audience = 'public') {
		if (course) facility.courses.set(label, course);
		const wish = { ...wishAt[name], ...spanOf(at), ra_deg: 250.42, dec_deg: 36.46, exposure_sec: 600, label };
		const { blocks } = await as('pat', next()).schedule.propose({
			owner: 'blue-team',
			audience,
			blocks: [wish]
		} as never);
		return blocks[0]!;
	}
	const read = async (block: string) => (await as('pat', clock).schedule.read({ id: block })).block;
	const statesOf = async (block: string) =>
		(await as('pat', clock).schedule.read({ id: block })).revisions.map(
			({ state, actor }) => `${state} ${actor}`
		);
	const withdraw = async (block: string) => {
		const { revision } = await read(block);
		await as('pat', next()).schedule.change({ changes: [{ block, revision, act: 'withdraw' }] });
	};

	it('is asked once, and what it answers becomes of the block', async () => {
		const block = await propose('good', [{ state: 'pending' }, { state: 'accepted' }, { state: 'executed' }]);
		expect(await sync()).toMatchObject({ submitted: 1, changed: {}, problems: [] });
		expect(await sync()).toMatchObject({ submitted: 0, changed: {} });
		expect(facility.requests.size).toBe(1);
		expect(await sync()).toMatchObject({ changed: { accept: 1 } });
		expect(await sync()).toMatchObject({ changed: { execute: 1 } });
		expect(await sync()).toMatchObject({ submitted: 0, changed: {}, problems: [] });
		expect(await statesOf(block)).toEqual([
			'proposed pat',
			`accepted ${name}-system`,
			`executed ${name}-system`
		]);
		expect([...facility.authorizations]).toEqual(['Token abc']);
	});

	it('is not told what a block is for that its owners alone know', async () => {
		const block = await propose('hush-hush', undefined, hour, 'blue-team');
		expect(await sync()).toMatchObject({ submitted: 1, problems: [] });
		const [[key, asked]] = [...facility.requests] as [[string, unknown]];
		expect(key).toContain(block);
		expect(JSON.stringify((asked as { body: object }).body)).toContain('250.42');
		expect(JSON.stringify(asked)).not.toContain('hush-hush');
		await withdraw(block);
	});

	it('executes between two looks, and both steps are on record', async () => {
		const block = await propose('quick', [{ state: 'executed' }]);
		await sync();
		expect(await sync()).toMatchObject({ changed: { accept: 1, execute: 1 } });
		expect(await statesOf(block)).toHaveLength(3);
	});

	// the other always says
	it.skipIf(kind === 'lco')(
		'that does not say when it executed is believed once the block is over',
		async () => {
			const block = await propose('untimed', [{ state: 'accepted' }, { state: 'executed', isUntimed: true }]);
			await sync();
			expect(await sync()).toMatchObject({ changed: { accept: 1 } });
			const early = await sync();
			expect(early.changed).toEqual({});
			expect(early.problems).toEqual([
				expect.stringMatching(`^${block}: The block ${block} is booked from .*, which is not over, as it is `)
			]);
			clock = ((await read(block)).to_at + 60e6) as Instant;
			expect(await sync()).toMatchObject({ changed: { execute: 1 }, problems: [] });
			day = new Date(clock / 1000).getUTCDate();
		}
	);

	it('refuses a request, with its reason', async () => {
		facility.refusals.set('refused', { reason: 'no time left for this proposal', reason_kind: 'time' });
		const block = await propose('refused');
		expect(await sync()).toMatchObject({ submitted: 1, changed: { decline: 1 }, problems: [] });
		expect(await read(block)).toMatchObject({ state: 'declined', actor: `${name}-system` });
		expect((await read(block)).reason).toContain('no time left for this proposal');
	});

	it('fails of the weather, with its reason', async () => {
		const reason = 'Enclosure closed: high wind';
		const block = await propose('stormy', [
			{ state: 'accepted' },
			{ state: 'failed', reason, reason_kind: 'weather' }
		]);
		await sync();
		expect(await sync()).toMatchObject({ changed: { accept: 1 } });
		expect(await sync()).toMatchObject({ changed: { fail: 1 } });
		expect(await read(block)).toMatchObject({ state: 'failed', reason, reason_kind: 'weather' });
	});

	it.each([
		['down', false, /^The system of .* cannot be asked at the moment: it answered with the status 503/],
		['nonsense', true, /^b\w+: The reply of .* is not understood: its reply \(status 200\) is no JSON/],
		['reset', false, /^The system of .* cannot be asked at the moment: /],
		['redirect', false, /^The system of .* cannot be asked at the moment: /]
	] as const)('that is %s changes nothing, and is asked again', async (trouble, answers, why) => {
		const block = await propose(trouble, [{ state: 'accepted' }]);
		facility.trouble = trouble;
		const { problems, changed, submitted, answered } = await sync();
		expect([changed, submitted, answered]).toEqual([{}, 0, answers]);
		// a look at a system that is away ends there; of others each block is asked about, those of other tests too
		if (!answers) expect(problems).toHaveLength(1);
		for (const problem of problems) expect(problem).toMatch(why);
		expect(problems.some((one) => one.startsWith(`${block}: `))).toBe(answers);
		facility.trouble = null;
		await sync();
		expect(await sync()).toMatchObject({ changed: { accept: 1 }, problems: [] });
		await withdraw(block);
	});

	it('is told of what is withdrawn, and of what is moved', async () => {
		const withdrawn = await propose('unwanted', [{ state: 'accepted' }]);
		const moved = await propose('moved', [{ state: 'pending' }], hour + 2);
		await sync();
		await sync();
		await withdraw(withdrawn);
		const { revision } = await read(moved);
		const to = spanOf(hour + 1);
		await as('pat', next()).schedule.change({ changes: [{ block: moved, revision, act: 'move', ...to }] });
		expect(await sync()).toMatchObject({ cancelled: 2, submitted: 1, problems: [] });
		const of = (block: string) =>
			[...facility.requests].filter(([key]) => key.startsWith(block)).map(([, one]) => one.cancelled);
		expect(of(withdrawn)).toEqual([true]);
		expect(of(moved)).toEqual([true, false]);
		expect(await sync()).toMatchObject({ cancelled: 0, submitted: 0 });
		await withdraw(moved);
	});

	it('that accepts what is booked already is told, and books nothing twice', async () => {
		const first = await propose('first', [{ state: 'accepted' }]);
		await sync();
		await sync();
		const second = await propose('second', [{ state: 'accepted' }]);
		await sync();
		const { problems } = await sync();
		expect(problems).toEqual([
			expect.stringMatching(`^${second}: The telescope .* is booked from .* for the block ${first}`)
		]);
		expect((await read(second)).state).toBe('proposed');
		await withdraw(second);
	});
});

describe('the systems of facilities, polled', () => {
	const polled = async (servers: Readonly<Record<string, FacilityServer>>) => {
		const dataDir = testFolder();
		const told = Object.entries(servers).map(([name, { url }]) => ({
			...{ kind: 'json', name: `${name}-system`, facilities: [name], url, every_seconds: 5 }
		}));
		writeFileSync(join(dataDir, 'adapters.json'), JSON.stringify(told));
		const adapters = await readAdapters(dataDir, {});
		expect(adapters.map(({ everySec }) => everySec)).toEqual(told.map(() => 5));
		const end = new AbortController();
		const { signal } = end;
		const watching = watchAdapters(
			archive,
			adapters.map((one) => ({ ...one, everySec: 0.05 })),
			{ dataDir, clock: next, signal }
		);
		const lookOf = async (name: string) =>
			(await readLooks(dataDir)).find(({ adapter }) => adapter === `${name}-system`);
		const stop = async () => {
			end.abort();
			await watching;
		};
		return { lookOf, stop };
	};
	const propose = async (facility: 'palomar-60' | 'liverpool', label: string) => {
		day += 1;
		const date = `2026-07-${String(day).padStart(2, '0')}`;
		const instrument = facility === 'palomar-60' ? 'sedm-ifu' : 'io-o';
		const [from, to] = facility === 'palomar-60' ? ['06:00', '06:30'] : ['01:00', '01:30'];
		const span = { from: `${date}T${from}:00Z`, to: `${date}T${to}:00Z` };
		const wish = { facility, instrument, ...span, ra_deg: 250.42, dec_deg: 36.46, exposure_sec: 600, label };
		const { blocks } = await as('pat', next()).schedule.propose({
			...{ owner: 'blue-team', audience: 'public' },
			blocks: [wish]
		});
		return blocks[0]!;
	};
	const stateOf = async (block: string) => (await as('pat', clock).schedule.read({ id: block })).block.state;

	it('are asked again and again, and one that is silent holds no other back', async () => {
		const [silent, good] = [await facilityServer(() => clock), await facilityServer(() => clock)];
		silent.trouble = 'silent';
		good.courses.set('polled', [{ state: 'pending' }, { state: 'accepted' }, { state: 'executed' }]);
		good.refusals.set('refused', { reason: 'no time left', reason_kind: 'time' });
		await propose('palomar-60', 'waits');
		const [block, refused] = [await propose('liverpool', 'polled'), await propose('liverpool', 'refused')];
		const { lookOf, stop } = await polled({ 'palomar-60': silent, liverpool: good });
		await expect.poll(() => stateOf(block), { timeout: 15_000 }).toBe('executed');
		await expect.poll(() => stateOf(refused), { timeout: 15_000 }).toBe('declined');
		await expect.poll(() => lookOf('liverpool')).toMatchObject({ problems: [], problemCount: 0 });
		expect(await lookOf('palomar-60')).toBeUndefined();
		silent.trouble = null;
		await stop();
	});

	it('are asked less often while they do not answer, and what is wrong is kept for their people', async () => {
		const server = await facilityServer(() => clock);
		const block = await propose('liverpool', 'patient');
		server.courses.set('patient', [{ state: 'accepted' }]);
		server.trouble = 'down';
		const { lookOf, stop } = await polled({ liverpool: server });
		const nextIn = async () => {
			const look = await lookOf('liverpool');
			return look ? (look.nextAt! - look.lookedAt) / 1e6 : 0;
		};
		await expect.poll(nextIn, { timeout: 15_000 }).toBeGreaterThan(0.3);
		expect(await lookOf('liverpool')).toMatchObject({
			answeredAt: null,
			problems: [expect.stringMatching(/^The system of liverpool-system cannot be asked at the moment/)]
		});
		server.trouble = null;
		await expect.poll(() => stateOf(block), { timeout: 15_000 }).toBe('accepted');
		await expect.poll(nextIn, { timeout: 15_000 }).toBe(0.05);
		expect(await lookOf('liverpool')).toMatchObject({ problems: [], answeredAt: expect.any(Number) });
		await stop();
	});

	it('wait twice as long after each look without an answer, up to an hour', () => {
		expect([0, 1, 2, 3, 10, 1000].map((times) => secondsToNext(60, times))).toEqual([
			60, 120, 240, 480, 3600, 3600
		]);
		expect(secondsToNext(7200, 5)).toBe(7200);
	});
});

it.each([
	['{"state":"perhaps"}', /not understood: its state must be one of pending, .*, aborted; got 'perhaps'\.$/],
	['[]', /not understood: it must be an object; got an empty list\.$/],
	[
		'{"state":"executed","from":"noon"}',
		/not understood: its from is wrong: The time 'noon' is not a time; /
	],
	['{"state":"executed","depth_mag":1e400}', /its depth_mag must be a number; got Infinity\.$/]
])('of a plain system the reply %s is told to be none', async (body, why) => {
	const server = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const adapter = jsonAdapter({ name: 'x', url, authorization: null }, { facilities: [], everySec: 60 });
	try {
		await expect(adapter.status('key')).rejects.toThrow(why);
	} finally {
		server.close();
		server.closeAllConnections();
	}
});

describe('adapters.json', () => {
	const written = (content: unknown) => {
		const folder = mkdtempSync(join(testFolder(), 'adapters-'));
		writeFileSync(
			join(folder, 'adapters.json'),
			typeof content === 'string' ? content : JSON.stringify(content)
		);
		return folder;
	};
	const one = { kind: 'json', name: 'x', facilities: ['a'], url: 'https://example.org' };

	it('may be absent', async () => {
		expect(await readAdapters(testFolder(), {})).toEqual([]);
	});

	it.each([
		['{', /it is no JSON/],
		[[{ ...one, token: 'secret' }], /its 0 is wrong: Unrecognized key/],
		[[{ ...one, url: 'file:///etc/passwd' }], /its 0\.url is wrong/],
		[[one, { ...one, name: 'y' }], /it has the facility a twice/],
		[[{ ...one, authorization: 'NOT_SET' }], /x wants the variable NOT_SET, which is not set/],
		[[{ ...one, kind: 'lco' }], /its 0\.proposal is wrong/],
		[
			[{ ...one, url: 'https://user:secret@example.org' }],
			/its 0\.url is wrong: wants an address without a pas/
		],
		[
			[{ ...one, url: 'https://example.org?key=secret' }],
			/its 0\.url is wrong: wants an address without a pas/
		]
	])('with %j is refused in a sentence', async (content, why) => {
		await expect(readAdapters(written(content), {})).rejects.toThrow(why);
	});

	// what `fetch` says of such a header has all of it, and trouble is shown and logged
	it.each(['Token a\nsecret', 'Token \u20acsecret', ' '])(
		'does not tell a secret that is no header: %j',
		async (value) => {
			const refused = readAdapters(written([{ ...one, authorization: 'HEADER' }]), { HEADER: value });
			await expect(refused).rejects.toThrow(/the variable HEADER of x must be one line of printable ASCII/);
			await expect(refused).rejects.not.toThrow(/secret/);
		}
	);
});
