import type { Context } from '#lib/api/context.server.ts';
import {
	readHindsight,
	type CurveMeasurement,
	type ObjectSummary,
	type Question
} from '#lib/archive/index.server.ts';
import { lightCurvePoint, type LightCurvePoint } from '#lib/ui/plots/light-curve-point.ts';

/**
 * The points of a light curve by epoch. Where the page looks back, it also holds what was told since, and says of each
 * point what became of it: as far as the page's reader, or the audience through whose eyes it looks, may see.
 */
export async function curvePoints(
	context: Context,
	question: Question,
	object: ObjectSummary,
	photometry: readonly CurveMeasurement[]
): Promise<LightCurvePoint[]> {
	if (question.basis.isNow) return photometry.map((row) => lightCurvePoint(row, 'in-force'));
	const newest = (await context.question({})).basis;
	const later = {
		knownAt: newest.knownAt > question.basis.knownAt ? newest.knownAt : question.basis.knownAt,
		batch: newest.batch
	};
	const { added, revised, withdrawn } = await readHindsight(question, object, photometry, later);
	const since = new Map<CurveMeasurement, 'revised' | 'withdrawn'>();
	for (const { before } of revised) since.set(before, 'revised');
	for (const row of withdrawn) since.set(row, 'withdrawn');
	const told = [...added, ...revised.map(({ after }) => after)];
	return [
		...photometry.map((row) => lightCurvePoint(row, since.get(row) ?? 'in-force')),
		...told.map((row) => lightCurvePoint(row, 'unknown'))
	].sort((a, b) => a.observedAt - b.observedAt);
}
