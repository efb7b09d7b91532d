import { randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Database, Transaction } from './client.server.ts';
import type { FactSet } from './fact-set.ts';
import { land } from './landing.server.ts';
import { encodeManifest, genesis, sealDigest, type SegmentSeal } from './manifest.ts';
import { sealedChannel } from './seals.server.ts';

/** Who writes a batch, what kind of act it is, and where its packets' bytes lie. */
export interface Entry {
	readonly actor: string;
	readonly kind: string;
	readonly note: string;
	readonly segment: SegmentSeal | null;
}

/** What a batch holds: its facts, and the segment with its packets. */
export interface Contents {
	readonly facts: FactSet;
	readonly segment: SegmentSeal | null;
}

/** How a batch that was prepared ahead takes its place. */
export interface Landing {
	/** Awaited before the lock is asked for: a batch takes its place behind the one it waits for. */
	readonly turn?: Promise<void>;
	/** Looks under the lock at what others have recorded; answers what is to be recorded instead, or null. */
	readonly revise?: (tx: Transaction) => Promise<Contents | null>;
}

export interface Sealed {
	readonly batch: bigint;
	readonly sealedAt: Instant;
	/** Facts that were new, by relation. */
	readonly recorded: ReadonlyMap<string, number>;
}

/** Newer than any batch: what is asked about now, as this archive has it. */
export const newestOfAll = 2n ** 62n;

const lockTimeoutMs = 30_000;

/**
 * The one door into the archive: writes `facts` as the next batch and seals it with a digest chained to the one
 * before. Batches commit one at a time, so their order is the order of commits. A telling that is already on record
 * no later is left out; when nothing is new there is no batch and the answer is null.
 * Throws `busy` when another writer holds the ledger for 30 s.
 */
export async function record(
	database: Database,
	entry: Entry,
	facts: FactSet,
	{ turn, revise }: Landing = {}
): Promise<Sealed | null> {
	try {
		return await database.sql.begin('isolation level read committed', async (tx) => {
			await stage(tx, facts);
			await tx.unsafe(`set local lock_timeout = ${lockTimeoutMs}`);
			// others may hold the ledger for minutes before it is this batch's turn: that is no idle client
			await tx.unsafe('set local idle_in_transaction_session_timeout = 0');
			await turn;
			await tx.unsafe('set local idle_in_transaction_session_timeout to default');
			// a statement of its own: with the lock and max(batch) in one statement the chain was seen to fork
			const lock = tx`select pg_advisory_xact_lock(hashtext('lookback/ledger'))`.execute();
			const [revised] = await Promise.all([revise?.(tx), lock]);
			if (revised) {
				for (const { name } of facts.tuples.keys()) await tx.unsafe(`delete from incoming_${name}`);
				await stage(tx, revised.facts);
			}
			const sealed = await write(tx, entry, revised ?? { facts, segment: entry.segment });
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

/** Sends rows to tables of this session, where the inserts under the lock find them. */
async function stage(tx: Transaction, facts: FactSet): Promise<void> {
	for (const [relation, tuples] of facts.tuples) {
		const columns = relation.columns.map((column) => column.name).join(', ');
		await tx.unsafe(`create temporary table if not exists incoming_${relation.name} on commit delete rows
			as select ${columns} from ${relation.name} with no data`);
		const copy = await tx
			.unsafe(`copy incoming_${relation.name} (${columns}) from stdin (format binary)`)
			.writable();
		await pipeline([tuples.copyStream()], copy);
	}
}

/** Lands what is staged and seals it. All that lands is sent in one go: the lock is held for the server's work alone. */
async function write(
	tx: Transaction,
	{ actor, kind, note }: Entry,
	{ facts, segment }: Contents
): Promise<Sealed | null> {
	const [[last], landed, [clock]] = await Promise.all([
		tx<{ batch: bigint; digest: Uint8Array }[]>`select batch, digest from batch order by batch desc limit 1`,
		Promise.all(
			[...facts.tuples.keys()].map(async (relation) => ({ relation, places: await land(tx, relation) }))
		),
		tx<{ sealed_at: Instant }[]>`
			select greatest(clock_timestamp(), max(sealed_at) + interval '1 microsecond') as sealed_at from batch`
	]);
	const entries = landed.flatMap(({ relation, places }) =>
		places.map((fact) => ({ fact, relation: relation.code, digest: facts.digest(fact).digest }))
	);
	if (entries.length === 0) return null;
	const batch = (last?.batch ?? 0n) + 1n;
	const sealedAt = clock!.sealed_at;
	const previous = last?.digest ?? genesis;
	const manifest = encodeManifest(entries);
	const salt = randomBytes(16);
	const digest = sealDigest({ batch, sealedAt, actor, kind, note, segment, previous, manifest, salt });
	await tx`
		insert into batch (batch, sealed_at, actor, kind, note, segment, segment_bytes, segment_frame_sha256, facts, previous,
			digest, manifest, salt)
		values (${batch}, ${sealedAt}, ${actor}, ${kind}, ${note}, ${segment?.path ?? null},
			${segment?.bytes ?? null}, ${segment?.frameSha256 ?? null},
			${entries.length}, ${previous}, ${digest}, ${manifest}, ${salt})`;
	// whoever listens hears of it when it is committed, and of nothing that is rolled back
	await tx`select pg_notify(${sealedChannel}, '')`;
	return { batch, sealedAt, recorded: new Map(landed.map((one) => [one.relation.name, one.places.length])) };
}
