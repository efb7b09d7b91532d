import * as oidc from 'openid-client';
import { isOfThisMachine, type IssuerSettings } from './issuer-file.server.ts';
import { refused } from './issuer-refusals.ts';

/** Who an issuer says somebody is; never two people (OpenID Connect Core 1.0, section 2: `iss` and `sub`). */
export interface Identity {
	readonly issuer: string;
	readonly subject: string;
	/** Host of the issuer, for the name of an account. */
	readonly host: string;
}

/** What a browser keeps while its person is at the issuer, so that the answer can be held against it. */
export interface FlowSecrets {
	readonly state: string;
	readonly nonce: string;
	/** Of PKCE (RFC 7636). */
	readonly verifier: string;
}

/** An issuer through which people sign in, by the authorization code flow. */
export interface Issuer {
	readonly slug: string;
	readonly name: string;
	/** Where to send a browser that shall come back to `callback`. @throws LookbackError `access/issuer-unreachable`. */
	begin(callback: URL): Promise<{ readonly address: URL; readonly secrets: FlowSecrets }>;
	/**
	 * Who came back to `answer`, the callback with what the issuer added. Its tokens are read here and not kept.
	 * @throws LookbackError `access/issuer-refused`, `access/issuer-unreachable`.
	 */
	finish(answer: URL, secrets: FlowSecrets): Promise<Identity>;
}

const timeoutSeconds = 10;

/** An issuer that is asked about itself (OpenID Connect Discovery 1.0) when somebody first signs in. */
export function openIssuer(settings: IssuerSettings): Issuer {
	const { slug, name, issuer, scope } = settings;
	let found: Promise<oidc.Configuration> | undefined;
	const configuration = () =>
		(found ??= discover(settings).catch((error: unknown) => {
			found = undefined;
			throw refused('issuer-unreachable', { reason: reasonOf(error) });
		}));
	return {
		slug,
		name,
		async begin(callback) {
			const secrets = {
				state: oidc.randomState(),
				nonce: oidc.randomNonce(),
				verifier: oidc.randomPKCECodeVerifier()
			};
			const address = oidc.buildAuthorizationUrl(await configuration(), {
				redirect_uri: callback.href,
				scope,
				state: secrets.state,
				nonce: secrets.nonce,
				code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
				code_challenge_method: 'S256'
			});
			return { address, secrets };
		},
		async finish(answer, { state, nonce, verifier }) {
			const known = await configuration();
			try {
				const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
				const { iss, sub } = (await oidc.authorizationCodeGrant(known, answer, checks)).claims()!;
				return { issuer: iss, subject: sub, host: issuer.hostname };
			} catch (error) {
				const refusal = isUnreachable(error) ? 'issuer-unreachable' : 'issuer-refused';
				throw refused(refusal, { reason: reasonOf(error) });
			}
		}
	};
}

function discover({ issuer, clientId, clientSecret }: IssuerSettings): Promise<oidc.Configuration> {
	return oidc.discovery(issuer, clientId, { client_secret: clientSecret }, asItLikes(clientSecret), {
		timeout: timeoutSeconds,
		execute: [
			oidc.enableNonRepudiationChecks,
			...(issuer.protocol === 'http:' && isOfThisMachine(issuer) ? [oidc.allowInsecureRequests] : [])
		]
	});
}

/** ORCID takes the secret in the body alone; an issuer that says nothing of it takes it in the header (Discovery 1.0). */
function asItLikes(clientSecret: string): oidc.ClientAuth {
	return (server, ...rest) => {
		const takesBody = server.token_endpoint_auth_methods_supported?.includes('client_secret_post') ?? false;
		const authenticate = takesBody ? oidc.ClientSecretPost : oidc.ClientSecretBasic;
		authenticate(clientSecret)(server, ...rest);
	};
}

function isUnreachable(error: unknown): boolean {
	const { code, cause } = error as oidc.ClientError;
	if (code === 'OAUTH_TIMEOUT' || (cause instanceof Response && cause.status >= 500)) return true;
	// fetch throws this where there is no answer
	return error instanceof TypeError && error.cause !== undefined;
}

/** A machine's word for what went wrong, never text or a token of the answer. */
function reasonOf(error: unknown): string {
	const told =
		error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError
			? error.error
			: undefined;
	const { code, name, cause } = error as oidc.ClientError;
	const word = told ?? code ?? (cause as NodeJS.ErrnoException | undefined)?.code ?? name;
	return /^\w{1,60}$/.test(word) ? word : 'unreadable';
}
