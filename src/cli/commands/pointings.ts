import { pointings } from '#lib/api/resources/schedule.server.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

export const { describe, run } = readCommand(pointings, { words: '', read: noWords });
