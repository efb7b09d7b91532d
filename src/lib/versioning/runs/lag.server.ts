import { batchesTouching, type Question, questionFor } from '#lib/archive/index.server.ts';
import { readDeployments } from '../store/index.server.ts';
import { mostBatches, type Lag } from './lag.ts';
import { kindsOf, ranUntil } from './live.server.ts';
import { listRuns } from './read.server.ts';

/** How far the deployments that the viewer may see are behind, of one analysis or all. */
export async function readLag(question: Question, name: string | null = null): Promise<Lag[]> {
	const { database, viewer, basis } = question;
	const deployments = await readDeployments(question, name);
	return Promise.all(
		deployments.map(async (deployment) => {
			const seen = await questionFor(database, viewer, deployment.audience, basis);
			const [until, kinds, runs] = await Promise.all([
				ranUntil(question, deployment),
				kindsOf(question, deployment),
				listRuns(question, {
					analysis: deployment.name,
					kind: 'live',
					audience: deployment.audience,
					limit: 1
				})
			]);
			const { batches, since } = await batchesTouching(seen, until, kinds, mostBatches);
			return { deployment, last: runs[0] ?? null, batches_behind: batches, behind_since: since };
		})
	);
}
