import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { readObject, searchObjects } from '#lib/archive/index.server.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { instant, text } from '../fields.ts';
import {
	basisFields,
	basisRequest,
	coneFields,
	credibleField,
	objectIdField,
	pageFields,
	surveyField
} from '../inputs.ts';
import { coneOf, regionOf } from '../region.server.ts';
import { procedure, router } from '../trpc.server.ts';

export const objectInput = z.strictObject({ survey: surveyField, id: objectIdField, ...basisFields });

export const objectsInput = z.strictObject({
	...coneFields,
	near: text(
		'Position as people write it, in place of ra and dec: 13:09:48.1 -23:22:53, J190132.9+145808.7, 123.4 -5.6 gal; a radius may stand behind it.'
	).optional(),
	within: text('Radius around it: 10s, 2 arcmin, 0.5d; 5 arcseconds unless told.', 30).optional(),
	event: text("Event in whose newest map's credible region they lie.").optional(),
	credible: credibleField.optional(),
	survey: surveyField.optional(),
	class: text("Class that anyone's statement gives them.").optional(),
	class_by: text('Who gives them the class, or any class: tns, alerce/lc_classifier.').optional(),
	changed_since: instant('Only objects of which an alert became known after this moment.').optional(),
	...basisFields,
	...pageFields
});

const cursor = z.object({
	distanceArcsec: z.number().nullable(),
	survey: place.text,
	objectId: place.text
});

export const objectsRouter = router({
	/** An object: its alerts, light curve and statements. */
	read: procedure.input(objectInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		return {
			basis: formatBasis(question.basis),
			...(await readObject(question, input.survey, input.id))
		};
	}),

	/** Objects in a region, of a class, lately changed, or all; nearest first around a position. */
	search: procedure.input(objectsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { objects, next } = await searchObjects(question, {
			region: await regionOf(question, input),
			survey: input.survey,
			class: input.class,
			classBy: input.class_by,
			changedSince: input.changed_since,
			after: decodeCursor(input.cursor, cursor),
			limit: input.limit
		});
		const cone = coneOf(input);
		return {
			basis: formatBasis(question.basis),
			/** The position that was asked about, as it was read. */
			around: cone && { ra_deg: cone.raDeg, dec_deg: cone.decDeg, radius_arcsec: cone.radiusArcsec },
			objects,
			next_cursor: encodeCursor(next)
		};
	})
});
