import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { momentsOf } from '../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const notice = pageOf(resources.notice);

/** A notice, and when more or other was told of it. */
export const load: PageServerLoad = async (event) => {
	const answer = await notice(event);
	const moments = await momentsOf(event, answer.basis, 'notice', { notice_id: answer.notice.notice_id });
	return { ...answer, ...moments };
};
