import { may } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { setMember } from './set-member.server.ts';
import type { Actions, PageServerLoad } from './$types.js';

const groups = pageOf(resources.groups);

export const load: PageServerLoad = async (event) => {
	const answer = await groups(event);
	return answerPage(event, async () => {
		const viewer = await event.locals.context.viewer();
		return {
			...answer,
			isSignedIn: viewer.kind !== 'public',
			mayFound: may(viewer, 'administrator', archiveGroup)
		};
	});
};

/** A group begins with the first who belongs to it. */
export const actions: Actions = { setMember };
