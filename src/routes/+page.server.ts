import { answerPage } from '#lib/api/page.server.ts';
import { readQuery } from '#lib/api/query.ts';
import { basisFields } from '#lib/api/inputs.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { noticesAround } from './moments.server.ts';
import type { PageServerLoad } from './$types.js';

const names = Object.keys(basisFields);

/** The latest news, and what the archive holds. */
export const load: PageServerLoad = (event) =>
	answerPage(event, async () => {
		const caller = callerOf(event.locals.context);
		const own = new URLSearchParams([...event.url.searchParams].filter(([name]) => names.includes(name)));
		const basis = readQuery(own, names);
		const [{ events, basis: answer }, { objects }, { sources }, { batches }] = await Promise.all([
			caller.events.list({ ...basis, limit: 8 }),
			caller.objects.search({ ...basis, limit: 8 }),
			caller.sources.list(basis),
			caller.batches.list({ ...basis, limit: 5 })
		]);
		return { events, objects, sources, batches, ...(await noticesAround(event, answer)) };
	});
