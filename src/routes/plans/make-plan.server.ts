import { redirect, type RequestEvent } from '@sveltejs/kit';
import { acting, allTextsOf, textsOf } from '#lib/api/forms.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';

const fields = ['campaigns', 'from', 'to', 'seconds', 'known', 'facilities_now', 'facilities'] as const;

/** Makes the plan that a form asks for, and leads to its page. */
export function makePlan(event: RequestEvent) {
	const work = async (form: FormData) => {
		const { campaigns, from, to, seconds, known, facilities_now } = textsOf(form, fields);
		const facilities = allTextsOf(form, 'facilities');
		const { plan } = await callerOf(event.locals.context).plans.make({
			campaigns: campaigns.split(' '),
			from,
			to,
			...(seconds !== '' && { seconds }),
			...(facilities.length > 0 && { facilities }),
			...(known !== '' && { known, ...(facilities_now !== '' && { facilities_known: 'now' }) })
		});
		redirect(303, `/plans/${plan}`);
	};
	return acting(event, work, fields);
}
