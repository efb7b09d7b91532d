import type postgres from 'postgres';
import { changesAmong, type Changes, type Moments } from '#lib/archive/moments.ts';
import type { Instant } from '#lib/sky/time.ts';
import { visible } from './as-of.server.ts';
import { readNewsOf } from './news-moments.server.ts';
import type { Question } from './question.ts';
import type { NamedRelation } from './tellings-of.server.ts';

/** Relations with an index of when their facts were known. */
export type NewsRelation = Exclude<NamedRelation, 'statement'>;

/** A telling of something that a list shows. */
export interface ListedTelling {
	readonly known_at: Instant;
	readonly collection: string;
}

/** Tellings of what a list shows: all of them, or all that were known from one moment to another. */
export interface ListedTellings {
	readonly tellings: readonly ListedTelling[];
	/** Null where nothing older, or newer, is left out. */
	readonly from: Instant | null;
	readonly to: Instant | null;
}

/** What was told of a relation that bears on a list; null where it is too much to go through. */
export interface ToldOfList {
	/** Of which any news counts then; null where no index tells it. */
	readonly relation: NewsRelation | null;
	readonly read: (question: Question) => Promise<ListedTellings | null>;
	/** Whether it is what the page is about: before any of it was told there is no page. */
	readonly isSubject?: boolean;
	/** Whether all that is told of the relation is of the list: then news of it is a change. */
	readonly isAll?: boolean;
}

/** What more was told is not gone through to find two moments: 2,000 rows among a million are read in 5 to 15 ms. */
export const mostTold = 2000;

/** What tells one thing of a relation from another; of a relation without it each telling stands for itself. */
const keys: Partial<Readonly<Record<NamedRelation, string>>> = {
	facility: 'facility',
	campaign: 'campaign',
	plan: 'plan',
	block: 'block',
	pointing: 'facility, pointing'
};

/**
 * Whatever was told of things of a relation of which some visible telling is as wanted, since one that is no longer leaves the list too;
 * of all of them where nothing is wanted.
 */
export function toldOf(
	relation: NamedRelation,
	wanted: ((sql: Question['database']['sql']) => postgres.Fragment) | null = null
): ToldOfList {
	const read = async (question: Question): Promise<ListedTellings | null> => {
		const { sql } = question.database;
		const key = keys[relation];
		const among =
			wanted === null
				? sql``
				: key === undefined
					? sql`and ${wanted(sql)}`
					: sql`and (${sql.unsafe(key)}) in (select ${sql.unsafe(key)} from ${sql(relation)} where ${wanted(sql)} and ${visible(question)} limit ${mostTold + 1})`;
		const rows = await sql<(ListedTelling & { told: number })[]>`
			with told as materialized (
				select known_at, collection from ${sql(relation)} where ${visible(question)} ${among} limit ${mostTold + 1})
			select distinct known_at, collection, (select count(*)::integer from told) as told from told`;
		return (rows[0]?.told ?? 0) > mostTold ? null : { tellings: rows, from: null, to: null };
	};
	return { relation: relation === 'statement' ? null : relation, read, isAll: wanted === null };
}

/**
 * When a list changes around `knownAt`, as far as the question knows. What is in a collection of `openedAt` changes it when that
 * opens. Where too much is told to go through, any news of its relations counts, and `stepsBy` says so.
 */
export async function momentsOfList(
	question: Question,
	told: readonly ToldOfList[],
	knownAt: Instant,
	openedAt: ReadonlyMap<string, Instant>
): Promise<Moments & { readonly moments?: Changes; readonly stepsBy?: 'news' }> {
	const read = await Promise.all(told.map((one) => one.read(question)));
	const all = read.filter((one) => one !== null);
	const begins = told.map(({ isSubject }, i) => (isSubject ? firstOf(read[i]?.tellings ?? []) : -Infinity));
	const [from, to] = [
		Math.max(...all.map((one) => one.from ?? -Infinity)),
		Math.min(...all.map((one) => one.to ?? Infinity))
	];
	if (all.length === read.length) {
		const { moments, ...steps } = changesAmong(
			all
				.flatMap(({ tellings }) => tellings)
				.map((one) => Math.max(one.known_at, openedAt.get(one.collection) ?? -Infinity) as Instant)
				.filter((at) => at >= Math.max(from, ...begins) && at <= to),
			knownAt
		);
		if (from === -Infinity && to === Infinity) return { ...steps, moments };
		const isEnough =
			(steps.earlier !== null || from === -Infinity) && (steps.later !== null || to === Infinity);
		if (isEnough) return steps;
	}
	const relations = [...new Set(told.map(({ relation }) => relation).filter((one) => one !== null))];
	const news = await readNewsOf(question, relations, knownAt);
	return told.every(({ isAll }) => isAll) ? news : { ...news, stepsBy: 'news' };
}

function firstOf(tellings: readonly ListedTelling[]): number {
	return tellings.reduce((first, { known_at }) => Math.min(first, known_at), Infinity);
}
