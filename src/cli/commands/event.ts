import { event } from '#lib/api/resources/events.server.ts';
import { readCommand } from '../read.ts';
import { onlyWord } from '../words.ts';

const wanted = '<name>';

export const { describe, run } = readCommand(event, {
	words: wanted,
	read: (words) => ({
		name: onlyWord(words, `${wanted}, such as S190425z`).replace(/^\/?events\//, '')
	})
});
