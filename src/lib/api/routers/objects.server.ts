import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { readObject, readObjectCurve, searchObjects } from '#lib/archive/index.server.ts';
import { decodeCursor, encodeCursor, objectCursor } from '../cursor.ts';
import { instant, text } from '../fields.ts';
import {
	basisFields,
	basisRequest,
	coneFields,
	credibleField,
	objectIdField,
	pageFields,
	surveyField,
	writtenConeFields
} from '../inputs.ts';
import { aroundOf, regionOf } from '../region.server.ts';
import { procedure, router } from '../trpc.server.ts';

export const objectInput = z.strictObject({ survey: surveyField, id: objectIdField, ...basisFields });

export const objectsInput = z.strictObject({
	...coneFields,
	...writtenConeFields,
	event: text("Event in whose newest map's credible region they lie.").optional(),
	credible: credibleField.optional(),
	survey: surveyField.optional(),
	class: text("Class that anyone's statement gives them.").optional(),
	class_by: text('Who gives them the class, or any class: tns, alerce/lc_classifier.').optional(),
	changed_since: instant('Only objects of which an alert became known after this moment.').optional(),
	...basisFields,
	...pageFields
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

	/** The same with as much of each measurement as a light curve is drawn and told with. */
	curve: procedure.input(objectInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		return {
			basis: formatBasis(question.basis),
			...(await readObjectCurve(question, input.survey, input.id))
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
			after: decodeCursor(input.cursor, objectCursor),
			limit: input.limit
		});
		return {
			basis: formatBasis(question.basis),
			around: aroundOf(input),
			objects,
			next_cursor: encodeCursor(next)
		};
	})
});
