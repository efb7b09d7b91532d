import { hash } from 'node:crypto';
import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { binaryRows } from '#lib/db/copy-out.server.ts';
import { decodeManifest, genesis, sealDigest } from '#lib/db/manifest.ts';
import { relations, type Relation } from '#lib/db/relations.ts';
import { tupleDigest } from '#lib/db/tuples.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { RawStore } from './raw/store.ts';

/** Something that is not as it was recorded, in a sentence that names it. */
export interface Finding {
	readonly batch: bigint;
	readonly what: string;
}

export interface Verification {
	readonly batches: number;
	readonly facts: number;
	readonly packets: number;
	readonly findings: readonly Finding[];
}

interface Seal {
	batch: bigint;
	sealed_at: Instant;
	actor: string;
	kind: string;
	note: string;
	segment: string | null;
	facts: number;
	previous: Buffer;
	digest: Buffer;
	manifest: Buffer;
}

/** Batches looked at together: about half a million rows of manifest in memory. */
const windowBatches = 200;

/**
 * Computes the whole ledger again: the chain of digests, every row of every relation against its batch's manifest,
 * every packet's SHA-256 against its bytes. Goes on after a finding; reads everything once.
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
			select batch, sealed_at, actor, kind, note, segment, facts, previous, digest, manifest
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
		const bytes = await verifyPackets(database, store, window);
		packets += bytes.packets;
		findings.push(...bytes.findings);
		after = last.batch;
		done += seals.length;
		onProgress(done, count);
	}
	findings.push(...(await strayRows(database, expected - 1n)));
	return { batches: done, facts, packets, findings };
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
	const digest = sealDigest({ ...seal, sealedAt: seal.sealed_at });
	if (!seal.digest.equals(digest)) {
		findings.push(
			finding(`batch ${seal.batch} itself was changed: its actor, note, time, segment or manifest`)
		);
	}
	return findings;
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

async function verifyPackets(
	{ sql }: Database,
	store: RawStore,
	window: { from: bigint; to: bigint }
): Promise<{ packets: number; findings: Finding[] }> {
	const packets = await sql<
		{
			id: bigint;
			name: string;
			batch: bigint;
			segment: string;
			byte_offset: bigint;
			byte_length: number;
			sha256: Buffer;
		}[]
	>`
		select p.id, p.name, p.batch, b.segment, p.byte_offset, p.byte_length, p.sha256
		from packet p join batch b on b.batch = p.batch
		where p.batch >= ${window.from} and p.batch <= ${window.to}
		order by p.batch, p.byte_offset`;
	const findings: Finding[] = [];
	for (const packet of packets) {
		const fault = await faultOf(packet, store);
		if (fault) findings.push({ batch: packet.batch, what: `packet ${packet.id} (${packet.name}) ${fault}` });
	}
	return { packets: packets.length, findings };
}

async function faultOf(
	packet: { segment: string; byte_offset: bigint; byte_length: number; sha256: Buffer },
	store: RawStore
): Promise<string | null> {
	const { segment, byte_offset, byte_length, sha256 } = packet;
	try {
		const bytes = await store.read(segment, Number(byte_offset), byte_length);
		if (hash('sha256', bytes, 'buffer').equals(sha256)) return null;
		return `was changed in segment ${segment} at offset ${byte_offset}: its SHA-256 is another`;
	} catch (error) {
		if (error instanceof LookbackError && error.kind === 'not-found') return `is missing: ${error.message}`;
		throw error;
	}
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
