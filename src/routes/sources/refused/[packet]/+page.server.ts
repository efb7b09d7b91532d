import { answerPage } from '#lib/api/page.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import type { PageServerLoad } from './$types.js';

/** A packet of which something was refused, for administrators. */
export const load: PageServerLoad = (event) =>
	answerPage(event, () => {
		const asked = (name: string) => event.url.searchParams.get(name) || undefined;
		return callerOf(event.locals.context).sources.packet({
			packet: event.params.packet,
			known: asked('known'),
			batch: asked('batch'),
			basis: asked('basis'),
			as_recorded: asked('as_recorded')
		});
	});
