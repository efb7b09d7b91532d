import { search } from '#lib/api/resources/search.server.ts';
import { readCommand } from '../read.ts';
import { badWords } from '../words.ts';

const wanted = '<name or position>';

export const { describe, run } = readCommand(search, {
	words: wanted,
	fromWords: ['q'],
	read(words) {
		if (words.length === 0) throw badWords(`${wanted}, such as AT2019dsg or 314.26 14.2 10s`, words);
		return { q: words.join(' ') };
	}
});
