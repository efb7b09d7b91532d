import type { Context } from '#lib/api/context.server.ts';
import { object } from '#lib/api/resources/objects.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { readCommand, type Fields } from '../read.ts';
import { badWords, surveyAndId } from '../words.ts';

const wanted = '<survey>/<id>';

export const { describe, run } = readCommand(object, {
	words: wanted,
	read(words, context, options) {
		const found = surveyAndId(words, 'objects');
		if (found) return found;
		const [name] = words;
		if (words.length === 1 && name) return objectNamed(name, context, options);
		throw badWords(`${wanted}, such as ztf/ZTF18abcdefg`, words);
	},
	details: 'A name alone, ZTF18abcdefg or AT2019dsg, is looked up as known at the basis.'
});

/** The one object of a name. @throws LookbackError `cli/unknown-name` or `cli/ambiguous-name`. */
async function objectNamed(name: string, context: Context, options: Fields): Promise<Fields> {
	const { basis, things } = await callerOf(context).search.read({ ...options, q: name } as never);
	const subjects = [...new Set(things.map(({ subject }) => subject))].filter((one) =>
		one.startsWith('objects/')
	);
	const [only] = subjects.map((subject) => surveyAndId([subject], 'objects'));
	if (only && subjects.length === 1) return only;
	throw subjects.length === 0
		? new LookbackError('not-found', 'cli/unknown-name', `No object named ${name} is known at ${basis}.`, {
				name,
				basis
			})
		: new LookbackError(
				'conflict',
				'cli/ambiguous-name',
				`${name} names ${subjects.length} objects at ${basis}: ${subjects.join(', ')}; give one of them.`,
				{ name, basis, subjects }
			);
}
