import { diff } from '#lib/api/resources/time.server.ts';
import { readCommand, type Fields } from '../read.ts';
import { badWords } from '../words.ts';

export const { describe, run } = readCommand(diff, {
	words: '[<subject>] --from <basis>',
	fromWords: ['subject'],
	read(words): Fields {
		if (words.length > 1) throw badWords('at most one subject', words);
		const [subject] = words;
		return subject === undefined ? {} : { subject: subject.replace(/^\//, '') };
	},
	details:
		'A subject is objects/<survey>/<id> or events/<name>; without one, --ra, --dec and --radius-arcsec\n' +
		'name a part of the sky.'
});
