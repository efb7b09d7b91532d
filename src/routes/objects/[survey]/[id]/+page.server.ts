import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { readTold } from '#lib/archive/index.server.ts';
import { listDecisions } from '#lib/versioning/decisions/index.server.ts';
import { curveFacts } from '#lib/ui/light-curve/curve-facts.ts';
import { partOf } from '#lib/ui/tables/part.ts';
import { packPoints } from '#lib/ui/plots/packed-points.ts';
import { momentsAround } from '../../../moments.server.ts';
import type { PageServerLoad } from './$types.js';
import { curvePoints } from './curve-points.server.ts';

const { path, input } = resources.object;
const object = pageOf({ path, input, answer: (caller, asked) => caller.objects.curve(asked) });

/** Moments of the history that are told on the page. */
const mostMoments = 15;
const mostDecisions = 20;

/**
 * The page's answer: of long tables a part, and of the light curve what its plot draws: tens of thousands of whole rows
 * would be megabytes.
 */
export const load: PageServerLoad = (event) =>
	answerPage(event, async () => {
		const { survey, id } = event.params;
		const subject = `objects/${survey}/${id}`;
		const question = await questionOfPage(event);
		// the database reads these while the rows of the light curve are taken in
		const beside = Promise.all([
			momentsAround(event, formatBasis(question.basis), subject),
			readTold(question, survey, id, mostMoments),
			listDecisions(question, { subject, limit: mostDecisions })
		]);
		// where the object itself cannot be read, that is what the page says
		beside.catch(() => undefined);
		const { alerts, photometry, ...answer } = await object(event);
		const points = await curvePoints(event.locals.context, question, answer.object, photometry);
		const [moments, told, decisions] = await beside;
		const asked = (name: string) => event.url.searchParams.get(name);
		return {
			...answer,
			...moments,
			alerts: partOf(alerts, asked('alerts_from')),
			photometry: partOf(photometry, asked('photometry_from')),
			curve: packPoints(points),
			facts: curveFacts(points),
			withImages: alerts.findLast(({ packet }) => packet !== null) ?? null,
			told,
			decisions
		};
	});
