import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { countsFrom, parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { parseBasis, parseBatch, type Basis, type BasisRequest } from './basis.ts';

/** A basis as it was asked for and found. */
export interface ResolvedBasis extends Basis {
	/** Whether the question itself fixed both halves, so that its answer is the same for ever. */
	readonly pinned: boolean;
	/** Whether nothing was asked: this instant, the newest batch. */
	readonly isNow: boolean;
}

interface NewestBatch {
	readonly batch: bigint;
	readonly sealedAt: Instant | null;
}

/** The newest sealed batch; batch 0 of an empty archive. */
export async function newestBatch({ sql }: Database): Promise<NewestBatch> {
	const [row] = await sql<{ batch: bigint; sealed_at: Instant }[]>`
		select batch, sealed_at from batch order by batch desc limit 1`;
	return row ? { batch: row.batch, sealedAt: row.sealed_at } : { batch: 0n, sealedAt: null };
}

/**
 * Resolves what a question says about its basis, once, when the question begins. Only `known` leaves the batch open
 * (the newest), only `batch` or `asRecorded` the knowledge time (now). Refuses a batch that is not sealed yet, an
 * `asRecorded` later than the newest seal (its answer could still change) and contradictions.
 */
export async function resolveBasis(
	database: Database,
	request: BasisRequest,
	now: Instant
): Promise<ResolvedBasis> {
	const { known, batch, basis, asRecorded } = request;
	if (basis && (known || batch || asRecorded)) {
		throw contradiction('basis', 'known, batch or as_recorded');
	}
	if (batch && asRecorded) throw contradiction('batch', 'as_recorded');
	const newest = await newestBatch(database);
	if (basis) {
		const parsed = parseBasis(basis);
		return { ...parsed, batch: sealed(parsed.batch, newest), pinned: true, isNow: false };
	}
	const knownAt = known ? parseInstant(known, now) : now;
	if (batch) {
		return { knownAt, batch: sealed(parseBatch(batch), newest), pinned: isFixed(known), isNow: false };
	}
	if (asRecorded) {
		const recorded = await batchAt(database, parseInstant(asRecorded, now), newest);
		return { knownAt, batch: recorded, pinned: isFixed(known) && isFixed(asRecorded), isNow: false };
	}
	return { knownAt, batch: newest.batch, pinned: false, isNow: !known };
}

/** Words such as 'now' and '3 d ago' mean something else tomorrow. */
function isFixed(text: string | null | undefined): boolean {
	return !!text && countsFrom(text) === null;
}

function sealed(batch: bigint, newest: NewestBatch): bigint {
	if (batch <= newest.batch) return batch;
	throw new LookbackError(
		'incorrect',
		'archive/future-batch',
		`Batch ${batch} is not sealed yet; the newest is ${newest.batch}.`,
		{ batch: String(batch), newest: String(newest.batch) }
	);
}

async function batchAt({ sql }: Database, at: Instant, newest: NewestBatch): Promise<bigint> {
	if (newest.sealedAt === null || at > newest.sealedAt) {
		throw new LookbackError(
			'incorrect',
			'archive/unsettled-record',
			newest.sealedAt === null
				? `Nothing has been recorded yet, so there is no state as recorded at ${formatInstant(at)}.`
				: `What this archive had at ${formatInstant(at)} is not settled: its newest batch ${newest.batch} was sealed at ${formatInstant(newest.sealedAt)}, and as_recorded wants an instant no later than that.`,
			{ asRecorded: at, newestSeal: newest.sealedAt }
		);
	}
	const [row] = await sql<{ batch: bigint }[]>`
		select batch from batch where sealed_at <= ${at} order by sealed_at desc limit 1`;
	return row?.batch ?? 0n;
}

function contradiction(one: string, other: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'archive/contradictory-basis',
		`'${one}' already fixes what ${other} would say; give only one of them.`
	);
}
