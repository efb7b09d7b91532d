import { hash } from 'node:crypto';
import { verifyAudit } from '#lib/access/people/audit.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { binaryRows } from '#lib/db/copy-out.server.ts';
import { decodeManifest, genesis, sealDigest, type SegmentSeal } from '#lib/db/manifest.ts';
import { relations, type Relation } from '#lib/db/relations.ts';
import { tupleDigest } from '#lib/db/tuples.ts';
import type { Instant } from '#lib/sky/time.ts';
import { verifyDerived } from './verify-derived.server.ts';
import { FrameDigest } from './raw/frame-digest.ts';
import type { RawStore } from './raw/store.ts';

/** Something that is not as it was recorded, in a sentence that names it. */
export interface Finding {
	/** Null for what stands beside the ledger: what is derived from it, and the audit log. */
	readonly batch: bigint | null;
	readonly what: string;
}

export interface Verification {
	readonly batches: number;
	readonly facts: number;
	readonly packets: number;
	readonly auditEntries: number;
	readonly findings: readonly Finding[];
}

interface Seal {
	batch: bigint;
	sealed_at: Instant;
	actor: string;
	kind: string;
	note: string;
	segment: string | null;
	segment_bytes: bigint | null;
	segment_frame_sha256: Buffer | null;
	facts: number;
	previous: Buffer;
	digest: Buffer;
	manifest: Buffer;
	salt: Buffer | null;
}

/** Batches looked at together: about half a million rows of manifest in memory. */
const windowBatches = 200;

/**
 * Computes the whole ledger again: the chain of digests, every row of every relation against its batch's manifest,
 * every segment's and every packet's SHA-256 against the bytes, what is derived from facts that are whole, and the audit log's own chain. Goes on after a finding; reads everything once.
 */
export async function verify(
	database: Database,
	store: RawStore,
	onProgress: (doneBatches: number, allBatches: number) => void = () => {}
): Promise<Verification> {
	const findings: Finding[] = [];
	const [{ count }] = await database.sql<[{ count: number }]>`select count(*)::integer as count from batch`;
	let [done, facts, packets] = [0, 0, 0];
	let previous: Buffer = genesis;
	let expected = 1n;
	for (let after = 0n; ;) {
		const seals = await database.sql<Seal[]>`
			select batch, sealed_at, actor, kind, note, segment, segment_bytes, segment_frame_sha256, facts, previous, digest,
				manifest, salt
			from batch where batch > ${after} order by batch limit ${windowBatches}`;
		const last = seals.at(-1);
		if (!last) break;
		for (const seal of seals) {
			findings.push(...chainFindings(seal, previous, expected));
			[previous, expected] = [seal.digest, seal.batch + 1n];
		}
		const window = { from: seals[0]!.batch, to: last.batch };
		const rows = await verifyRows(database, seals, window);
		facts += rows.facts;
		findings.push(...rows.findings);
		const bytes = await verifyPackets(database, store, seals);
		packets += bytes.packets;
		findings.push(...bytes.findings);
		after = last.batch;
		done += seals.length;
		onProgress(done, count);
	}
	findings.push(...(await strayRows(database, expected - 1n)));
	// beside altered facts what is derived from the true ones would be wrong
	if (findings.length === 0)
		findings.push(...(await verifyDerived(database)).map((what) => ({ batch: null, what })));
	const audit = await verifyAudit(database);
	findings.push(...audit.findings.map((what) => ({ batch: null, what })));
	return { batches: done, facts, packets, auditEntries: audit.entries, findings };
}

function chainFindings(seal: Seal, previous: Buffer, expected: bigint): Finding[] {
	const finding = (what: string) => ({ batch: seal.batch, what });
	const findings: Finding[] = [];
	if (seal.batch !== expected)
		findings.push(finding(`batch ${expected} is missing before batch ${seal.batch}`));
	if (!seal.previous.equals(previous)) {
		findings.push(
			finding(`batch ${seal.batch} does not follow the batch before it: its chained digest is another`)
		);
	}
	const digest = sealDigest({ ...seal, sealedAt: seal.sealed_at, segment: segmentOf(seal) });
	if (!seal.digest.equals(digest)) {
		findings.push(
			finding(`batch ${seal.batch} itself was changed: its actor, note, time, segment, manifest or salt`)
		);
	}
	return findings;
}

function segmentOf({ segment, segment_bytes, segment_frame_sha256 }: Seal): SegmentSeal | null {
	if (segment === null) return null;
	return { path: segment, bytes: segment_bytes ?? 0n, frameSha256: segment_frame_sha256 ?? Buffer.alloc(0) };
}

/** What a manifest promises: digest of each fact by relation and place. */
function promises(seals: readonly Seal[]): Map<string, string> {
	const promised = new Map<string, string>();
	for (const seal of seals) {
		for (const entry of decodeManifest(seal.manifest)) {
			promised.set(
				`${entry.relation} ${seal.batch} ${entry.fact}`,
				Buffer.from(entry.digest).toString('latin1')
			);
		}
	}
	return promised;
}

async function verifyRows(
	database: Database,
	seals: readonly Seal[],
	window: { from: bigint; to: bigint }
): Promise<{ facts: number; findings: Finding[] }> {
	const promised = promises(seals);
	const findings: Finding[] = [];
	const altered: { relation: Relation; batch: bigint; fact: number }[] = [];
	let facts = 0;
	for (const relation of relations) {
		const columns = relation.columns.map((column) => column.name).join(', ');
		const query = `select batch, fact::bigint, ${columns} from ${relation.name}
			where batch >= ${window.from} and batch <= ${window.to}`;
		for await (const { first: batch, second: fact, tuple } of binaryRows(database, query)) {
			facts++;
			const key = `${relation.code} ${batch} ${fact}`;
			const digest = promised.get(key);
			promised.delete(key);
			if (digest === tupleDigest(tuple).toString('latin1')) continue;
			if (digest !== undefined) altered.push({ relation, batch, fact: Number(fact) });
			else
				findings.push({
					batch,
					what: `${relation.name} has a row (batch ${batch}, fact ${fact}) that batch ${batch} did not record, or twice`
				});
		}
	}
	for (const { relation, batch, fact } of altered) {
		const name = await nameOf(database.sql, relation, batch, fact);
		findings.push({
			batch,
			what: `${relation.name} ${name} (batch ${batch}, fact ${fact}) was changed since it was recorded`
		});
	}
	for (const key of promised.keys()) {
		const [code, batch, fact] = key.split(' ');
		const relation = relations.find((one) => one.code === Number(code))?.name ?? `relation ${code}`;
		findings.push({
			batch: BigInt(batch!),
			what: `${relation} has lost the row of batch ${batch}, fact ${fact}`
		});
	}
	return { facts, findings };
}

/** A row's identity as it now reads, for people. */
async function nameOf(
	sql: Database['sql'],
	relation: Relation,
	batch: bigint,
	fact: number
): Promise<string> {
	const columns = relation.key ?? relation.columns.slice(0, 2).map((column) => column.name);
	const [row] = await sql.unsafe<Record<string, unknown>[]>(
		`select ${columns.join(', ')} from ${relation.name} where batch = $1 and fact = $2`,
		[String(batch), fact]
	);
	return Object.values(row ?? {}).join('/');
}

interface StoredPacket {
	readonly id: bigint;
	readonly name: string;
	readonly batch: bigint;
	readonly byte_offset: bigint;
	readonly byte_length: number;
	readonly sha256: Buffer;
}

async function verifyPackets(
	{ sql }: Database,
	store: RawStore,
	seals: readonly Seal[]
): Promise<{ packets: number; findings: Finding[] }> {
	const packets = await sql<StoredPacket[]>`
		select id, name, batch, byte_offset, byte_length, sha256
		from packet
		where batch >= ${seals[0]!.batch} and batch <= ${seals.at(-1)!.batch}
		order by batch, byte_offset`;
	const byBatch = Map.groupBy(packets, (packet) => packet.batch);
	const findings: Finding[] = [];
	for (const seal of seals) {
		const segment = segmentOf(seal);
		const faults = segment ? await faultsOf(segment, byBatch.get(seal.batch) ?? [], store) : [];
		findings.push(...faults.map((what) => ({ batch: seal.batch, what })));
	}
	return { packets: packets.length, findings };
}

const chunkBytes = 64 * 2 ** 20;

/** What is wrong with a segment: its packets by name, or its file where no packet is touched. */
async function faultsOf(
	{ path, bytes, frameSha256 }: SegmentSeal,
	packets: readonly StoredPacket[],
	store: RawStore
): Promise<string[]> {
	const places = packets.map(({ byte_offset, byte_length, sha256 }) => ({
		offset: Number(byte_offset),
		length: byte_length,
		sha256
	}));
	const frame = new FrameDigest(places);
	const length = Number(bytes);
	let whole: Buffer | null = null;
	try {
		for (let at = 0; at < length; at += chunkBytes) {
			const chunk = await store.read(path, at, Math.min(chunkBytes, length - at));
			frame.update(chunk);
			if (length <= chunkBytes) whole = chunk;
		}
	} catch (error) {
		if (packets.length === 0) return [`segment ${path} is not whole: ${missing(error)}`];
	}
	const faults: string[] = [];
	for (const [index, { id, name }] of packets.entries()) {
		const { offset, length, sha256 } = places[index]!;
		const packet = `packet ${id} (${name})`;
		try {
			const kept = whole?.subarray(offset, offset + length) ?? (await store.read(path, offset, length));
			if (hash('sha256', kept, 'buffer').equals(sha256)) continue;
			faults.push(`${packet} was changed in segment ${path} at offset ${offset}: its SHA-256 is another`);
		} catch (error) {
			faults.push(`${packet} is missing: ${missing(error)}`);
		}
	}
	// a packet that is named says it better
	if (faults.length > 0 || frame.finish().equals(frameSha256)) return faults;
	return [`segment ${path} was changed outside its packets: its digest is another`];
}

/** What a store says of bytes that are not there; anything else is no finding but a failure. */
function missing(error: unknown): string {
	if (error instanceof LookbackError && error.kind === 'not-found') return error.message;
	throw error;
}

/** Rows that claim a batch the ledger does not have. */
async function strayRows({ sql }: Database, newest: bigint): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const { name } of relations) {
		const [row] = await sql.unsafe<{ batch: bigint }[]>(
			`select batch from ${name} where batch > $1 or batch < 1 limit 1`,
			[String(newest)]
		);
		if (row)
			findings.push({
				batch: row.batch,
				what: `${name} has rows of batch ${row.batch}, which the ledger does not have`
			});
	}
	return findings;
}
