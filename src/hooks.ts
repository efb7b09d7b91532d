import type { Reroute } from '@sveltejs/kit';
import { isRepresentation } from '#lib/api/address.ts';

/** Addresses with a suffix are one route, whatever they are a form of. */
export const reroute: Reroute = ({ url }) =>
	isRepresentation(url.pathname) ? '/api/representation' : undefined;
