import type { Context } from '#lib/api/context.server.ts';

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
		interface Error {
			/** A sentence. */
			message: string;
			/** Stable and namespaced: `archive/unknown-object`. */
			code: string;
		}
	}
}
