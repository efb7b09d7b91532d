import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { momentsAround } from '../../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const alert = pageOf(resources.alert);

export const load: PageServerLoad = async (event) => {
	const answer = await alert(event);
	const { survey, alert_id } = answer.alert;
	return { ...answer, ...(await momentsAround(event, answer.basis, `alerts/${survey}/${alert_id}`)) };
};
