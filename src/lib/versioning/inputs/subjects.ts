import type { Input } from '../manifest.ts';
import type { Code, Output } from '../runtime/evaluation.ts';
import { failure } from '../runtime/failure.ts';
import type { Item } from './item.ts';

/**
 * Subjects that an item of an input is of, as the addresses of their pages: the object or event itself; an alert and
 * its object; what a statement is about. A row of a catalogue is of none.
 */
export function subjectsOf(of: Input['of'], { key, value }: Pick<Item, 'key' | 'value'>): string[] {
	switch (of) {
		case 'objects':
		case 'events':
			return [key];
		case 'alerts': {
			const { survey, object_id } = value as { readonly survey: string; readonly object_id: string };
			return [key, `objects/${survey}/${object_id}`];
		}
		case 'statements':
			return [(value as { readonly subject: string }).subject];
		case 'catalogue':
			return [];
	}
}

/** What an output selects, speaks of or decides about; null for a row of a table. */
export function subjectOf(output: Output): string | null {
	if ('select' in output) return output.select;
	if ('statement' in output) return output.statement.subject;
	return 'decision' in output ? output.decision.subject : null;
}

/**
 * An analysis speaks of nothing but what it was given, whole or in the call: what it says of anything else rests on
 * nothing, and a name that it made up would lead nowhere. @throws LookbackError `versioning/bad-output`.
 */
export function assertGiven(
	code: Code,
	key: string,
	outputs: readonly Output[],
	isGiven: (subject: string) => boolean
): void {
	for (const output of outputs) {
		const subject = subjectOf(output);
		if (subject === null) continue;
		if ('decision' in output && subject.startsWith('alerts/'))
			throw failure(
				code,
				'bad-output',
				key,
				`decided about '${subject.slice(0, 200)}'; a decision is about objects/<survey>/<id> or events/<name>`
			);
		if (isGiven(subject)) continue;
		const said = 'select' in output ? 'selected' : 'statement' in output ? 'spoke of' : 'decided about';
		throw failure(
			code,
			'bad-output',
			key,
			`${said} '${subject.slice(0, 200)}', of which it was given nothing; it may speak of the objects, events and alerts that it is given, by the keys of their items (objects/<survey>/<id>, events/<name>, alerts/<survey>/<number>)`
		);
	}
}
