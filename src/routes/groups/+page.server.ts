import { may } from '#lib/access/permits.ts';
import { groupMoments } from '#lib/access/groups.server.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import { asKnownNow } from '#lib/api/moments.server.ts';
import { parseBasis } from '#lib/archive/basis.ts';
import { changesAmong } from '#lib/archive/moments.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { setMember } from './set-member.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const groups = pageOf(resources.groups);

export const load: PageServerLoad = async (event) => {
	const answer = await groups(event);
	return answerPage(event, async () => {
		const viewer = await event.locals.context.viewer();
		const { knownAt } = parseBasis(answer.basis);
		const audience = event.url.searchParams.get('as_seen_by') || null;
		const asked = await asKnownNow(event.locals.context, answer.basis, audience);
		return {
			...answer,
			...changesAmong(await groupMoments(asked, audience), knownAt),
			isSignedIn: viewer.kind !== 'public',
			mayFound: may(viewer, 'administrator', archiveGroup)
		};
	});
};

/** A group begins with the first who belongs to it. */
export const actions: Actions = { setMember };
