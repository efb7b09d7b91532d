import { redirect } from '@sveltejs/kit';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { changesAround } from '#lib/api/moments.server.ts';
import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { readLag } from '#lib/versioning/runs/index.server.ts';
import { audiencesKept, tellingsOfSoftware } from '#lib/versioning/store/index.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const analyses = pageOf(resources.analyses);

/** The list of analyses, when anything of any changed, and for whom the reader may push one. */
export const load: PageServerLoad = async (event) => {
	const answer = await analyses(event);
	return answerPage(event, async () => {
		const audience = event.url.searchParams.get('as_seen_by') || null;
		const { context } = event.locals;
		const [viewer, moments, lag] = await Promise.all([
			context.viewer(),
			changesAround(context, answer.basis, audience, tellingsOfSoftware),
			questionOfPage(event).then((question) => readLag(question))
		]);
		return { ...answer, ...moments, lag, mayPushFor: audiencesKept(viewer) };
	});
};

export const actions: Actions = {
	push: (event) => {
		const kept = ['audience', 'branch', 'message'];
		return acting(
			event,
			async (form) => {
				const { audience, branch, message } = textsOf(form, ['audience', 'branch', 'message']);
				const archive = form.get('archive');
				const bytes =
					archive instanceof File ? new Uint8Array(await archive.arrayBuffer()) : new Uint8Array();
				const { name, commit, batch } = await callerOf(event.locals.context).software.push({
					bytes,
					file_name: (archive instanceof File && archive.name.slice(-200)) || undefined,
					audience: audience || undefined,
					branch: branch || undefined,
					message: message || undefined
				});
				const page = `/software/${encodeURIComponent(name)}/${commit}`;
				redirect(303, batch === null ? page : `${page}?recorded=${batch}`);
			},
			kept
		);
	}
};
