import { pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { momentsOf } from '../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const backtests = pageOf(resources.backtests);

export const load: PageServerLoad = async (event) => {
	const answer = await backtests(event);
	const asked = (name: string) => event.url.searchParams.get(name) || null;
	const wanted = { analysis: asked('analysis') };
	return { ...answer, ...(await momentsOf(event, answer.basis, 'backtest', wanted)) };
};
