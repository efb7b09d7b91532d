import type { InferSelectModel } from 'drizzle-orm';
import type { batchReach } from '#lib/db/schema.ts';
import { visible } from './as-of.server.ts';
import type { Question } from './question.ts';
import type { Tellings } from './tellings.ts';

/** What a batch says of one subject, as far as the viewer may see it. */
export interface BatchSubject {
	/** `objects/ztf/ZTF18abc`, `events/S190425z`, `software/rising`. */
	readonly subject: string;
	/** Facts by relation: `{ alert: 1, photometry: 27 }`. */
	readonly recorded: Readonly<Record<string, number>>;
	readonly facts: number;
}

/** The subject behind which a page of them begins. */
export type SubjectCursor = Pick<BatchSubject, 'facts' | 'subject'>;

type Reach = InferSelectModel<typeof batchReach>;

/** Subjects of which a batch recorded facts that are visible at the basis, those of the most facts first. */
export async function subjectsOfBatch(
	question: Question,
	batch: bigint,
	{ after, limit }: { readonly after: SubjectCursor | null; readonly limit: number }
): Promise<BatchSubject[]> {
	const { sql } = question.database;
	const seen = sql`batch = ${batch} and ${visible(question)}`;
	const observed = await observedIn(question, batch);
	return sql<BatchSubject[]>`
		with told as (
			select 'objects/' || survey || '/' || object_id as subject, 'alert' as relation, count(*)::integer as facts
			from alert where ${observed('alert')} group by survey, object_id
			union all
			select 'objects/' || survey || '/' || object_id, 'photometry', count(*)::integer
			from photometry where ${observed('photometry')} group by survey, object_id
			union all
			select subject, 'statement', count(*)::integer from statement where ${seen} group by subject
			union all
			select 'events/' || event, 'notice', count(*)::integer
			from notice where event is not null and ${seen} group by event
			union all
			select 'events/' || event, 'localization', count(*)::integer
			from localization where ${seen} group by event
			union all
			select 'software/' || name, 'software', count(*)::integer from software where ${seen} group by name
			union all
			select 'software/' || name, 'software_ref', count(*)::integer
			from software_ref where ${seen} group by name)
		select subject, json_object_agg(relation, facts) as recorded, sum(facts)::integer as facts
		from told
		group by subject
		having ${after === null ? sql`true` : sql`(-sum(facts), subject) > (${-after.facts}, ${after.subject})`}
		order by facts desc, subject
		limit ${limit}`;
}

/** Everything visible that a batch told of subjects, for the moments at which what is known of it changes. */
export async function tellingsOfBatch(question: Question, batch: bigint): Promise<Tellings> {
	const { sql } = question.database;
	const observed = await observedIn(question, batch);
	const named = ['statement', 'notice', 'localization', 'software', 'software_ref'];
	const source = named.reduce(
		(all, relation) => sql`
			${all}
			union all
			select known_at, collection from ${sql(relation)} where batch = ${batch} and ${visible(question)}`,
		sql`
			select known_at, collection from alert where ${observed('alert')}
			union all
			select known_at, collection from photometry where ${observed('photometry')}`
	);
	return { source };
}

/** The condition that a row of a relation is in a batch and visible. */
async function observedIn(question: Question, batch: bigint) {
	const { sql } = question.database;
	const reaches = await sql<Reach[]>`select * from batch_reach where batch = ${batch}`;
	// epochs and places stand in the query as values: partitions are left out before it is planned
	return (relation: Reach['relation']) => {
		const reach = reaches.find((one) => one.relation === relation);
		if (!reach) return sql`false`;
		const { observed_from, observed_to, hpx_from, hpx_to } = reach;
		return sql`observed_at >= ${observed_from} and observed_at <= ${observed_to}
			and hpx >= ${hpx_from} and hpx <= ${hpx_to} and batch = ${batch} and ${visible(question, 'observed_at')}`;
	};
}
