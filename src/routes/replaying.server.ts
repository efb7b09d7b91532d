import { acting, textsOf } from '#lib/api/forms.server.ts';
import { callerOf, type Caller } from '#lib/api/routers/index.server.ts';
import type { RequestEvent } from '@sveltejs/kit';

const fields = ['at', 'with'] as const;

/** What a replay takes from the form of its page. */
export interface ReplayWish {
	readonly id: string;
	readonly at?: string;
	readonly with?: string;
}

/** The action of a page that carries something out again: minutes of work, for those who may run analyses. */
export function replaying<Replay>(replay: (caller: Caller, wish: ReplayWish) => Promise<Replay>) {
	return (event: RequestEvent<{ id: string }>) => {
		const work = async (form: FormData) => {
			const told = Object.entries(textsOf(form, fields)).filter(([, value]) => value !== '');
			const wish = { id: event.params.id, ...Object.fromEntries(told) };
			return { replay: await replay(callerOf(event.locals.context), wish) };
		};
		return acting(event, work, fields);
	};
}
