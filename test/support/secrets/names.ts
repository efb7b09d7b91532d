import { hpx29 } from '#lib/sky/healpix.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';

/** Values that stand nowhere but in rows of a collection that its group alone may see. */
export const secret = {
	object: 'ZTFSECRETOBJ',
	alert: '7777777777777001',
	event: 'S777777zz',
	notice: 'secret/S777777zz/1',
	word: 'unmistakable',
	mag: '13.57913',
	ra: '123.456789',
	dec: '45.678912',
	// no number that anything might come to by itself
	area: '7777.7713',
	group: 'confidants',
	person: 'zenobia.unheard',
	title: 'Untold nights of the few',
	analysis: 'clandestine-filter',
	/** In its manifest, its files, its messages and its tags. */
	code: 'ciphered',
	campaign: 'surreptitious-survey',
	target: 'undisclosed nova',
	/** Where an object lies of which limits are public and the alert is not: its limits are kept under it. */
	place: String(hpx29(123.456789, 45.678912))
};
/** The same of a collection that opens row by row, a hundred years after observation. */
export const delayed = {
	object: 'ZTFDELAYEDOBJ',
	alert: '8888888888888001',
	event: 'S888888zz',
	notice: 'delayed/S888888zz/1',
	word: 'inconspicuous',
	mag: '14.68024',
	ra: '223.456789',
	dec: '35.678912',
	area: '8888.8813',
	place: String(hpx29(223.456789, 35.678912))
};
export const halfOpen = 'ZTFHALFOPEN';
export const region = { ra: '123.4567', dec: '45.6789', radius_arcsec: '60' };
export const knownAt = parseInstant('2021-09-16T00:00:00Z');
export const past = parseInstant('2020-01-01T00:00:00Z');

/** A group whose administrator asks. */
export const foreign = 'other';
