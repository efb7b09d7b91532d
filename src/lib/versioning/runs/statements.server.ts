import { asOf, type Question, type Statement } from '#lib/archive/index.server.ts';
import { hash63 } from '#lib/db/hash63.ts';
import type { NewFact } from '#lib/db/relations.ts';
import type { Instant } from '#lib/sky/time.ts';
import { collectionOf } from '../audience.ts';
import type { OutputRow } from './document.ts';

/** Who says what an analysis says. */
export function agentOf(analysis: string): string {
	return `lookback/${analysis}`;
}

export interface Speaker {
	readonly run: string;
	readonly analysis: string;
	readonly commit: string;
	readonly audience: string;
	/** When its run finished: from then on it is known what it says. */
	readonly finishedAt: Instant;
}

type Said = NewFact<'statement'>;

/**
 * The statements of a run as facts; of several with one key the last counts. One that its audience has from the same
 * version of the analysis already is no news. What is said anew is a version of its own, so that an analysis that
 * returns to what it said before is heard. `question` is the audience's, now.
 */
export async function statementFacts(
	question: Question,
	outputs: readonly OutputRow[],
	speaker: Speaker
): Promise<Said[]> {
	const said = new Map(
		outputs
			.flatMap((row) => ('statement' in row ? [factOf(row.statement, speaker)] : []))
			.map((row) => [keyOf(row), row])
	);
	if (said.size === 0) return [];
	const inForce = new Map(
		(await ownStatements(question, speaker, [...said.values()])).map((row) => [keyOf(row), row])
	);
	return [...said.values()].filter((row) => {
		const before = inForce.get(keyOf(row));
		return !before || contentOf(before) !== contentOf(row);
	});
}

type Emitted = Extract<OutputRow, { statement: unknown }>['statement'];

function factOf(statement: Emitted, { run, analysis, commit, audience, finishedAt }: Speaker): Said {
	const {
		subject,
		property,
		qualifier = '',
		value_text = null,
		value_number = null,
		unit,
		detail
	} = statement;
	const own =
		detail !== null && typeof detail === 'object' && !Array.isArray(detail)
			? detail
			: detail === undefined
				? {}
				: { value: detail };
	const software = `${analysis}@${commit}`;
	return {
		subject,
		property,
		qualifier,
		agent: agentOf(analysis),
		software,
		value_text,
		value_number,
		unit: value_number === null ? null : (unit ?? ''),
		detail: { ...own, run },
		collection: collectionOf(audience),
		known_at: finishedAt,
		known_from: 'received',
		version: hash63(JSON.stringify([software, value_text, value_number, unit, own, run])),
		packet: null
	};
}

function ownStatements(
	question: Question,
	{ analysis, audience }: Speaker,
	about: readonly Said[]
): Promise<Statement[]> {
	const { sql } = question.database;
	const subjects = [...new Set(about.map(({ subject }) => subject))];
	return sql<Statement[]>`
		select *
		from ${asOf(question, 'statement')} s
		where s.subject = any(${subjects}::text[]) and s.agent = ${agentOf(analysis)} and s.collection = ${collectionOf(audience)}`;
}

function keyOf({ subject, property, qualifier }: Pick<Said, 'subject' | 'property' | 'qualifier'>): string {
	return JSON.stringify([subject, property, qualifier]);
}

function contentOf({
	software,
	value_text,
	value_number,
	unit,
	detail
}: Pick<Said, 'software' | 'value_text' | 'value_number' | 'unit' | 'detail'>): string {
	const own = { ...(detail as Record<string, unknown>) };
	delete own.run;
	return JSON.stringify([software, value_text, value_number, unit, own]);
}
