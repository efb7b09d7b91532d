import { redirect } from '@sveltejs/kit';
import { formatBasis } from '#lib/archive/basis.ts';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { answerPage, questionOfPage } from '#lib/api/page.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { listDecisions } from '#lib/versioning/decisions/index.server.ts';
import { audiencesOf } from '#lib/access/speak.server.ts';
import { momentsOf } from '../../moments.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const mostEarlier = 100;

export const load: PageServerLoad = (event) =>
	answerPage(event, async () => {
		const subject = event.url.searchParams.get('subject') ?? '';
		const viewer = await event.locals.context.viewer();
		const question = await questionOfPage(event);
		const basis = formatBasis(question.basis);
		event.locals.pageBasis = basis;
		const others = subject === '' ? [] : await listDecisions(question, { subject, limit: mostEarlier });
		return {
			...(subject !== '' && (await momentsOf(event, basis, 'decision', { subject }))),
			subject,
			// as the page was read: what comes while the form is filled in is none of its grounds
			on: basis,
			isSignedIn: viewer.kind !== 'public',
			for: audiencesOf(viewer, 'contributor'),
			inForce: others
				.filter(({ superseded_by }) => superseded_by === null)
				.map(({ decision, action, actor }) => ({ decision, action, actor }))
		};
	});

const fields = ['subject', 'action', 'reason', 'audience', 'basis', 'runs', 'supersedes'] as const;

export const actions: Actions = {
	default: (event) => {
		const work = async (form: FormData) => {
			const { runs, supersedes, ...told } = textsOf(form, fields);
			const names = runs.split(/[\s,]+/).filter((name) => name !== '');
			const wish = { ...told, runs: names, ...(supersedes !== '' && { supersedes }) };
			const { decision } = await callerOf(event.locals.context).decisions.decide(wish);
			redirect(303, `/decisions/${decision}`);
		};
		return acting(event, work, fields);
	}
};
