import { openSince } from '#lib/access/openings.ts';
import { decisionsBy } from '#lib/access/policies.server.ts';
import { formatBasis, parseBasis } from '#lib/archive/basis.ts';
import { momentsOfList, readMoments, type Question, type ToldOfList } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Context } from './context.server.ts';

type Told = Parameters<typeof readMoments>[1];

/**
 * When what is known about something changes around a basis, and when all in all: as known now, of what was recorded by
 * the batch of that basis. For an audience it changes, too, when a collection opens to it.
 */
export async function changesAround(context: Context, basis: string, audience: string | null, told: Told) {
	const question = await asKnownNow(context, basis, audience);
	const openedAt = await openings(context, question, audience);
	return readMoments(atBasis(question, basis), told, context.now, openedAt);
}

/** The same of a list, whose news counts where its changes are too many. */
export async function listChangesAround(
	context: Context,
	basis: string,
	audience: string | null,
	told: readonly ToldOfList[]
) {
	const question = await asKnownNow(context, basis, audience);
	return momentsOfList(
		question,
		told,
		parseBasis(basis).knownAt,
		await openings(context, question, audience)
	);
}

/** The question about all that is known now, of what was recorded by the batch of a basis. */
export function asKnownNow(context: Context, basis: string, audience: string | null): Promise<Question> {
	const now = formatBasis({ knownAt: context.now, batch: parseBasis(basis).batch });
	return context.aside({ basis: now, asSeenBy: audience });
}

/** The same question, with the same rights, at another basis. */
export function atBasis(question: Question, basis: string): Question {
	return { ...question, basis: { ...question.basis, ...parseBasis(basis) } };
}

async function openings(
	{ archive, now }: Context,
	{ basis }: Question,
	audience: string | null
): Promise<ReadonlyMap<string, Instant>> {
	if (audience === null) return new Map();
	const groups = new Set(audience === 'public' ? [] : [audience]);
	return openSince(await decisionsBy(archive.database, basis.batch), groups, now);
}
