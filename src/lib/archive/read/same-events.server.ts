import { LookbackError } from '#lib/errors.ts';
import { asOf } from './as-of.server.ts';
import type { Question } from './question.ts';

/** Far more names than any event has: statements that tie together what is not the same must not be followed without end. */
const mostNames = 1000;

/**
 * Names under which an event is known at a basis, its own the first: those that a statement of identity leads to from it, from
 * either side and on from there, as from the candidate G298048 to GW170817.
 * @throws LookbackError `archive/too-many-names` beyond a thousand.
 */
export async function sameEvents(question: Question, name: string): Promise<string[]> {
	const { sql } = question.database;
	const names = new Set([name]);
	for (let asked = [name]; asked.length > 0;) {
		const subjects = asked.map((one) => `events/${one}`);
		const found = await sql<{ name: string }[]>`
			select distinct substr(other, length('events/') + 1) as name
			from (
				select s.value_text as other from ${asOf(question, 'statement')} s
				where s.property = 'identity' and s.subject = any(${subjects}::text[])
				union
				select s.subject from ${asOf(question, 'statement')} s
				where s.property = 'identity' and s.value_text = any(${subjects}::text[]) and length(s.value_text) < 200
			) said
			where other like 'events/%' and length(other) < 200
			order by name`;
		asked = found.map((one) => one.name).filter((one) => !names.has(one));
		for (const one of asked) names.add(one);
		if (names.size > mostNames)
			throw new LookbackError(
				'incorrect',
				'archive/too-many-names',
				`Statements of identity tie the event '${name}' to more than ${mostNames} others, which cannot all be it; withdraw the wrong ones.`,
				{ event: name }
			);
	}
	return [...names];
}
