/** The front door of decisions. */
export { decide, type DecisionRequest } from './decide.server.ts';
export { evidenceOf, noEvidence, type Evidence } from './evidence.server.ts';
export { listDecisions, readDecision, type Decision, type DecisionFilter } from './read.server.ts';
