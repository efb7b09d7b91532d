import { desc, lt } from 'drizzle-orm';
import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { batch as batches } from '#lib/db/schema.ts';
import { decodeManifest, genesis, sealDigest, type SegmentSeal } from '#lib/db/manifest.ts';
import { relations } from '#lib/db/relations.ts';
import type { LedgerBatch } from './rows.ts';

const columns = {
	batch: batches.batch,
	sealed_at: batches.sealed_at,
	actor: batches.actor,
	kind: batches.kind,
	note: batches.note,
	segment: batches.segment,
	segment_bytes: batches.segment_bytes,
	segment_frame_sha256: batches.segment_frame_sha256,
	facts: batches.facts,
	previous: batches.previous,
	digest: batches.digest
};

/** Batches of the ledger, the newest first, from below `before`. */
export function listBatches(
	{ orm }: Database,
	limit: number,
	before: bigint | null = null
): Promise<LedgerBatch[]> {
	return orm
		.select(columns)
		.from(batches)
		.where(before === null ? undefined : lt(batches.batch, before))
		.orderBy(desc(batches.batch))
		.limit(limit);
}

/** One batch, and whether it still is what was sealed. */
export interface ReadBatch extends LedgerBatch {
	/** Number of facts it recorded, by relation. */
	readonly recorded: Readonly<Record<string, number>>;
	/** Whether its digest follows from its own words and manifest, and from the digest of the batch before. */
	readonly agrees: boolean;
}

/** One batch with the number of facts it recorded, by relation. @throws LookbackError `archive/unknown-batch`. */
export async function readBatch({ sql }: Database, number: bigint): Promise<ReadBatch> {
	const [row] = await sql<(LedgerBatch & { manifest: Buffer; salt: Buffer | null; before: Buffer | null })[]>`
		select batch, sealed_at, actor, kind, note, segment, segment_bytes, segment_frame_sha256, facts, previous, digest,
			manifest, salt, (select digest from batch where batch = ${number - 1n}) as before
		from batch where batch = ${number}`;
	if (!row) {
		throw new LookbackError('not-found', 'archive/unknown-batch', `There is no batch ${number}.`, {
			batch: String(number)
		});
	}
	const { manifest, salt, before, ...batch } = row;
	const recorded: Record<string, number> = {};
	for (const entry of decodeManifest(manifest)) {
		const name =
			relations.find((relation) => relation.code === entry.relation)?.name ?? `relation ${entry.relation}`;
		recorded[name] = (recorded[name] ?? 0) + 1;
	}
	const digest = sealDigest({
		...batch,
		sealedAt: batch.sealed_at,
		segment: batch.segment === null ? null : sealOf(batch),
		manifest,
		salt
	});
	const agrees = digest.equals(batch.digest) && (before ?? genesis).equals(batch.previous);
	return { ...batch, recorded, agrees };
}

function sealOf({ segment, segment_bytes, segment_frame_sha256 }: LedgerBatch): SegmentSeal {
	return { path: segment!, bytes: segment_bytes!, frameSha256: segment_frame_sha256! };
}
