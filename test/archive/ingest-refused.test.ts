import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, inject, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { folderStore, ingest, listQuarantine, resolveBasis, verify } from '#lib/archive/index.server.ts';
import type { Arrival } from '#lib/archive/packets/open.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { testDatabase } from '../support/database.ts';

const now = parseInstant('2026-06-01T00:00:00Z');
const opened: Database[] = [];
let database: Database;
let store: ReturnType<typeof folderStore>;

beforeEach(async () => {
	database = openDatabase(await testDatabase(), { max: 4, role: 'lookback_app' });
	opened.push(database);
	store = folderStore(mkdtempSync(join(inject('runFolder'), 'refused-')));
});
afterAll(async () => {
	for (const one of opened) await one.close();
});

function load(...arrivals: Arrival[]) {
	const given = async function* () {
		yield* arrivals;
	};
	const options = { actor: 'test', note: '', rule: { kind: 'received' }, now: () => now } as const;
	return ingest(database, store, given(), options);
}

function bare(name: string, code = 'archive/too-large'): Arrival {
	return { name, refused: new LookbackError('incorrect', code, `'${name}' has more bytes than are taken.`) };
}

async function recorded() {
	const packets = await database.sql`select name from packet order by name`;
	const refusals = await database.sql`select name, code, packet from quarantine order by name, code`;
	return { packets: packets.map(({ name }) => name as string), refusals: [...refusals] };
}

it('what came without any bytes is refused by its name, each for itself, and is no packet', async () => {
	const report = await load(bare('bomb.gz'), bare('other.gz'), bare('a link', 'archive/not-a-file'));
	expect(report).toMatchObject({ batches: 1 });
	expect([report.total('refused'), report.total('repeated')]).toEqual([3, 0]);
	expect(await recorded()).toEqual({
		packets: [],
		refusals: [
			{ name: 'a link', code: 'archive/not-a-file', packet: null },
			{ name: 'bomb.gz', code: 'archive/too-large', packet: null },
			{ name: 'other.gz', code: 'archive/too-large', packet: null }
		]
	});
});

it('loading it again changes nothing, unless it is refused for another reason', async () => {
	await load(bare('bomb.gz'), bare('bomb.gz'));
	const first = await recorded();
	expect(first.refusals).toHaveLength(1);
	const again = await load(bare('bomb.gz'));
	expect([again.batches, again.total('repeated'), again.total('refused')]).toEqual([0, 1, 0]);
	expect(await recorded()).toEqual(first);
	await load(bare('bomb.gz', 'archive/unreadable'));
	expect((await recorded()).refusals).toHaveLength(2);
});

it('an empty file is a packet of no bytes, and stands beside it', async () => {
	const nothing = new Uint8Array();
	const report = await load(bare('bomb.gz'), { name: 'empty.json', bytes: nothing, original: nothing });
	expect(report.total('refused')).toBe(2);
	expect(await recorded()).toMatchObject({
		packets: ['empty.json'],
		refusals: [{ name: 'bomb.gz', packet: null }, { code: 'archive/empty' }]
	});
});

it('stands in the quarantine that is listed, and in a ledger that verifies', async () => {
	await load(bare('bomb.gz'));
	const viewer = await localViewer(database);
	const basis = await resolveBasis(database, {}, now);
	const listed = await listQuarantine({ database, viewer, basis }, 10);
	expect(listed).toMatchObject([{ name: 'bomb.gz', record: null, packet: null }]);
	expect((await verify(database, store)).findings).toEqual([]);
});

it('large packets are not kept waiting for each other in memory: a segment is closed above 32 MiB', async () => {
	const large = Array.from({ length: 4 }, (_, index) => {
		const bytes = Buffer.alloc(20 * 2 ** 20, index + 1);
		return { name: `large-${index}`, bytes, original: bytes };
	});
	const report = await load(...large);
	expect([report.total('refused'), report.batches]).toEqual([4, 2]);
	const segments = await database.sql`select segment from batch where segment is not null`;
	expect(new Set(segments.map(({ segment }) => segment as string)).size).toBe(2);
	expect((await verify(database, store)).findings).toEqual([]);
});

it('an alert whose sky map cannot be read is recorded, and the reason is kept with its packet', async () => {
	const alert = {
		alert_type: 'PRELIMINARY',
		time_created: '2023-09-14T11:15:00Z',
		superevent_id: 'S230914ak',
		event: { time: '2023-09-14T11:14:01.25Z', far: 1.5e-9, skymap: 'U0lNU...' },
		external_coinc: null
	};
	const bytes = Buffer.from(JSON.stringify(alert));
	const report = await load({ name: 'alert.json', bytes, original: bytes });
	expect(Object.fromEntries(report.recorded)).toMatchObject({ packet: 1, notice: 1, quarantine: 1 });
	const [refusal] = await database.sql<{ code: string; reason: string }[]>`
		select q.code, q.reason
		from quarantine q join notice n on n.packet = q.packet
		where n.event = 'S230914ak'`;
	expect(refusal).toMatchObject({ code: 'fits/bad-embedded' });
	expect(refusal!.reason).toMatch(/^The sky map of lvk\/S230914ak\/preliminary\/\S+ cannot be read\. /);
	expect((await load({ name: 'alert.json', bytes, original: bytes })).batches).toBe(0);
});

it.each([
	['with U+0000 in it', 'S230914\0ak', /event "S230914\\u0000ak" of the notice has the character U\+0000/],
	['longer than the database can look up', `S230914${'0123456789'.repeat(400)}ak`, /at most 2000 can be kept/]
])(
	'a notice of an event with a name %s is refused, and its neighbours are recorded',
	async (_, name, why) => {
		const alert = (superevent: string) => {
			const told = {
				superevent_id: superevent,
				alert_type: 'RETRACTION',
				time_created: '2023-09-14T11:15:00Z'
			};
			const bytes = Buffer.from(JSON.stringify(told));
			return { name: `${superevent.length}.json`, bytes, original: bytes };
		};
		const report = await load(alert('S230914aa'), alert(name), alert('S230914bbb'));
		expect(Object.fromEntries(report.recorded)).toMatchObject({ packet: 3, notice: 2, quarantine: 1 });
		const [refusal] = await database.sql<
			{ code: string; reason: string }[]
		>`select code, reason from quarantine`;
		expect(refusal!.code).toBe('archive/bad-name');
		expect(refusal!.reason).toMatch(why);
		expect((await verify(database, store)).findings).toEqual([]);
	}
);

it('what came without any bytes is refused under a name with U+0000 in it', async () => {
	await load(bare('bo\0mb.gz'), bare('bo\0mb.gz'));
	expect((await load(bare('bo\0mb.gz'))).batches).toBe(0);
	expect((await recorded()).refusals).toMatchObject([{ name: 'bo\ufffdmb.gz' }]);
});
