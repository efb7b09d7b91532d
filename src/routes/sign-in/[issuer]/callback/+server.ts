import { redirect } from '@sveltejs/kit';
import { linkThrough, signInThrough } from '#lib/access/people/issuer-sign-in.server.ts';
import { refused } from '#lib/access/people/issuer-refusals.ts';
import { markOf, takeFlowCookie } from '#lib/api/flow-cookie.server.ts';
import { placeHere } from '#lib/api/forms.server.ts';
import { signInHere } from '#lib/api/session-cookie.server.ts';
import { issuerOf } from '../../../issuers.server.ts';
import { orRefused } from '../../or-refused.server.ts';
import type { RequestHandler } from './$types.js';

/** Where an issuer sends a browser back to. */
export const GET: RequestHandler = (event) =>
	orRefused(event, async () => {
		const { locals, cookies, url, params } = event;
		const { archive, now, ...context } = locals.context;
		const { database } = archive;
		const address = event.getClientAddress();
		const issuer = issuerOf(params.issuer);
		const flow = takeFlowCookie(cookies, url);
		if (flow?.issuer !== issuer.slug) throw refused('no-flow');
		if (flow.linksFor === null) {
			const person = await signInThrough(database, issuer, flow, url, address, now);
			await signInHere(event, person, `issuer ${issuer.name}`);
		} else {
			const { kind, name } = await context.viewer();
			const isSame = locals.session !== null && markOf(locals.session) === flow.linksFor;
			if (!isSame || kind !== 'person') throw refused('link-wants-session');
			await linkThrough(database, issuer, flow, url, { name, address }, now);
		}
		redirect(303, placeHere(flow.back, url));
	});
