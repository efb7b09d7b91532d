import { everyone } from '#lib/access/audience.ts';

/** Collection that holds the analyses, runs, decisions and back-tests of an audience, and what they say. */
export function collectionOf(audience: string): string {
	return audience === everyone ? 'software.public' : `${audience}.software`;
}

/** Audience of a collection that holds analyses. */
export function audienceOf(collection: string): string {
	return collection === collectionOf(everyone) ? everyone : collection.replace(/\.software$/, '');
}
