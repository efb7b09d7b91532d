import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { momentsOf } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const decisions = pageOf(resources.decisions);

export const load: PageServerLoad = async (event) => {
	const answer = await decisions(event);
	const asked = (name: string) => event.url.searchParams.get(name) || null;
	const wanted = { subject: asked('subject') };
	return { ...answer, ...(await momentsOf(event, answer.basis, 'decision', wanted)) };
};
