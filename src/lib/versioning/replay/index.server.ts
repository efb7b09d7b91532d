/** The front door of replays. */
export type { Carried, DecisionReplay, Replay } from './replay.ts';
export { packageRun } from './package/package.server.ts';
export { replayDecision } from './replay-decision.server.ts';
export { replayRun, type Otherwise } from './replay-run.server.ts';
