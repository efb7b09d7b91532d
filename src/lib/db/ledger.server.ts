import { pipeline } from 'node:stream/promises';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Database, Transaction } from './client.server.ts';
import type { FactSet } from './fact-set.ts';
import { land } from './landing.server.ts';
import { encodeManifest, genesis, sealDigest, type ManifestEntry, type SegmentSeal } from './manifest.ts';
import type { Relation } from './relations.ts';

/** Who writes a batch, what kind of act it is, and where its packets' bytes lie. */
export interface Entry {
	readonly actor: string;
	readonly kind: string;
	readonly note: string;
	readonly segment: SegmentSeal | null;
}

export interface Sealed {
	readonly batch: bigint;
	readonly sealedAt: Instant;
	/** Facts that were new, by relation. */
	readonly recorded: ReadonlyMap<string, number>;
}

const lockTimeoutMs = 30_000;

/**
 * The one door into the archive: writes `facts` as the next batch and seals it with a digest chained to the one
 * before. Batches commit one at a time, so their order is the order of commits. A telling that is already on record
 * no later is left out; when nothing is new there is no batch and the answer is null.
 * `check` looks at the staged rows (`incoming_<relation>`) under the lock and throws when they must not land.
 * Throws `busy` when another writer holds the ledger for 30 s.
 */
export async function record(
	database: Database,
	entry: Entry,
	facts: FactSet,
	check: (tx: Transaction) => Promise<void> = async () => {}
): Promise<Sealed | null> {
	try {
		return await database.sql.begin('isolation level read committed', async (tx) => {
			for (const [relation, tuples] of facts.tuples) await stage(tx, relation, tuples.copyStream());
			await tx.unsafe(`set local lock_timeout = ${lockTimeoutMs}`);
			// a statement of its own: with the lock and max(batch) in one statement the chain was seen to fork
			await tx`select pg_advisory_xact_lock(hashtext('lookback/ledger'))`;
			await check(tx);
			const sealed = await write(tx, entry, facts);
			if (!sealed) throw nothingNew;
			return sealed;
		});
	} catch (error) {
		if (error === nothingNew) return null;
		if ((error as { code?: string }).code === lockNotAvailable) throw ledgerBusy(error);
		throw error;
	}
}

const nothingNew = Symbol('nothing new');
const lockNotAvailable = '55P03';

function ledgerBusy(cause: unknown): LookbackError {
	return new LookbackError(
		'busy',
		'db/ledger-busy',
		`Another writer held the ledger for ${lockTimeoutMs / 1000} s; try again.`,
		{},
		{ cause }
	);
}

/** Sends rows to a table of this session, where the insert under the lock finds them. */
async function stage(tx: Transaction, relation: Relation, stream: Buffer): Promise<void> {
	const columns = relation.columns.map((column) => column.name).join(', ');
	await tx.unsafe(`create temporary table if not exists incoming_${relation.name} on commit delete rows
		as select ${columns} from ${relation.name} with no data`);
	const copy = await tx
		.unsafe(`copy incoming_${relation.name} (${columns}) from stdin (format binary)`)
		.writable();
	await pipeline([stream], copy);
}

async function write(tx: Transaction, entry: Entry, facts: FactSet): Promise<Sealed | null> {
	const [last] = await tx<{ batch: bigint; digest: Uint8Array }[]>`
		select batch, digest from batch order by batch desc limit 1`;
	const batch = (last?.batch ?? 0n) + 1n;
	const entries: ManifestEntry[] = [];
	const recorded = new Map<string, number>();
	for (const relation of facts.tuples.keys()) {
		const landed = await land(tx, relation, batch);
		for (const fact of landed) {
			entries.push({ fact, relation: relation.code, digest: facts.digest(fact).digest });
		}
		recorded.set(relation.name, landed.length);
	}
	if (entries.length === 0) return null;
	const [clock] = await tx<{ sealed_at: Instant }[]>`
		select greatest(clock_timestamp(), max(sealed_at) + interval '1 microsecond') as sealed_at from batch`;
	const sealedAt = clock!.sealed_at;
	const previous = last?.digest ?? genesis;
	const manifest = encodeManifest(entries);
	const digest = sealDigest({ batch, sealedAt, ...entry, previous, manifest });
	await tx`
		insert into batch (batch, sealed_at, actor, kind, note, segment, segment_bytes, segment_frame_sha256, facts, previous,
			digest, manifest)
		values (${batch}, ${sealedAt}, ${entry.actor}, ${entry.kind}, ${entry.note}, ${entry.segment?.path ?? null},
			${entry.segment?.bytes ?? null}, ${entry.segment?.frameSha256 ?? null},
			${entries.length}, ${previous}, ${digest}, ${manifest})`;
	return { batch, sealedAt, recorded };
}
