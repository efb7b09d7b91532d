import type { ServerResponse } from 'node:http';

const usual = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin',
	// pages bring a policy of their own (svelte.config.js); whatever else is opened in a browser may do nothing
	'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox"
};

/** Tells browsers what no answer may do, be it a page, a file of the portal's or a refusal; `isHttps`: and to stay with https. */
export function setUsualHeaders(response: ServerResponse, isHttps: boolean): void {
	for (const [name, value] of Object.entries(usual)) response.setHeader(name, value);
	// for this host alone: what is run at names below it may speak http (RFC 6797, section 6.1.2)
	if (isHttps) response.setHeader('strict-transport-security', 'max-age=31536000');
}
