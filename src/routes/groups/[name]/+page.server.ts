import { redirect } from '@sveltejs/kit';
import { decisionsAbout, momentsAmong } from '#lib/access/decision-history.server.ts';
import { may } from '#lib/access/permits.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { setMember } from '../set-member.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const group = pageOf(resources.group);

export const load: PageServerLoad = async (event) => {
	const answer = await group(event);
	return answerPage(event, async () => {
		const { context } = event.locals;
		const viewer = await context.viewer();
		const { database } = context.archive;
		const { knownAt, batch } = parseBasis(answer.basis);
		const asked = { database, viewer, basis: { knownAt: context.now, batch } };
		return {
			...answer,
			knownAt,
			...momentsAmong(await decisionsAbout(asked, answer), knownAt),
			mayDecide: may(viewer, 'administrator', answer.name),
			mayGive: viewer.isAdministrator
		};
	});
};

const policyFields = ['name', 'policy', 'public_from', 'public_after_months', 'title', 'owner', 'known_at'];

export const actions: Actions = {
	setMember,

	setPolicy: (event) => {
		const work = async (form: FormData) => {
			const told = Object.entries(textsOf(form, policyFields)).filter(([, value]) => value !== '');
			// the procedure itself checks what it is given
			const wish = Object.fromEntries(told) as never;
			const { batch } = await callerOf(event.locals.context).collections.setPolicy(wish);
			redirect(303, `/groups/${encodeURIComponent(event.params.name)}?recorded=${batch}`);
		};
		return acting(event, work, policyFields);
	}
};
