import type { z } from 'zod';
import type { BasisRequest } from '#lib/archive/basis.ts';
import { instantParameter, number, text } from './fields.ts';

/** As known when, of what was recorded by when: taken by everything that reads facts. */
export const basisFields = {
	known: text('As known at this moment (ISO 8601, MJD or JD, UTC); now unless told.', 100)
		.meta({ parameter: instantParameter })
		.optional(),
	batch: text('Of what was recorded by this batch; the newest unless told.', 30)
		.meta({ parameter: { type: 'integer', minimum: 0 } })
		.optional(),
	basis: text('Both at once, as an earlier answer gave it: 2019-10-01T20:59:00Z~1742.', 100)
		.meta({ parameter: { type: 'string', examples: ['2019-10-01T20:59:00Z~1742'] } })
		.optional(),
	as_recorded: text(
		'Of what this archive had at this moment, which must not be later than its newest batch.',
		100
	)
		.meta({ parameter: instantParameter })
		.optional(),
	as_seen_by: text(
		'Only what this audience could see at the moment asked about: public, or a group; unless told, all that you may see now.',
		100
	)
		.meta({ parameter: { type: 'string', examples: ['public'] } })
		.optional()
};

type BasisInput = z.output<z.ZodObject<typeof basisFields>>;

/** The part of an input that says its basis. */
export function basisRequest({ known, batch, basis, as_recorded, as_seen_by }: BasisInput): BasisRequest {
	return { known, batch, basis, asRecorded: as_recorded, asSeenBy: as_seen_by };
}

const mostRows = 1000;

/** Which page of a list. */
export const pageFields = {
	cursor: text('Where the page begins, as the page before gave it.', 2000)
		.meta({ parameter: { type: 'string', maxLength: 2000, pattern: '^[A-Za-z0-9_-]*$' } })
		.optional(),
	limit: number(
		'Most rows of a page; 100 unless told.',
		`a whole number from 1 to ${mostRows}`,
		(value) => Number.isInteger(value) && value >= 1 && value <= mostRows,
		{ type: 'integer', minimum: 1, maximum: mostRows, default: 100 }
	).default(100)
};

export const surveyField = text('Survey: ztf, lsst, ...', 50);
export const objectIdField = text("The survey's own id of the object.", 200);

/** A cone; `radius_arcsec` is 5 unless told. */
export const coneFields = {
	ra: number(
		'Right ascension of a position in degrees, ICRS.',
		'a number of degrees from 0 to below 360',
		(value) => value >= 0 && value < 360,
		{ minimum: 0, exclusiveMaximum: 360 }
	).optional(),
	dec: number(
		'Declination of the position in degrees, ICRS.',
		'a number of degrees from -90 to 90',
		(value) => Math.abs(value) <= 90,
		{ minimum: -90, maximum: 90 }
	).optional(),
	radius_arcsec: number(
		'Radius around the position; 5 arcseconds unless told.',
		'a number above 0 and at most 36000 (10 degrees)',
		(value) => value > 0 && value <= 36_000,
		{ exclusiveMinimum: 0, maximum: 36_000, default: 5 }
	).optional()
};

/** A cone as people write it, in place of the numbers. */
export const writtenConeFields = {
	near: text(
		'Position as people write it, in place of ra and dec: 13:09:48.1 -23:22:53, J190132.9+145808.7, 123.4 -5.6 gal; a radius may stand behind it.'
	).optional(),
	within: text('Radius around it: 10s, 2 arcmin, 0.5d; 5 arcseconds unless told.', 30).optional()
};

/** Radius of a cone whose question names none. */
export const usualRadiusArcsec = 5;

export const credibleField = number(
	"The part of the map's probability that the region holds; 0.9 unless told.",
	'a number above 0 and at most 1',
	(value) => value > 0 && value <= 1,
	{ exclusiveMinimum: 0, maximum: 1, default: 0.9 }
);
