import { decision } from '#lib/api/resources/runs.server.ts';
import { readCommand } from '../read.ts';
import { onlyWord } from '../words.ts';

const wanted = '<decision>';

export const { describe, run } = readCommand(decision, {
	words: wanted,
	read: (words) => ({ id: onlyWord(words, wanted).replace(/^\/?decisions\//, '') })
});
