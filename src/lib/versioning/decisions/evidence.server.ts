import { readEvent, readObject, type Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { digestOf, itemOf, rowsOf, type ItemRow } from '../inputs/index.server.ts';

/** What was known of a subject at a basis, as digests. */
export interface Evidence {
	/** Of all of it, 32 hexadecimal digits. */
	readonly digest: string;
	/** By fact. */
	readonly facts: readonly ItemRow[];
}

/**
 * The facts known of a subject as of the question's basis, for its viewer: everything that its page shows.
 * @throws LookbackError `versioning/bad-subject`, and the archive's where nothing is known of it.
 */
export async function evidenceOf(question: Question, subject: string): Promise<Evidence> {
	const { value } = itemOf('evidence', subject, await readSubject(question, subject));
	const facts = rowsOf(value);
	return { digest: digestOf(facts), facts };
}

/** Evidence of a subject of which nothing is known. */
export const noEvidence: Evidence = { digest: digestOf([]), facts: [] };

async function readSubject(question: Question, subject: string) {
	const [, kind, first, rest] = /^(objects|events)\/([^/]+)(?:\/(.+))?$/.exec(subject) ?? [];
	if (kind === 'objects' && first && rest) {
		const { object, alerts, photometry, statements } = await readObject(question, first, rest);
		return { object, alerts, photometry, statements };
	}
	if (kind === 'events' && first) {
		const name = subject.slice('events/'.length);
		const { event, notices, localizations, statements } = await readEvent(question, name);
		return { event, notices, localizations, statements };
	}
	throw new LookbackError(
		'incorrect',
		'versioning/bad-subject',
		`A decision is about objects/<survey>/<id> or events/<name>; got '${subject.slice(0, 200)}'.`,
		{ subject }
	);
}
