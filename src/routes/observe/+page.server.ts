import { redirect } from '@sveltejs/kit';
import { audiencesOf } from '#lib/access/speak.server.ts';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { answerPage, pageOf, questionOfPage } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { listBlocks } from '#lib/planner/bookings/index.server.ts';
import { listCampaigns } from '#lib/planner/campaigns/index.server.ts';
import { listFacilities } from '#lib/planner/facilities/index.server.ts';
import { toldOfSchedule } from '#lib/planner/moments.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { nightTracks } from '#lib/ui/planner/night-tracks.ts';
import { windowRows } from '#lib/ui/planner/window-rows.ts';
import { askedAudience } from '../asked-audience.ts';
import { changesOf } from '../moments.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const observe = pageOf(resources.observe);
const mostBlocks = 500;
const mostCampaigns = 100;

/** When a position is up, who is asked for time then, and for whom the reader may ask; without a position, nothing yet. */
export const load: PageServerLoad = async (event) => {
	const { searchParams } = event.url;
	const isAsked = ['ra', 'dec', 'near'].some((name) => searchParams.get(name));
	if (!isAsked) return { answer: null };
	const answer = await observe(event);
	return answerPage(event, async () => {
		const question = await questionOfPage(event);
		const viewer = await event.locals.context.viewer();
		const { from_at: from, to_at: to } = answer.position;
		const owners = question.basis.isNow ? audiencesOf(viewer, 'planner') : [];
		const campaigns =
			owners.length === 0 ? [] : await listCampaigns(question, { state: 'open', limit: mostCampaigns });
		const facilities = (await listFacilities(question)).map(({ facility }) => facility);
		const blocks = await listBlocks(question, { from, to, limit: mostBlocks });
		const up = new Set(answer.windows.map(({ facility, telescope }) => `${facility}/${telescope}`));
		const { ra_deg: raDeg, dec_deg: decDeg } = answer.position;
		const asked = (name: string) => event.url.searchParams.get(name) || null;
		const name = asked('label') ?? asked('subject')?.split('/').at(-1) ?? 'the position';
		const target = { name, subject: asked('subject'), raDeg, decDeg };
		const { knownAt } = question.basis;
		const length = to - from;
		const moments = await changesOf(
			event,
			answer.basis,
			toldOfSchedule(
				{ facility: event.url.searchParams.get('facility') || null },
				event.url.searchParams.get('from') ? { from, to } : (at) => [at, (at + length) as Instant],
				knownAt
			)
		);
		return {
			answer,
			...moments,
			at: question.basis.knownAt,
			isSignedIn: viewer.kind !== 'public',
			night: nightTracks(facilities, [target], from, asked('site'), answer.windows),
			rows: windowRows(facilities, answer.windows, blocks, { from, to }),
			owners,
			campaigns: campaigns
				.filter(({ owner }) => owners.includes(owner))
				.map(({ campaign, title }) => ({ campaign, title })),
			/** Instruments of telescopes that can observe it. */
			instruments: facilities.flatMap((one) =>
				one.telescopes
					.filter(({ telescope }) => up.has(`${one.facility}/${telescope}`))
					.flatMap(({ telescope, instruments }) =>
						instruments.map(({ instrument, name, bands }) => ({
							facility: one.facility,
							place: one.name,
							telescope,
							instrument,
							name,
							bands
						}))
					)
			)
		};
	});
};

const fields = [
	...['wanter', 'open', 'instrument', 'from', 'to', 'ra_deg', 'dec_deg'],
	...['band', 'exposure_sec', 'exposures', 'subject', 'label']
] as const;

export const actions: Actions = {
	/** Asks a facility for time. */
	propose: (event) => {
		const work = async (form: FormData) => {
			const { wanter, open, instrument: which, ...told } = textsOf(form, fields);
			const [kind = '', name = ''] = wanter.split(':');
			const [facility, instrument] = which!.split('/');
			const block = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== ''));
			const { blocks } = await callerOf(event.locals.context).schedule.propose({
				...(kind === 'campaign'
					? { campaign: name }
					: { owner: name, audience: askedAudience(name, open !== '') }),
				// the procedure itself checks what it is given
				blocks: [{ ...block, facility, instrument } as never]
			});
			redirect(303, `/schedule/${blocks[0]}`);
		};
		return acting(event, work, fields);
	}
};
