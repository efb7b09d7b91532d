import { hash } from 'node:crypto';
import type { Database, Sql, Transaction } from '#lib/db/client.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';

/** What is noted beside the ledger: who came in, who could not, and what keys were made or taken away. */
export const acts = [
	'sign-in',
	'sign-in-refused',
	'refused',
	'sign-out',
	'sign-out-everywhere',
	'account-made',
	'account-disabled',
	'account-enabled',
	'password-set',
	'link-made',
	'identity-linked',
	'token-made',
	'token-revoked'
] as const;
export type Act = (typeof acts)[number];

/** Who does something, and from which network address; null where it is this machine's own command line. */
export interface Actor {
	readonly name: string;
	readonly address: string | null;
}

/** Whoever has the data folder at hand. */
export const localActor: Actor = { name: 'local', address: null };

export interface AuditEntry {
	readonly entry: bigint;
	readonly at: Instant;
	readonly actor: string;
	readonly address: string | null;
	readonly act: Act;
	/** Whose account, session or token; null for the archive's own administrator, or nobody known. */
	readonly person: string | null;
	readonly detail: string;
}

/** What is to be noted. */
export type Noted = Pick<AuditEntry, 'act' | 'person' | 'detail'>;

const genesis = Buffer.alloc(32);

/** Does `work` and notes it in the audit log, both or neither. */
export function audited<T>(
	{ sql }: Database,
	actor: Actor,
	noted: Noted,
	now: Instant,
	work: (tx: Transaction) => Promise<T>
): Promise<T> {
	return sql.begin(async (tx) => {
		const done = await work(tx);
		await append(tx, { ...noted, actor: actor.name, address: actor.address, at: now });
		return done;
	}) as Promise<T>;
}

/** Notes what happened. */
export function note(database: Database, actor: Actor, noted: Noted, now: Instant): Promise<void> {
	return audited(database, actor, noted, now, async () => {});
}

async function append(tx: Transaction, entry: Omit<AuditEntry, 'entry'>): Promise<void> {
	await tx`select pg_advisory_xact_lock(hashtext('lookback/audit'))`;
	const [last] = await tx<Pick<Sealed, 'entry' | 'digest'>[]>`
		select entry, digest from audit order by entry desc limit 1`;
	const next = { ...entry, entry: (last?.entry ?? 0n) + 1n };
	const previous = last?.digest ?? genesis;
	await tx`
		insert into audit (entry, at, actor, address, act, person, detail, previous, digest)
		values (${next.entry}, ${next.at}, ${next.actor}, ${next.address}, ${next.act}, ${next.person}, ${next.detail},
			${previous}, ${digestOf(next, previous)})`;
}

type Sealed = AuditEntry & { readonly previous: Buffer; readonly digest: Buffer };

/** SHA-256 of the digest before and of the entry as JSON. */
function digestOf({ entry, at, actor, address, act, person, detail }: AuditEntry, previous: Buffer): Buffer {
	const text = JSON.stringify([String(entry), formatInstant(at), actor, address, act, person, detail]);
	return hash('sha256', Buffer.concat([previous, Buffer.from(text)]), 'buffer');
}

/** Entries before `before`, noted by `until`, the newest first; those about `person` alone, where one is given. */
export function listAudit(
	{ sql }: { readonly sql: Sql },
	{
		before,
		until = null,
		person,
		limit
	}: {
		readonly before: bigint;
		readonly until?: Instant | null;
		readonly person: string | null;
		readonly limit: number;
	}
): Promise<AuditEntry[]> {
	return sql<AuditEntry[]>`
		select entry, at, actor, address, act, person, detail
		from audit
		where entry < ${before} and (${person}::text is null or person = ${person}::text)
			and (${until}::timestamptz is null or at <= ${until}::timestamptz)
		order by entry desc
		limit ${limit}`;
}

/** When entries were noted around a moment, of one person alone where one is given: the last two by it, and the next. */
export async function auditMoments(
	{ sql }: { readonly sql: Sql },
	at: Instant,
	person: string | null
): Promise<Instant[]> {
	const about = () => sql`${person}::text is null or person = ${person}::text`;
	const rows = await sql<{ at: Instant }[]>`
		(select distinct at from audit where at <= ${at} and (${about()}) order by at desc limit 2)
		union all
		(select at from audit where at > ${at} and (${about()}) order by at limit 1)`;
	return rows.map((row) => row.at);
}

/** Computes the chain again; the answer names each entry that is not as it was written. */
export async function verifyAudit({ sql }: Database): Promise<{ entries: number; findings: string[] }> {
	const findings: string[] = [];
	let [entries, expected] = [0, 1n];
	let before: Buffer = genesis;
	for (;;) {
		const rows = await sql<Sealed[]>`
			select entry, at, actor, address, act, person, detail, previous, digest
			from audit
			where entry >= ${expected}
			order by entry
			limit 10000`;
		if (rows.length === 0) return { entries, findings };
		for (const row of rows) {
			if (row.entry !== expected) findings.push(`Entry ${expected} of the audit log is missing.`);
			else if (!row.previous.equals(before))
				findings.push(`Entry ${row.entry} of the audit log does not follow the one before it.`);
			if (!digestOf(row, row.previous).equals(row.digest))
				findings.push(`Entry ${row.entry} of the audit log is not as it was written.`);
			[expected, before] = [row.entry + 1n, row.digest];
		}
		entries += rows.length;
	}
}
