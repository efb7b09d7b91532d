import { refused } from '#lib/api/resources/ledger.server.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

export const { describe, run } = readCommand(refused, {
	words: '',
	read: noWords,
	details: 'Their bytes are kept; lookback retry reads them again.'
});
