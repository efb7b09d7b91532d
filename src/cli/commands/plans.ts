import { plans } from '#lib/api/resources/plans.server.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

export const { describe, run } = readCommand(plans, { words: '', read: noWords });
