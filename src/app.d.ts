import type { Context } from '#lib/api/context.server.ts';
import type { PageMoments } from '#lib/ui/time/steps.ts';

declare global {
	namespace App {
		interface Locals {
			/** The request, as far as its answer depends on it. */
			context: Context;
			/** Secret of the browser's session, null without one. */
			session: string | null;
			/** Basis of the page's answer, once there is one; becomes its Lookback-Basis header. */
			pageBasis?: string;
		}
		/** What the server that runs the portal has of a request; nothing of it while it is developed. */
		interface Platform {
			readonly req: object;
		}
		/** What the time control above every page reads of its data: no page means anything else by these names. */
		// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- what SvelteKit declares can only be extended
		interface PageData extends PageMoments {}
		interface Error {
			/** A sentence. */
			message: string;
			/** Stable and namespaced: `archive/unknown-object`. */
			code: string;
		}
	}
}
