/** The front door of plans. */
export { compareGrounds, comparePlans, groundChangeWords, type PlanChange } from './compare.ts';
export { counterfactualWords } from './counterfactual.ts';
export { outcomeOf, outcomeWords, type PlanOutcome } from './outcome.ts';
export type { PlanBlock, PlanCoverage, PlanDocument, PlanLeftOut, PlanOptions } from './document.ts';
export { staleness, type Stale } from './staleness.server.ts';
export type { PlanWish } from './gather.server.ts';
export { makePlan, prepareFor, type MadePlan } from './make.server.ts';
export { replayPlan } from './replay.server.ts';
export type { PlanReplay } from './replay.ts';
export { listImproving, listPlans, readPlan, readPlanDocument, type RecordedPlan } from './read.server.ts';
export { assertMayPlan, outputsDigest, recordPlan } from './record.server.ts';
export { firstSeconds, Searches, type PlanSearch } from './searches.server.ts';
