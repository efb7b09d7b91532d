import { parsePosition, type WrittenPosition } from '#lib/sky/position.ts';
import { asOf } from './as-of.server.ts';
import type { Question } from './question.ts';

/** What a person may have meant by a name. */
export interface NamedThing {
	/** Address of its page without the leading slash: `objects/ztf/ZTF18abc`, `events/S190425z`, `alerts/ztf/123`. */
	readonly subject: string;
	/** Why it matches, in a few words. */
	readonly because: string;
}

export interface Reading {
	/** How the text was read, for people: the search box echoes it. */
	readonly as: string;
	readonly position: WrittenPosition | null;
	readonly things: readonly NamedThing[];
}

const mostThings = 50;

/**
 * Reads the one search box: a position with or without a radius, or a name of any source. Names are looked up as of
 * the question's basis, so that a thing that was not known yet is not found.
 * @throws LookbackError when the text is a position with a wrong field.
 */
export async function readSearch(question: Question, text: string): Promise<Reading> {
	const wanted = text.trim();
	if (wanted === '') return { as: 'nothing: give a name or a position', position: null, things: [] };
	const things = await namedThings(question, wanted);
	if (things.length > 0) return { as: `the name ${wanted}`, position: null, things };
	const position = parsePosition(wanted);
	if (position) return { as: position.form, position, things: [] };
	return { as: `the name ${wanted}`, position: null, things: [] };
}

/** The number a text writes, where the database has room for it. */
function int64(text: string): bigint | null {
	const number = /^-?\d{1,19}$/.test(text) ? BigInt(text) : null;
	return number !== null && BigInt.asIntN(64, number) === number ? number : null;
}

async function namedThings(question: Question, name: string): Promise<NamedThing[]> {
	const { sql } = question.database;
	// TNS names are written with a prefix that changes (AT, SN), and with or without a space
	const transient = /^(?:AT|SN|TDE|FRB)\s*((?:19|20)\d\d[A-Za-z]{1,7})$/i.exec(name)?.[1] ?? null;
	const ids = transient ? [name, transient.slice(0, 4) + transient.slice(4).toLowerCase()] : [name];
	const number = int64(name);
	return sql<NamedThing[]>`
		select distinct subject, because
		from (
			select 'objects/' || a.survey || '/' || a.object_id as subject, 'its name' as because
			from locator l join lateral (
				select survey, object_id from ${asOf(question, 'alert')} f
				where f.hpx = l.hpx and f.observed_at = l.observed_at and f.alert_id = l.alert_id and f.survey = l.survey
			) a on true
			where l.object_id = any(${ids}::text[])
			union all
			select 'objects/' || o.survey || '/' || o.object_id, 'its name'
			from object o
			where o.object_id = any(${ids}::text[]) and exists (
				select from ${asOf(question, 'photometry')} p
				where p.hpx = o.hpx and p.survey = o.survey and p.object_id = o.object_id)
			union all
			select 'events/' || n.event, 'its name'
			from ${asOf(question, 'notice')} n where n.event = any(${ids}::text[])
			union all
			select s.subject, s.agent || ' says its ' || s.property || ' is ' || s.value_text
			from ${asOf(question, 'statement')} s
			where s.property in ('name', 'identity') and s.value_text = any(${ids}::text[]) and length(s.value_text) < 200
			union all
			select 'alerts/' || a.survey || '/' || a.alert_id, 'its number'
			from locator l join lateral (
				select survey, alert_id from ${asOf(question, 'alert')} f
				where f.hpx = l.hpx and f.observed_at = l.observed_at and f.alert_id = l.alert_id and f.survey = l.survey
			) a on true
			where l.alert_id = ${number}::bigint
		) things
		order by subject, because
		limit ${mostThings}`;
}
