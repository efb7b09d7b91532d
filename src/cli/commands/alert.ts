import { alert } from '#lib/api/resources/objects.server.ts';
import { readCommand } from '../read.ts';
import { badWords, surveyAndId } from '../words.ts';

const wanted = '<survey>/<id>';

export const { describe, run } = readCommand(alert, {
	words: wanted,
	read(words) {
		const found = surveyAndId(words, 'alerts');
		if (found) return found;
		throw badWords(`${wanted}, such as ztf/1001001001001015001`, words);
	}
});
