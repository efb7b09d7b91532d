import { campaigns } from '#lib/api/resources/campaigns.server.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

export const { describe, run } = readCommand(campaigns, { words: '', read: noWords });
