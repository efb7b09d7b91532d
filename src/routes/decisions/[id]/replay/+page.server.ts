import { acting, textsOf } from '#lib/api/forms.server.ts';
import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const decision = pageOf(resources.decision);

export const load: PageServerLoad = async (event) => {
	const answer = await decision(event);
	return { decision: answer.decision, basis: answer.basis };
};

const fields = ['at', 'with'] as const;

export const actions: Actions = {
	/** Carries it out again: minutes of work, for those who may run analyses. */
	default: (event) => {
		const work = async (form: FormData) => {
			const told = Object.entries(textsOf(form, fields)).filter(([, value]) => value !== '');
			const wish = { id: event.params.id, ...Object.fromEntries(told) };
			return { replay: await callerOf(event.locals.context).decisions.replay(wish) };
		};
		return acting(event, work, fields);
	}
};
