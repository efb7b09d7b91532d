import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '#lib/access/viewer.ts';
import { localViewer, viewerOf } from '#lib/access/viewer.server.ts';
import {
	folderStore,
	ingest,
	listEvents,
	openPaths,
	parseKnownRule,
	readEvent,
	readObject,
	readPacket,
	resolveBasis,
	searchObjects,
	verify,
	type Question,
	type RawStore
} from '#lib/archive/index.server.ts';
import type { BasisRequest } from '#lib/archive/basis.ts';
import type { Arrival } from '#lib/archive/packets/open.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { testDatabase } from '../support/database.ts';
import { sample, samples } from '../support/samples.ts';

interface Archive {
	database: Database;
	store: RawStore;
}
const made: { archive: Archive; folder: string }[] = [];

async function emptyArchive(): Promise<Archive> {
	const folder = await mkdtemp(join(tmpdir(), 'lookback-ingest-'));
	const database = openDatabase(await testDatabase(), { max: 4, role: 'lookback_app' });
	const archive = { database, store: folderStore(folder) };
	made.push({ archive, folder });
	return archive;
}

afterAll(async () => {
	for (const { archive, folder } of made) {
		await archive.database.close();
		await rm(folder, { recursive: true });
	}
});

const now = parseInstant('2026-06-01T00:00:00Z');

async function* each(arrivals: readonly Arrival[]): AsyncGenerator<Arrival> {
	yield* arrivals;
}

async function arrivalsOf(path: string): Promise<Arrival[]> {
	const arrivals: Arrival[] = [];
	for await (const arrival of openPaths([sample(path)])) arrivals.push(arrival);
	return arrivals;
}

function load(
	{ database, store }: Archive,
	arrivals: readonly Arrival[],
	knownAt = 'observed+20m',
	receivedAt = now
) {
	return ingest(database, store, each(arrivals), {
		actor: 'test',
		note: '',
		rule: parseKnownRule(knownAt),
		now: () => receivedAt
	});
}

async function ask({ database }: Archive, viewer: Viewer, basis: BasisRequest = {}): Promise<Question> {
	return { database, viewer, basis: await resolveBasis(database, basis, now) };
}

describe.skipIf(!samples)('loading real ZTF packets', () => {
	let archive: Archive;
	let arrivals: Arrival[];
	let anyone: Viewer;
	let everyone: Viewer;
	beforeAll(async () => {
		archive = await emptyArchive();
		arrivals = [
			...(await arrivalsOf('ztf/ampel-ztf/ZTF18abxhyqv.tar.gz')),
			...(await arrivalsOf('ztf/ampel-ztf/recent_alerts.tar.gz'))
		];
		await load(archive, arrivals);
		anyone = await viewerOf(archive.database, { authorization: null, session: null }, now);
		everyone = await localViewer(archive.database);
	});

	it('what a partnership measured is invisible to anyone else, whole object included', async () => {
		const mine = await readObject(await ask(archive, everyone), 'ztf', 'ZTF18abxhyqv');
		expect(mine.alerts.length).toBe(4);
		expect(new Set(mine.alerts.map((alert) => alert.collection))).toEqual(new Set(['ztf.partnership']));
		const theirs = await ask(archive, anyone);
		const seen = await readObject(theirs, 'ztf', 'ZTF18abxhyqv').catch((error: Error) => error);
		if (seen instanceof Error) expect(seen.message).toMatch(/^No object ztf\/ZTF18abxhyqv is known/);
		else {
			expect(seen.alerts).toEqual([]);
			expect(new Set(seen.photometry.map((row) => row.collection))).toEqual(new Set(['ztf.public']));
		}
	});

	it('a packet that carries rows of another program is not handed out whole', async () => {
		const [alert] = (await readObject(await ask(archive, everyone), 'ztf', 'ZTF18abxhyqv')).alerts;
		const original = await readPacket(await ask(archive, everyone), archive.store, alert!.packet!);
		expect(arrivals.some((arrival) => arrival.bytes && original.bytes.equals(arrival.bytes))).toBe(true);
		await expect(readPacket(await ask(archive, anyone), archive.store, alert!.packet!)).rejects.toThrow(
			/not open to you/
		);
	});

	it('loading the same packets again changes nothing, with any rule of knowledge time', async () => {
		const before = await archive.database.sql`select max(batch) as newest from batch`;
		for (const rule of ['observed+20m', 'observed+1h', 'received']) {
			const report = await load(archive, arrivals, rule);
			expect(report.total('repeated')).toBe(arrivals.length);
			expect(report.batches).toBe(0);
		}
		expect(await archive.database.sql`select max(batch) as newest from batch`).toEqual(before);
	});

	it('a packet loaded again with an earlier knowledge time is known earlier from then on, and not at older bases', async () => {
		const old = await ask(archive, everyone);
		const known = (await readObject(old, 'ztf', 'ZTF18abxhyqv')).alerts.map((alert) => alert.known_at);
		await load(archive, arrivals, 'observed+1m');
		const since = (await readObject(await ask(archive, everyone), 'ztf', 'ZTF18abxhyqv')).alerts;
		expect(since.map((alert) => alert.known_at)).toEqual(known.map((t) => t - 19 * 60_000_000));
		const again = await readObject(old, 'ztf', 'ZTF18abxhyqv');
		expect(again.alerts.map((alert) => alert.known_at)).toEqual(known);
	});

	it('the whole ledger verifies', async () => {
		const verification = await verify(archive.database, archive.store);
		expect(verification.findings).toEqual([]);
		expect(verification.packets).toBe(arrivals.length * 2);
	});
});

describe.skipIf(!samples)('what packets repeat of each other', () => {
	it('is no revision but where the sample itself was altered', async () => {
		const archive = await emptyArchive();
		for (const path of [
			'ztf/kowalski',
			'ztf/skyportal/fink_sample',
			'ztf/fink-broker_basic_alerts_all_topics.tar.gz'
		]) {
			await load(archive, await arrivalsOf(path), 'received');
		}
		const [count] = await archive.database.sql<
			[{ told: number; restated: number; revised: number; moved: number }]
		>`
			select count(*)::integer as told,
				count(*) filter (where tellings > 1)::integer as restated,
				count(*) filter (where versions > 1 and epochs = 1 and places = 1)::integer as revised,
				count(*) filter (where versions > 1 and (epochs > 1 or places > 1))::integer as moved
			from (
				select count(*) as tellings, count(distinct version) as versions, count(distinct observed_at) as epochs,
					count(distinct (ra_deg, dec_deg)) as places
				from photometry
				group by survey, object_id, measurement
			) measured`;
		expect(count.restated).toBeGreaterThan(50);
		expect(count.revised).toBe(0);
		// the sample's makers gave some candidates another epoch or position than their own histories have
		expect(count.moved).toBeGreaterThan(0);
	});
});

describe.skipIf(!samples)('order of loading', () => {
	it('does not show at the newest batch, whatever the moment asked about', async () => {
		const packets = (await arrivalsOf('ztf/fink-broker_basic_alerts_all_topics.tar.gz')).slice(0, 150);
		const shuffled = packets.map((packet, index) => ({ packet, place: (index * 7919) % 150 }));
		const orders = [
			packets,
			packets.toReversed(),
			shuffled.sort((a, b) => a.place - b.place).map(({ packet }) => packet)
		];
		const answers: string[] = [];
		for (const order of orders) {
			const archive = await emptyArchive();
			for (let from = 0; from < order.length; from += 40) await load(archive, order.slice(from, from + 40));
			const everyone = await localViewer(archive.database);
			const told: unknown[] = [];
			for (const known of ['2023-10-15', '2023-10-21', '2023-11-20', '2026-01-01']) {
				const question = await ask(archive, everyone, { known });
				const { objects } = await searchObjects(question, { limit: 1000 });
				for (const { survey, object_id } of objects) {
					const { alerts, photometry } = await readObject(question, survey, object_id);
					told.push(alerts.map(meaning), photometry.map(meaning));
				}
			}
			answers.push(text(told));
		}
		expect(answers[0]!.length).toBeGreaterThan(10_000);
		expect(answers[1] === answers[0] && answers[2] === answers[0]).toBe(true);
	});
});

describe.skipIf(!samples)('several loads at once', () => {
	it('of the same objects give the archive that one load gives', async () => {
		const packets = (await arrivalsOf('ztf/fink-broker_basic_alerts_all_topics.tar.gz')).slice(0, 120);
		const alone = await emptyArchive();
		await load(alone, packets);
		const together = await emptyArchive();
		await Promise.all([
			load(together, packets),
			load(together, packets.toReversed()),
			load(together, packets.slice(40))
		]);
		const answers = await Promise.all(
			[alone, together].map(async (archive) => {
				const question = await ask(archive, await localViewer(archive.database));
				const { objects } = await searchObjects(question, { limit: 1000 });
				const pages = await Promise.all(
					objects.map((one) => readObject(question, one.survey, one.object_id))
				);
				return text(pages.map((page) => [page.alerts.map(meaning), page.photometry.map(meaning)]));
			})
		);
		expect(answers[1]).toBe(answers[0]);
		expect((await verify(together.database, together.store)).findings).toEqual([]);
	});

	it('record each packet once, and leave no bytes behind that no batch names', async () => {
		const packets = (await arrivalsOf('ztf/fink-broker_basic_alerts_all_topics.tar.gz')).slice(0, 120);
		const unreadable = [1, 2, 3].map((number): Arrival => {
			const bytes = Buffer.from(`nothing of the kind ${number}`);
			return { name: `unreadable-${number}`, bytes, original: bytes };
		});
		const archive = await emptyArchive();
		const all = [...packets, ...unreadable];
		const reports = await Promise.all([
			load(archive, all),
			load(archive, all.toReversed()),
			load(
				archive,
				all.slice().sort((a, b) => (a.name < b.name ? -1 : 1))
			)
		]);
		const alone = await emptyArchive();
		await load(alone, all);
		const counts = ({ database }: Archive) => database.sql`
			select count(*)::integer as rows, count(distinct sha256)::integer as packets,
				(select count(*)::integer from quarantine) as refusals,
				(select count(*)::integer from alert a where not exists (select from packet p where p.id = a.packet)) as orphans
			from packet`;
		const [expected] = await counts(alone);
		expect(expected).toMatchObject({ rows: 123, packets: 123, orphans: 0 });
		expect((await counts(archive))[0]).toEqual(expected);
		const { sql } = archive.database;
		const sums = reports.map((report) => report.total('packets') + report.total('repeated'));
		expect(sums).toEqual([123, 123, 123]);
		expect(reports.reduce((sum, report) => sum + report.total('packets'), 0)).toBe(123);
		const named = await sql<{ segment: string }[]>`select segment from batch where segment is not null`;
		const kept = await readdir(archive.store.place, { recursive: true });
		expect(kept.filter((path) => path.endsWith('.tar')).sort()).toEqual(
			named.map(({ segment }) => segment).sort()
		);
		expect((await verify(archive.database, archive.store)).findings).toEqual([]);
	});

	it('tell each fact once, though each receives the packets at a moment of its own', async () => {
		const packets = (await arrivalsOf('ztf/fink-broker_basic_alerts_all_topics.tar.gz')).slice(0, 120);
		const counts = async ({ database: { sql } }: Archive) => {
			const [row] = await sql`
				select (select count(*) from packet) as packets, (select count(*) from alert) as alerts,
					(select count(*) from photometry) as photometry, (select count(*) from collection_policy) as policies`;
			return row;
		};
		const [alone, together] = [await emptyArchive(), await emptyArchive()];
		await load(alone, packets, 'received');
		await Promise.all(
			[2000, 1000, 0].map((earlier) =>
				load(together, packets, 'received', (now - earlier * 1000) as typeof now)
			)
		);
		expect(await counts(together)).toEqual(await counts(alone));
	});
});

/** A row without what only says where it stands in this archive. */
function meaning(row: object): unknown {
	const whereItStands = new Set(['batch', 'fact', 'packet', 'hpx', 'version']);
	return Object.fromEntries(Object.entries(row).filter(([name]) => !whereItStands.has(name)));
}

function text(value: unknown): string {
	return JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one));
}

describe.skipIf(!samples)('loading real notices', () => {
	let archive: Archive;
	let anyone: Viewer;
	beforeAll(async () => {
		archive = await emptyArchive();
		await ingest(
			archive.database,
			archive.store,
			openPaths([sample('gcn/voevents/lvc_observation.tar.xz')]),
			{
				actor: 'test',
				note: '',
				rule: { kind: 'received' },
				now: () => now
			}
		);
		anyone = await viewerOf(archive.database, { authorization: null, session: null }, now);
	});

	it('the sample of LIGO/Virgo notices is 2,811 notices of 1,331 superevents', async () => {
		const [count] = await archive.database.sql`
			select count(distinct notice_id)::integer as notices, count(distinct event)::integer as events from notice`;
		expect(count).toEqual({ notices: 2811, events: 1331 });
	});

	it('S190405ar stands as known at 15:10 and is retracted as known at 15:30', async () => {
		const at = async (known: string) => readEvent(await ask(archive, anyone, { known }), 'S190405ar');
		expect((await at('2019-04-12T15:10:00Z')).retracted).toBe(false);
		expect((await at('2019-04-12T15:30:00Z')).retracted).toBe(true);
	});

	it('each event stands or is retracted at the end as the reference list of its notices has it', async () => {
		const lines = (await readFile(sample('gcn/voevents/lvc_lifecycle.csv'), 'utf8')).trim().split('\n');
		const header = lines[0]!.split(',');
		const column = (line: string, name: string) => line.split(',')[header.indexOf(name)]!;
		const last = new Map<string, { date: string; retracted: boolean }>();
		for (const line of lines.slice(1)) {
			const date = column(line, 'notice_date_utc');
			const event = column(line, 'superevent');
			if ((last.get(event)?.date ?? '') <= date) {
				last.set(event, { date, retracted: column(line, 'alert_type') === 'Retraction' });
			}
		}
		const listed = await listEvents(await ask(archive, anyone), { limit: 10_000, includeTests: true });
		const retracted = (names: Iterable<string>) => [...names].sort();
		expect(retracted(listed.filter((event) => event.retracted).map((event) => event.event))).toEqual(
			retracted([...last].filter(([, { retracted }]) => retracted).map(([event]) => event))
		);
	});
});

it('what cannot be read is kept with its reason, and its neighbours go on', async () => {
	const archive = await emptyArchive();
	const arrivals: Arrival[] = ['not a packet', '', '<VOEvent', '{"a":', 'Obj\u0001 broken'].map(
		(words, index) => ({
			name: `bad-${index}`,
			bytes: Buffer.from(words, 'latin1'),
			original: Buffer.from(words, 'latin1')
		})
	);
	const report = await load(archive, arrivals);
	expect(report.total('refused')).toBe(arrivals.length);
	const kept = await archive.database.sql<{ name: string; reason: string; packet: bigint }[]>`
		select name, reason, packet from quarantine order by name`;
	expect(kept.map(({ name }) => name)).toEqual(arrivals.map(({ name }) => name));
	for (const { reason } of kept) expect(reason).toMatch(/^[^\n]{10,}\.$/);
	const everyone = await ask(archive, await localViewer(archive.database));
	for (const [index, { packet }] of kept.entries()) {
		expect((await readPacket(everyone, archive.store, packet)).bytes.equals(arrivals[index]!.bytes!)).toBe(
			true
		);
	}
	expect((await load(archive, arrivals)).batches).toBe(0);
	expect(await readdir(archive.store.place)).toEqual(['raw']);
	expect((await verify(archive.database, archive.store)).findings).toEqual([]);
});

it('a packet in which some state their time and others do not is loaded twice to no effect, with any rule', async () => {
	const archive = await emptyArchive();
	const circular = (circularId: number, day: number) => {
		const createdOn = Date.UTC(2023, 0, day);
		return { circularId, subject: 'GRB 230101A: x', body: 'y', submitter: 'z', createdOn };
	};
	const synonyms = ['GRB 230101A', 'bn230101001'].map((eventId) => ({ synonymId: '1', eventId }));
	// numbers do not run with the days on which the circulars were submitted
	const bytes = Buffer.from(JSON.stringify({ circulars: [circular(1, 9), circular(2, 2)], synonyms }));
	const dump = [{ name: 'dump.json', bytes, original: bytes }];
	const later = parseInstant('2026-07-01T00:00:00Z');
	expect((await load(archive, dump, 'received')).batches).toBe(1);
	expect((await load(archive, dump, '2026-02-01', later)).recorded.get('statement')).toBe(1);
	for (const rule of ['2026-02-01', 'received', 'observed+20m', '2026-03-01'])
		expect((await load(archive, dump, rule, later)).batches, rule).toBe(0);
});
