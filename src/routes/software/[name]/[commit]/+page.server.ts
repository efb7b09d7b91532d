import { redirect } from '@sveltejs/kit';
import { groupsOf } from '#lib/access/viewer.ts';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { mayKeep } from '#lib/versioning/store/index.server.ts';
import { momentsAround } from '../../../moments.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const version = pageOf(resources.version);

/** A version of an analysis, for whom the reader may deploy it, and the moments of the analysis. */
export const load: PageServerLoad = async (event) => {
	const answer = await version(event);
	const moments = await momentsAround(event, answer.basis, `software/${answer.name}`);
	return answerPage(event, async () => {
		const viewer = await event.locals.context.viewer();
		// what only a group may see is for nobody else
		const audiences = answer.audience === 'public' ? ['public', ...groupsOf(viewer)] : [answer.audience];
		return { ...answer, ...moments, mayDeployFor: audiences.filter((one) => mayKeep(viewer, one)) };
	});
};

export const actions: Actions = {
	deploy: (event) => {
		const kept = ['audience'];
		return acting(
			event,
			async (form) => {
				const { audience } = textsOf(form, ['audience']);
				const { name, commit } = event.params;
				const named = [...form].filter(([field, value]) => field.startsWith('parameter ') && value !== '');
				const parameters = Object.fromEntries(
					named.map(([field, value]) => [field.slice('parameter '.length), String(value)])
				);
				const wish = { name, commit, audience, parameters };
				const { batch } = await callerOf(event.locals.context).software.deploy(wish);
				redirect(303, `/software/${encodeURIComponent(name)}${batch === null ? '' : `?recorded=${batch}`}`);
			},
			kept
		);
	}
};
