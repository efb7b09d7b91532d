import { hash } from 'node:crypto';
import type { Database, Transaction } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record, type Sealed } from '#lib/db/ledger.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { BatchPackets } from './ingest/batch-packets.server.ts';
import { Collections } from './ingest/collections.server.ts';
import { packetIds } from './ingest/packets-on-record.server.ts';
import type { Row } from './ingest/rows.ts';
import type { RawStore } from './raw/store.ts';

/** Bytes that Lookback itself makes and keeps like those that come in: the document of a run, of a back-test. */
export interface Document {
	readonly name: string;
	/** `lookback-run`, `lookback-backtest`. */
	readonly format: string;
	readonly bytes: Uint8Array;
	readonly collection: string;
}

/**
 * Records facts, and the document they rest on, as one batch: the bytes first, like everything that is recorded.
 * `factsOf` makes the rows, given the number of the packet that holds the document (null without one). Collections
 * met for the first time get their policy. `guard` looks under the ledger's lock at what others have recorded, and throws
 * where these facts no longer hold.
 */
export async function recordFacts(
	{ database, store }: { readonly database: Database; readonly store: RawStore },
	entry: { readonly actor: string; readonly kind: string; readonly note: string },
	document: Document | null,
	factsOf: (packet: bigint | null) => readonly Row[],
	now: Instant,
	guard: (tx: Transaction) => Promise<void> = async () => {}
): Promise<Sealed | null> {
	const packets = new BatchPackets();
	const [packet = null] = document ? await packetIds(database, 1) : [];
	if (document && packet !== null)
		packets.add(
			{
				id: packet,
				source: 'lookback',
				format: document.format,
				schema_version: null,
				role: 'observation',
				name: document.name,
				wanted_collection: null,
				sha256: hash('sha256', document.bytes, 'buffer'),
				records: 1,
				collections: [document.collection],
				stated_at: null,
				received_at: now,
				collection: document.collection,
				known_at: now,
				known_from: 'received',
				version: 0n,
				packet
			},
			document.bytes
		);
	const rows = factsOf(packet);
	const collections = new Collections(database);
	await collections.load();
	const policies = collections.introduce(rows.map(({ row }) => row.collection));
	packets.store(store, now);
	const segment = await packets.stored;
	const facts = new FactSet();
	for (const row of packets.rows) facts.add('packet', row);
	for (const { relation, row } of [...policies, ...rows]) facts.add(relation, row);
	const revise = async (tx: Transaction) => {
		await guard(tx);
		return null;
	};
	const sealed = await record(database, { ...entry, segment }, facts, { revise });
	if (!sealed) await packets.discard(store);
	return sealed;
}
