import { batch } from '#lib/api/resources/ledger.server.ts';
import { readCommand } from '../read.ts';
import { onlyWord } from '../words.ts';

const wanted = '<number>';

export const { describe, run } = readCommand(batch, {
	words: wanted,
	read: (words) => ({ number: onlyWord(words, wanted) })
});
