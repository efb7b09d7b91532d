import { batchesTouching, type Question } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { readDeployments, type Deployment } from '../store/index.server.ts';
import { ranUntil } from './live.server.ts';
import { listRuns, type Run } from './read.server.ts';
import { questionFor } from './rights.server.ts';

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

/** How far the deployments that the viewer may see are behind, of one analysis or all. */
export async function readLag(question: Question, name: string | null = null): Promise<Lag[]> {
	const { database, viewer, basis } = question;
	const deployments = await readDeployments(question, name);
	return Promise.all(
		deployments.map(async (deployment) => {
			const seen = await questionFor(database, viewer, deployment.audience, basis);
			const [until, runs] = await Promise.all([
				ranUntil(question, deployment),
				listRuns(question, {
					analysis: deployment.name,
					kind: 'live',
					audience: deployment.audience,
					limit: 1
				})
			]);
			const { batches, since } = await batchesTouching(seen, until, mostBatches);
			return { deployment, last: runs[0] ?? null, batches_behind: batches, behind_since: since };
		})
	);
}
