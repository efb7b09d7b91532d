import { coveredProbability } from '../coverage/atoms.ts';
import type { Block } from '../schedule/problem.ts';
import type { Built } from './build.ts';
import type { PlanCoverage } from './document.ts';
import type { CoverageTask } from './wanted-fields.server.ts';

/**
 * Looks at fields that a plan leaves out and nobody misses: where as much as is wanted is covered, or others cover all that they
 * would. `isReached` says of each goal whether it is.
 */
export function notMissed(
	{ problem }: Built,
	blocks: readonly Block[],
	isReached: readonly boolean[]
): Set<number> {
	const chosen = new Set(blocks.map(({ visit }) => visit));
	const looks = new Set<number>();
	const missed = new Set<number>();
	for (const { goal, visits } of problem.atoms) {
		const isCovered = isReached[goal]! || visits.some((visit) => chosen.has(visit));
		for (const visit of visits) (isCovered ? looks : missed).add(visit);
	}
	return looks.difference(missed).difference(chosen);
}

/** What a plan adds to what was covered, by epoch. */
export function coverageOf(
	{ wanted, goal, localization, fieldsOfView, before, coveredBefore }: CoverageTask,
	blocks: readonly Block[],
	{ visits }: Built
): PlanCoverage[] {
	const chosen = new Set(blocks.map(({ visit }) => visits[visit]!.visit.id));
	const bands = goal.sets.map(({ band }) => band ?? 'any').join('+');
	return Array.from({ length: goal.epochs }, (_, epoch) => {
		const looked = fieldsOfView.filter((_, i) => {
			const id = wanted.fields[i]!.visit;
			return chosen.has(goal.epochs === 1 ? id : `${id}#${epoch + 1}`);
		});
		return {
			campaign: wanted.campaign.campaign,
			event: goal.event,
			band: bands,
			epoch: epoch + 1,
			notice_id: localization.notice_id,
			map: localization.name,
			map_known_at: localization.known_at,
			wanted: goal.probability,
			before: coveredBefore,
			planned: coveredProbability(wanted.skymap, [...before, ...looked])
		};
	});
}
