import type { Story } from '#lib/archive/stories/story.ts';
import type { Instant } from '#lib/sky/time.ts';
import { visible } from './as-of.server.ts';
import type { Question } from './question.ts';
import type { Tellings } from './tellings.ts';

/** Something that became known about a subject of a story. */
export interface StoryEntry {
	readonly known_at: Instant;
	readonly subject: string;
	/** Who told it: an agent, a survey, a stream. */
	readonly who: string;
	/** What was told, in a few words. */
	readonly what: string;
	readonly relation: 'notice' | 'localization' | 'statement' | 'photometry';
	readonly collection: string;
	/** Of a notice or a map. */
	readonly notice_id: string | null;
	/** What of it, its time perhaps, is not confirmed, as its teller says; null where nothing is. */
	readonly reported: string | null;
}

/** A subject of which something is known at the basis. */
export interface StorySubject {
	readonly subject: string;
	readonly first_known_at: Instant;
	/** Where it was, as far as that is known: of an event its latest position, of an object its first. */
	readonly ra_deg: number | null;
	readonly dec_deg: number | null;
}

/** What is known of a story's subjects at the question's basis. */
export interface StoryPage {
	/** In the story's order. */
	readonly subjects: readonly StorySubject[];
	/** The latest first, without the first so many of them. */
	readonly entries: readonly StoryEntry[];
	readonly hasMore: boolean;
}

/** Every telling counts, later revised or not: what a story shows is how knowledge grew. */
export async function readStory(
	question: Question,
	story: Story,
	{ skipped, limit }: { readonly skipped: number; readonly limit: number }
): Promise<StoryPage> {
	const { sql } = question.database;
	const { source } = await tellingsOfStory(question, story);
	const [entries, subjects] = await Promise.all([
		sql<StoryEntry[]>`
			select known_at, subject, who, what, relation, collection, notice_id, reported
			from (${source}) told
			order by known_at desc, rank, subject, who, what
			limit ${limit + 1} offset ${skipped}`,
		sql<StorySubject[]>`
			select subject, min(known_at) as first_known_at,
				(array_agg(ra_deg order by place, known_at) filter (where ra_deg is not null))[1] as ra_deg,
				(array_agg(dec_deg order by place, known_at) filter (where ra_deg is not null))[1] as dec_deg
			from (select *, case relation when 'notice' then -extract(epoch from known_at) else 0 end as place
				from (${source}) told) placed
			group by subject`
	]);
	const order = (subject: string) => story.subjects.indexOf(subject);
	return {
		subjects: [...subjects].sort((a, b) => order(a.subject) - order(b.subject)),
		entries: entries.slice(0, limit),
		hasMore: entries.length > limit
	};
}

/** Whether the archive holds anything of a story that the viewer may see at the question's basis. */
export async function holdsStory(question: Question, story: Story): Promise<boolean> {
	const { source } = await tellingsOfStory(question, story);
	const rows = await question.database.sql`select from (${source}) told limit 1`;
	return rows.length > 0;
}

/**
 * Everything visible that was told about a story's subjects but for comments, which stand on the subjects' pages;
 * measurements told together are one telling.
 */
export async function tellingsOfStory(question: Question, story: Story): Promise<Tellings> {
	const { sql } = question.database;
	const events = story.subjects.filter(isEvent).map((subject) => subject.slice('events/'.length));
	const objects = story.subjects.filter((subject) => subject.startsWith('objects/'));
	const places = await sql<{ hpx: bigint }[]>`
		select hpx from object
		where 'objects/' || survey || '/' || object_id = any(${objects}::text[])
			and object_id = any(${objects.map(idOf)}::text[])`;
	const source = sql`
		select known_at, 'events/' || event as subject, coalesce(detail->>'agent', stream) as who,
			coalesce(title, kind) as what, 'notice' as relation, collection, notice_id,
			detail->>'reported' as reported, ra_deg, dec_deg, 0 as rank
		from notice
		where event = any(${events}::text[]) and ${visible(question)}
		union all
		select known_at, 'events/' || event, coalesce(creator, 'map'),
			'map: ' || name || ', 90 % in ' || round(area_90_deg2::numeric, 1) || ' deg²', 'localization', collection,
			notice_id, null, null, null, 1
		from localization
		where event = any(${events}::text[]) and ${visible(question)}
		union all
		select known_at, subject, agent,
			replace(property, '_', ' ') || case qualifier when '' then '' else ' (' || qualifier || ')' end || ': '
				|| coalesce(value_text, value_number::text || case unit when '' then '' else ' ' || replace(unit, 'deg2', 'deg²') end, ''),
			'statement', collection, null, detail->>'reported', null, null, 3
		from statement
		where subject = any(${story.subjects as string[]}::text[]) and property <> 'comment' and ${visible(question)}
		union all
		select known_at, 'objects/' || survey || '/' || object_id, survey,
			case count(*) when 1 then '1 measurement' else count(*) || ' measurements' end
				|| coalesce(' in ' || string_agg(distinct band, ', '), ''),
			'photometry', collection, null, null, (array_agg(ra_deg))[1], (array_agg(dec_deg))[1], 2
		from photometry
		where hpx = any(${places.map(({ hpx }) => String(hpx))}::bigint[])
			and 'objects/' || survey || '/' || object_id = any(${objects}::text[])
			and ${visible(question, 'observed_at')}
		group by survey, object_id, known_at, collection`;
	return { source };
}

function isEvent(subject: string): boolean {
	return subject.startsWith('events/');
}

function idOf(subject: string): string {
	return subject.split('/').slice(2).join('/');
}
