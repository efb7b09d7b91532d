import type postgres from 'postgres';
import type { Moments } from '#lib/archive/moments.ts';
import { microsecondsPerDay, type Instant } from '#lib/sky/time.ts';
import { open, visible } from './as-of.server.ts';
import { inIndexOrder } from './in-index-order.server.ts';
import type { NewsRelation } from './list-moments.server.ts';
import type { Question } from './question.ts';

/** Where something new may be told: the last moment of it at or before one, and the next behind one. */
interface News {
	until(at: Instant): Promise<Instant | null>;
	after(at: Instant): Promise<Instant | null>;
}

/**
 * The notices of all events, tests and mocks left out, around `knownAt`, as far as the question knows. Like the others here
 * it looks into an index of times three times, whatever the archive holds.
 */
export function readNoticeMoments(question: Question, knownAt: Instant): Promise<Moments> {
	const { sql } = question.database;
	const told = sql`notice where event is not null and role not in ('test', 'mock') and ${visible(question)}`;
	return momentsOf([inOneTable(question, () => told)], knownAt);
}

/** The same of what is drawn on all the sky: alerts and maps. */
export function readSkyMoments(question: Question, knownAt: Instant): Promise<Moments> {
	const { sql } = question.database;
	const maps = () => sql`localization where ${visible(question)}`;
	return momentsOf([alerts(question), inOneTable(question, maps)], knownAt);
}

/** The same of objects anywhere: their alerts, and the first news of those without any. */
export function readObjectNewsMoments(question: Question, knownAt: Instant): Promise<Moments> {
	const { sql } = question.database;
	const { knownAt: until, batch } = question.basis;
	const objects = () =>
		sql`object_known where ${open(question, 'observed_at')} and known_at <= ${until} and batch <= ${batch}`;
	return momentsOf([alerts(question), inOneTable(question, objects)], knownAt);
}

/** The same of some relations of few rows, whatever they tell. */
export function readNewsOf(
	question: Question,
	relations: readonly NewsRelation[],
	knownAt: Instant
): Promise<Moments> {
	const { sql } = question.database;
	return momentsOf(
		relations.map((relation) => inOneTable(question, () => sql`${sql(relation)} where ${visible(question)}`)),
		knownAt
	);
}

async function momentsOf(news: readonly News[], knownAt: Instant): Promise<Moments> {
	const lastUntil = async (at: Instant) => Math.max(...(await all(news.map((one) => one.until(at)))));
	const [latest, next] = await Promise.all([
		lastUntil(knownAt),
		all(news.map((one) => one.after(knownAt))).then((moments) => Math.min(...moments))
	]);
	const earlier = latest === -Infinity ? latest : await lastUntil((latest - 1) as Instant);
	return {
		earlier: earlier === -Infinity ? null : (earlier as Instant),
		later: next === Infinity ? null : (next as Instant)
	};
}

async function all(moments: readonly Promise<Instant | null>[]): Promise<Instant[]> {
	return (await Promise.all(moments)).filter((one) => one !== null);
}

/** News of a table with an index of its `known_at`; in a function, since a fragment is good for one query. */
function inOneTable(question: Question, told: () => postgres.Fragment): News {
	const { sql } = question.database;
	const first = async (query: postgres.Fragment) =>
		(await inIndexOrder<{ known_at: Instant }[]>(question, query))[0]?.known_at ?? null;
	return {
		until: (at) =>
			first(sql`select known_at from ${told()} and known_at <= ${at} order by known_at desc limit 1`),
		after: (at) => first(sql`select known_at from ${told()} and known_at > ${at} order by known_at limit 1`)
	};
}

/** How far is looked, in days, until an alert is found; null is everything. */
const windowsDays = [7, 400, null] as const;

/**
 * News of alerts. As where the newest are read, each window bounds the epochs too: partitions of other years are left out.
 */
function alerts(question: Question): News {
	const { sql } = question.database;
	const { knownAt: present } = question.basis;
	const between = (from: Instant | null, to: Instant, observedFrom: Instant | null) =>
		inOneTable(
			question,
			() => sql`alert
				where ${visible(question, 'observed_at')} and observed_at <= ${to}::timestamptz and known_at <= ${to}::timestamptz
				${from === null ? sql`` : sql`and known_at > ${from}::timestamptz`}
				${observedFrom === null ? sql`` : sql`and observed_at > ${observedFrom}::timestamptz`}`
		);
	const nearest = async (look: (width: number | null) => Promise<Instant | null>) => {
		for (const days of windowsDays) {
			const found = await look(days === null ? null : days * microsecondsPerDay);
			if (found !== null) return found;
		}
		return null;
	};
	return {
		until: (at) =>
			nearest((width) => {
				const from = width === null ? null : ((at - width) as Instant);
				return between(from, at, from).until(at);
			}),
		after: (at) =>
			at >= present
				? Promise.resolve(null)
				: nearest((width) => {
						const to = width === null ? present : (Math.min(at + width, present) as Instant);
						return between(at, to, width === null ? null : ((at - width) as Instant)).after(at);
					})
	};
}
