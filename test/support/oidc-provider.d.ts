declare module 'oidc-provider' {
	import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

	interface Grant {
		addOIDCScope(scope: string): void;
		save(): Promise<string>;
	}

	/** Of a request under way, what tests look at. */
	export interface OidcContext {
		readonly oidc: {
			readonly client: { readonly clientId: string };
			readonly session: { readonly accountId: string };
		};
	}

	/** An issuer of OpenID Connect; what tests use of it. */
	export default class Provider {
		constructor(issuer: string, configuration: Record<string, unknown>);
		readonly Grant: new (of: { clientId: string; accountId: string }) => Grant;
		callback(): RequestListener;
		interactionFinished(
			request: IncomingMessage,
			response: ServerResponse,
			result: Record<string, unknown>
		): Promise<void>;
	}
}
