import { sources } from '#lib/api/resources/ledger.server.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

export const { describe, run } = readCommand(sources, { words: '', read: noWords });
