import { judgeCommand } from '../judge.ts';

export const { describe, run } = judgeCommand('withdraw');
