import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { readTold } from '#lib/archive/index.server.ts';
import { listDecisions } from '#lib/versioning/decisions/index.server.ts';
import { curveFacts } from '#lib/ui/light-curve/curve-facts.ts';
import { partOf } from '#lib/ui/tables/part.ts';
import { packPoints } from '#lib/ui/plots/packed-points.ts';
import { momentsAround } from '../../../moments.server.ts';
import type { PageServerLoad } from './$types.js';
import { curvePoints } from './curve-points.server.ts';

const object = pageOf(resources.object);

/** Moments of the history that are told on the page. */
const mostMoments = 15;
const mostDecisions = 20;

/**
 * The page's answer: of long tables a part, and of the light curve what its plot draws: tens of thousands of whole rows
 * would be megabytes.
 */
export const load: PageServerLoad = async (event) => {
	const { alerts, photometry, ...answer } = await object(event);
	const { survey, object_id } = answer.object;
	const [moments, { points, told, decisions }] = await Promise.all([
		momentsAround(event, answer.basis, `objects/${survey}/${object_id}`),
		answerPage(event, async () => {
			const question = await questionOfPage(event);
			const [points, told, decisions] = await Promise.all([
				curvePoints(event.locals.context, question, answer.object, photometry),
				readTold(question, survey, object_id, mostMoments),
				listDecisions(question, { subject: `objects/${survey}/${object_id}`, limit: mostDecisions })
			]);
			return { points, told, decisions };
		})
	]);
	const asked = (name: string) => event.url.searchParams.get(name);
	return {
		...answer,
		...moments,
		alerts: partOf(alerts, asked('alerts_from')),
		photometry: partOf(photometry, asked('photometry_from')),
		curve: packPoints(points),
		facts: curveFacts(photometry),
		withImages: alerts.findLast(({ packet }) => packet !== null) ?? null,
		told,
		decisions
	};
};
