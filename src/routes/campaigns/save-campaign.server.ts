import { redirect, type RequestEvent } from '@sveltejs/kit';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { campaignBody } from '#lib/api/large-body.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { readGoals } from '#lib/planner/campaigns/written-goals.ts';
import { askedAudience } from '../asked-audience.ts';

const goalFields = ['targets', 'event', 'probability', 'bands', 'exposure', 'json'] as const;
const fields = [
	'campaign',
	'title',
	'owner',
	'audience',
	'is_anonymous',
	'state',
	'reason',
	'follows',
	...goalFields
] as const;

/** Records the campaign that a form tells, or its next revision, and leads to its page. */
export function saveCampaign(event: RequestEvent) {
	const work = async (form: FormData) => {
		const told = textsOf(form, fields);
		const { campaign, title, owner, state, reason, follows } = told;
		await callerOf(event.locals.context).campaigns.save({
			campaign,
			title,
			owner,
			audience: askedAudience(owner, told.audience === 'public'),
			is_anonymous: told.is_anonymous !== '',
			follows,
			goals: readGoals(told, await textOfFile(form.get('galaxies'))),
			// the procedure itself checks what it is given
			...(state !== '' && { state: state as 'open' }),
			...(reason !== '' && { reason })
		});
		redirect(303, `/campaigns/${encodeURIComponent(campaign)}`);
	};
	return acting(event, work, fields, campaignBody);
}

/** The text of a file that a form may have; empty without one. */
async function textOfFile(file: FormDataEntryValue | null): Promise<string> {
	return file instanceof File ? file.text() : '';
}
