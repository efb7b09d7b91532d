import { redirect } from '@sveltejs/kit';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { listRuns, readLag } from '#lib/versioning/runs/index.server.ts';
import { mayKeep } from '#lib/versioning/store/index.server.ts';
import { momentsAround } from '../../moments.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const analysis = pageOf(resources.analysis);
const mostRuns = 10;

/** An analysis with its versions and movements, what of it the reader may end, and its moments. */
export const load: PageServerLoad = async (event) => {
	const answer = await analysis(event);
	const moments = await momentsAround(event, answer.basis, `software/${answer.name}`);
	return answerPage(event, async () => {
		const viewer = await event.locals.context.viewer();
		const mayEnd = answer.deployments.map(({ audience }) => audience).filter((one) => mayKeep(viewer, one));
		const question = await questionOfPage(event);
		const [lag, runs] = await Promise.all([
			readLag(question, answer.name),
			listRuns(question, { analysis: answer.name, limit: mostRuns })
		]);
		return { ...answer, ...moments, mayEnd, lag, runs };
	});
};

export const actions: Actions = {
	endDeployment: (event) =>
		acting(event, async (form) => {
			const { audience } = textsOf(form, ['audience']);
			const { name } = event.params;
			const { batch } = await callerOf(event.locals.context).software.endDeployment({ name, audience });
			redirect(303, `/software/${encodeURIComponent(name)}?recorded=${batch}`);
		})
};
