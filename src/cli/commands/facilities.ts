import { facilities } from '#lib/api/resources/facilities.server.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

export const { describe, run } = readCommand(facilities, { words: '', read: noWords });
