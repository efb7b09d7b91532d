import type { InferSelectModel } from 'drizzle-orm';
import { formatBasis } from '#lib/archive/basis.ts';
import { asOf, readPacket, type Question, type RawStore } from '#lib/archive/index.server.ts';
import type * as schema from '#lib/db/schema.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { decodeDocument, type RunDocument } from './document.ts';

export type Run = InferSelectModel<typeof schema.run>;

export interface RunFilter {
	readonly analysis?: string | null;
	readonly kind?: 'manual' | 'live' | null;
	readonly audience?: string | null;
	readonly status?: 'finished' | 'failed' | null;
	readonly after?: { readonly knownAt: Instant; readonly run: string } | null;
	readonly limit: number;
}

/** Runs as known at a basis, the newest first; ask for the next page with the last of this one. */
export function listRuns(question: Question, filter: RunFilter): Promise<Run[]> {
	const { sql } = question.database;
	const { analysis = null, kind = null, audience = null, status = null, after = null } = filter;
	return sql<Run[]>`
		select *
		from ${asOf(question, 'run')} r
		where (${analysis}::text is null or r.analysis = ${analysis}::text)
			and (${kind}::text is null or r.kind = ${kind}::text)
			and (${audience}::text is null or r.audience = ${audience}::text)
			and (${status}::text is null or r.status = ${status}::text)
			and (${after === null} or (r.known_at, r.run) < (${after?.knownAt ?? null}::timestamptz, ${after?.run ?? null}::text))
		order by r.known_at desc, r.run desc
		limit ${filter.limit}`;
}

/** One run. @throws LookbackError `versioning/unknown-run`, the same whether there is none, not yet, or not for the asker. */
export async function readRun(question: Question, id: string): Promise<Run> {
	const [run] = await question.database.sql<Run[]>`
		select * from ${asOf(question, 'run')} r where r.run = ${id}`;
	if (run) return run;
	const basis = formatBasis(question.basis);
	throw new LookbackError(
		'not-found',
		'versioning/unknown-run',
		`No run ${id.slice(0, 100)} is known at ${basis}.`,
		{
			run: id,
			basis
		}
	);
}

/** Runs that were given something of a subject, the newest first, each with how many there are in all. */
export function runsReading(
	question: Question,
	subject: string,
	limit: number
): Promise<(Run & { readonly total: number })[]> {
	const { sql } = question.database;
	return sql<(Run & { total: number })[]>`
		select r.*, count(*) over ()::integer as total
		from ${asOf(question, 'run')} r
		where r.run in (select s.run from run_subject s where s.subject = ${subject})
		order by r.known_at desc, r.run desc
		limit ${limit}`;
}

/** Whether a run was given something of a subject. */
export async function hasRead(
	question: Question,
	store: RawStore,
	run: Run,
	subject: string
): Promise<boolean> {
	const [row] = await question.database.sql`
		select from run_subject s where s.subject = ${subject} and s.run = ${run.run} limit 1`;
	if (row) return true;
	// of runs of before that table their documents alone tell
	const { inputs } = await readRunDocument(question, store, run);
	return inputs.some(({ key }) => key === subject);
}

/** What a run was given and what came of it. */
export async function readRunDocument(
	question: Question,
	store: RawStore,
	{ packet }: Run
): Promise<RunDocument> {
	return decodeDocument((await readPacket(question, store, packet!)).bytes);
}
