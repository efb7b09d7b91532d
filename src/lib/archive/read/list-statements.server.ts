import { asOf } from './as-of.server.ts';
import type { Question } from './question.ts';
import type { Statement } from './rows.ts';

export interface StatementFilter {
	readonly property?: string | null;
	readonly agent?: string | null;
	readonly subject?: string | null;
	readonly after?: Pick<Statement, 'subject' | 'property' | 'qualifier' | 'agent'> | null;
	readonly limit: number;
}

/** Statements in force, of anyone about anything, by their key; ask for the next page with the last row of this one. */
export function listStatements(question: Question, filter: StatementFilter): Promise<Statement[]> {
	const { sql } = question.database;
	const { property = null, agent = null, subject = null, after = null } = filter;
	return sql<Statement[]>`
		select *
		from ${asOf(question, 'statement')} s
		where (${property}::text is null or s.property = ${property}::text)
			and (${agent}::text is null or s.agent = ${agent}::text)
			and (${subject}::text is null or s.subject = ${subject}::text)
			and (${after === null} or (s.subject, s.property, s.qualifier, s.agent)
				> (${after?.subject ?? ''}, ${after?.property ?? ''}, ${after?.qualifier ?? ''}, ${after?.agent ?? ''}))
		order by s.subject, s.property, s.qualifier, s.agent
		limit ${filter.limit}`;
}

/** Statements in force about some subjects, of some properties, by their key. */
export function statementsAbout(
	question: Question,
	subjects: readonly string[],
	properties: readonly string[]
): Promise<Statement[]> {
	if (subjects.length === 0) return Promise.resolve([]);
	const { sql } = question.database;
	return sql<Statement[]>`
		select *
		from ${asOf(question, 'statement')} s
		where s.subject = any(${[...subjects]}::text[]) and s.property = any(${[...properties]}::text[])
		order by s.subject, s.property, s.qualifier, s.agent`;
}
