import { difference, type Difference } from '#lib/archive/diff.ts';
import type { Basis } from '#lib/archive/basis.ts';
import type { ObjectSummary } from './object-summary.ts';
import { curveOf, type CurveMeasurement } from './objects.server.ts';
import type { Question } from './question.ts';

/**
 * What became of the light curve that a question was answered with: measurements added, revised and withdrawn up to a
 * later basis, as far as the same viewer may see them.
 */
export async function readHindsight(
	question: Question,
	{ survey, object_id }: Pick<ObjectSummary, 'survey' | 'object_id'>,
	then: readonly CurveMeasurement[],
	later: Basis
): Promise<Difference<CurveMeasurement>> {
	const basis = { ...question.basis, ...later };
	const now = await curveOf({ ...question, basis }, survey, object_id);
	return difference(then, now, ({ measurement }) => String(measurement));
}
