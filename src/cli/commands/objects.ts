import { objects } from '#lib/api/resources/objects.server.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

export const { describe, run } = readCommand(objects, { words: '', read: noWords });
