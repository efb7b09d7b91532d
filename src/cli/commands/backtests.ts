import { backtests } from '#lib/api/resources/backtests.server.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

export const { describe, run } = readCommand(backtests, { words: '', read: noWords });
