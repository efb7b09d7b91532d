import type { InferSelectModel } from 'drizzle-orm';
import { asOf, readPacket, type Question, type RawStore } from '#lib/archive/index.server.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import type { backtest } from '#lib/db/schema.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { BackTestDocument, Summary } from './document.ts';
import { decodeDocument } from './packet.ts';

/** A back-test on record. */
export type RecordedBackTest = Omit<InferSelectModel<typeof backtest>, 'summary'> & {
	readonly summary: Summary;
};

/** Where a page of back-tests begins: behind this one. */
export interface BackTestCursor {
	readonly knownAt: Instant;
	readonly id: string;
}

/** Back-tests on record, the newest first. */
export function listBackTests(
	question: Question,
	{
		analysis,
		after,
		limit
	}: { readonly analysis: string | null; readonly after: BackTestCursor | null; readonly limit: number }
): Promise<RecordedBackTest[]> {
	const { sql } = question.database;
	return sql<RecordedBackTest[]>`
		select *
		from ${asOf(question, 'backtest')} b
		where ${analysis === null ? sql`true` : sql`b.analysis = ${analysis}`}
			and ${after === null ? sql`true` : sql`(b.known_at, b.backtest) < (${after.knownAt}, ${after.id})`}
		order by b.known_at desc, b.backtest desc
		limit ${limit}`;
}

/** One back-test. @throws LookbackError `versioning/unknown-backtest`, also for one that is not for its asker to see. */
export async function readBackTest(question: Question, id: string): Promise<RecordedBackTest> {
	const { sql } = question.database;
	const [found] = await sql<RecordedBackTest[]>`
		select * from ${asOf(question, 'backtest')} b where b.backtest = ${id}`;
	if (found) return found;
	throw new LookbackError(
		'not-found',
		'versioning/unknown-backtest',
		`No back-test ${id} is known at ${formatBasis(question.basis)}, or it is not for you to see.`,
		{ id, basis: formatBasis(question.basis) }
	);
}

/** All that came of it. */
export async function readBackTestDocument(
	question: Question,
	store: RawStore,
	{ packet }: Pick<RecordedBackTest, 'packet'>
): Promise<BackTestDocument> {
	return decodeDocument((await readPacket(question, store, packet!)).bytes);
}
