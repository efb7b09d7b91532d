import type { Instant } from '#lib/sky/time.ts';
import type { Deployment } from '../store/index.server.ts';
import type { Run } from './read.server.ts';

/** How far a deployed analysis is behind what was recorded. */
export interface Lag {
	readonly deployment: Deployment;
	/** Its last live run, whatever became of it; null before the first. */
	readonly last: Run | null;
	/** Batches with subjects that it has not run on yet: at most `mostBatches`, which means that many or more. */
	readonly batches_behind: number;
	/** When the first of them was sealed; null where it has run on all. */
	readonly behind_since: Instant | null;
}

export const mostBatches = 1000;
