import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type OidcContext } from 'oidc-provider';
import { afterAll } from 'vitest';

/** The portal, as every issuer of a test knows it. */
export const client = { id: 'lookback', secret: 'a-secret-between-the-two' };

/** An issuer of OpenID Connect on this machine, which asks nobody for a password. */
export interface TestIssuer {
	/** `http://<host>:<port>` */
	readonly address: string;
	/** Whom it takes its visitors for; null: it signs nobody in. */
	subject: string | null;
	/** Requests it got. */
	readonly requests: string[];
	/** Knows a portal from now on, which may send its visitors here. */
	admit(callback: string): void;
	/** Answers nothing any more, or answers again. */
	sleep(): void;
	wake(): void;
}

/** Starts an issuer that takes the portal's secret as `authMethod` says; stopped when the test file is done. */
export async function testIssuer(
	host: '127.0.0.1' | 'localhost',
	authMethod: 'client_secret_post' | 'client_secret_basic' = 'client_secret_post'
): Promise<TestIssuer> {
	let provider: Provider | undefined;
	let isAwake = true;
	const listener: RequestListener = (request, response) => {
		issuer.requests.push(`${request.method} ${request.url}`);
		if (!provider || !isAwake) {
			response.destroy();
			return;
		}
		if (!request.url!.startsWith('/interaction/')) return provider.callback()(request, response);
		const login = issuer.subject === null ? null : { accountId: issuer.subject };
		void provider.interactionFinished(request, response, login ? { login } : { error: 'access_denied' });
	};
	const server = createServer(listener).listen(0, host);
	await once(server, 'listening');
	closeLater.push(server);
	const address = `http://${host}:${(server.address() as AddressInfo).port}`;
	const issuer: TestIssuer = {
		address,
		subject: null,
		requests: [],
		admit(callback) {
			provider = new Provider(
				address,
				configuration(callback, authMethod, () => provider!)
			);
		},
		sleep: () => void (isAwake = false),
		wake: () => void (isAwake = true)
	};
	return issuer;
}

function configuration(callback: string, authMethod: string, provider: () => Provider) {
	return {
		clients: [
			{
				client_id: client.id,
				client_secret: client.secret,
				redirect_uris: [callback],
				token_endpoint_auth_method: authMethod
			}
		],
		clientAuthMethods: [authMethod],
		cookies: { keys: ['of the test'] },
		jwks: { keys: [{ ...signingKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
		features: { devInteractions: { enabled: false } },
		pkce: { required: () => true },
		ttl: { Session: 600, Interaction: 600, Grant: 600, IdToken: 600, AccessToken: 600 },
		interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
		findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
		async loadExistingGrant({ oidc: { client, session } }: OidcContext) {
			const grant = new (provider().Grant)({ clientId: client.clientId, accountId: session.accountId });
			grant.addOIDCScope('openid');
			await grant.save();
			return grant;
		}
	};
}

const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const closeLater: Server[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(async () => {
	for (const server of closeLater.splice(0)) {
		server.closeAllConnections();
		await new Promise((done) => server.close(done));
	}
});
