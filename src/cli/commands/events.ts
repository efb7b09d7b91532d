import { events } from '#lib/api/resources/events.server.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

export const { describe, run } = readCommand(events, { words: '', read: noWords });
