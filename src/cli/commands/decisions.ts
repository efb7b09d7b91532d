import { decisions } from '#lib/api/resources/runs.server.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

export const { describe, run } = readCommand(decisions, { words: '', read: noWords });
