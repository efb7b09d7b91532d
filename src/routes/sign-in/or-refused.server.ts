import { isRedirect, redirect, type RequestEvent } from '@sveltejs/kit';
import { refusalOf } from '#lib/access/people/issuer-refusals.ts';
import { problemFor } from '#lib/api/respond.server.ts';
import type { LookbackError } from '#lib/errors.ts';

/** Does a step of a sign-in through an issuer; where it is refused, the browser is led to the page that says why. */
export async function orRefused({ url }: RequestEvent, work: () => Promise<never>): Promise<never> {
	try {
		return await work();
	} catch (thrown) {
		if (isRedirect(thrown)) throw thrown;
		redirect(303, `/sign-in?refused=${codeOf(thrown, url.pathname)}`);
	}
}

function codeOf(thrown: unknown, pathname: string): string {
	const refusal = refusalOf(thrown);
	if (refusal === null) return problemFor(`GET ${pathname}`, thrown).code.replace('/', '-');
	// a browser learns no more than the code: whoever runs the portal finds here why
	if (refusal === 'issuer-unreachable')
		console.error(
			'GET %s: the issuer cannot be asked (%s).',
			pathname,
			(thrown as LookbackError).data.reason
		);
	return refusal;
}
