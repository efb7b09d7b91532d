import { history } from '#lib/api/resources/time.server.ts';
import { readCommand } from '../read.ts';
import { onlyWord } from '../words.ts';

const wanted = '<subject>';

export const { describe, run } = readCommand(history, {
	words: wanted,
	read: (words) => ({
		subject: onlyWord(words, `${wanted}, such as objects/ztf/ZTF18abcdefg`).replace(/^\//, '')
	}),
	details: 'A subject is objects/<survey>/<id>, events/<name> or alerts/<survey>/<number>.'
});
