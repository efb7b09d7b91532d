import { afterAll } from 'vitest';
import { admitToken } from '#lib/access/people/tokens.server.ts';
import { contextOf, type Archive } from '#lib/api/context.server.ts';
import { represent } from '#lib/api/represent.server.ts';
import { answering } from '#lib/api/respond.server.ts';
import { generateNights } from '#lib/archive/demo/nights.ts';
import { generateNotices } from '#lib/archive/demo/notices.ts';
import { folderStore, ingest, parseKnownRule, type KnownRule } from '#lib/archive/index.server.ts';
import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record as recordFacts } from '#lib/db/ledger.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { openSoftware } from '#lib/versioning/store/index.server.ts';
import { testCopy } from './database.ts';
import type { Template } from './template.ts';

/** The present of tests. */
export const present = parseInstant('2026-06-01T00:00:00Z');

/** An archive with notices of four invented events and a week of invented alerts, some of them corrected. */
export interface SmallArchive extends Archive {
	readonly url: string;
	readonly dataDir: string;
	readonly token: string;
	/** Records packets; known as `rule` says. */
	load(packets: readonly PacketArrival[], rule: string, collection?: string): Promise<void>;
	/** Records so many events `many0`, `many1`, ... of one notice each, known in the year 2000. */
	recordEvents(count: number): Promise<void>;
}

/** A fresh archive of a test file, closed when the file is done. */
export async function smallArchive(): Promise<SmallArchive> {
	const { url, dataDir } = await testCopy(nightsAndNotices);
	const database = openDatabase(url, { max: 4, role: 'lookback_app' });
	closeLater.push(database);
	const [store, software] = [folderStore(dataDir), openSoftware(dataDir)];
	const load: SmallArchive['load'] = (packets, rule, collection) =>
		recordPackets({ database, store }, packets, parseKnownRule(rule), collection);
	const recordEvents = async (count: number) => {
		const facts = new FactSet();
		for (let i = 0; i < count; i++) facts.add('notice', plainNotice(`many${i}`));
		await recordFacts(database, { actor: 'test', kind: 'test', note: '', segment: null }, facts);
	};
	return { database, store, software, url, dataDir, token, load, recordEvents };
}

const token = 'the-token-of-a-person';

const nightsAndNotices: Template = {
	name: 'nights',
	async fill(url, dataDir) {
		const database = openDatabase(url, { max: 4, role: 'lookback_app' });
		const archive = { database, store: folderStore(dataDir) };
		const nights = [...generateNights({ seed: 3, nights: 8, alertsPerNight: 20, stampPixels: 5 })];
		const prompt = nights.filter(({ delivery }) => delivery.kind === 'prompt');
		await recordPackets(archive, prompt, parseKnownRule('observed+20m'));
		for (const packet of nights) {
			const { delivery } = packet;
			if (delivery.kind !== 'prompt') await recordPackets(archive, [packet], { kind: 'at', at: delivery.at });
		}
		await recordPackets(archive, generateNotices(), parseKnownRule('received'));
		await admitToken(database, token, 'a person', present);
		await database.close();
	}
};

async function recordPackets(
	{ database, store }: Pick<Archive, 'database' | 'store'>,
	packets: readonly PacketArrival[],
	rule: KnownRule,
	collection?: string
): Promise<void> {
	const arrivals = async function* () {
		yield* packets;
	};
	const options = { actor: 'test', note: 'invented', rule, collection, now: () => present };
	await ingest(database, store, arrivals(), options);
}

function plainNotice(event: string): NewFact<'notice'> {
	const known_at = parseInstant('2000-01-01T00:00:00Z');
	const nothing = { ra_deg: null, dec_deg: null, error_deg: null, far_hz: null, title: null, body: null };
	return {
		notice_id: `test/${event}`,
		event,
		event_kind: 'other',
		stream: 'test',
		kind: 'initial',
		role: 'observation',
		stated_at: known_at,
		event_at: null,
		...nothing,
		cites: [],
		detail: {},
		collection: 'gcn.public',
		known_at,
		known_from: 'stated',
		version: 1n,
		packet: null
	};
}

/** Answers GETs of a process without a server: `get('/objects.json')`, as anyone or with a token. */
export function getter(archive: Archive) {
	return (address: string, token?: string): Promise<Response> => {
		const context = contextOf(
			() => archive,
			{ authorization: token ? `Bearer ${token}` : null, session: null },
			present
		);
		return answering(address, () => represent(context, new URL(address, 'http://lookback.test')));
	};
}

const closeLater: { close(): Promise<void> }[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(async () => {
	for (const database of closeLater.splice(0)) await database.close();
});
