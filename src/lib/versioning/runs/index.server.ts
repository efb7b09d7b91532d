/** The front door of runs. */
export { digestOfOutputs, type OutputRow, type RecordedItem, type RunDocument } from './document.ts';
export { evaluate, type Evaluated } from './evaluate.server.ts';
export { readLag } from './lag.server.ts';
export { mostBatches, type Lag } from './lag.ts';
export { LiveRuns } from './live.server.ts';
export { listRuns, readRun, readRunDocument, runsReading, type Run, type RunFilter } from './read.server.ts';
export { assertNotFuture } from './not-future.ts';
export { runAnalysis, type RunArchive, type RunOutcome, type RunRequest } from './run.server.ts';
