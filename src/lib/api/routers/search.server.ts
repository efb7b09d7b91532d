import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { cone, readSearch, searchObjects } from '#lib/archive/index.server.ts';
import { decodeCursor, encodeCursor, objectCursor, thingCursor } from '../cursor.ts';
import { text } from '../fields.ts';
import { basisFields, basisRequest, pageFields, usualRadiusArcsec } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

export const searchInput = z.strictObject({
	q: text(
		'A name of any source; a position (decimal, sexagesimal, IAU designation, galactic, radians) with or without a radius (10s, 2m, 0.5d); or a moment (ISO 8601, MJD, JD).',
		500
	).optional(),
	...basisFields,
	...pageFields
});

/** The answer goes on with what has the name, or with what is around the position. */
const placeCursor = z.union([objectCursor, thingCursor]);

export const searchRouter = router({
	/** Reads what a person wrote into the one search box, and says how it read it. */
	read: procedure.input(searchInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const query = input.q ?? '';
		const after = decodeCursor(input.cursor, placeCursor);
		const named = { after: after && 'subject' in after ? after : null, limit: input.limit };
		const {
			as,
			position,
			moment,
			things,
			next: nextThing
		} = await readSearch(question, query, ctx.now, named);
		const answer = { basis: formatBasis(question.basis), query, read_as: as, moment, things };
		if (!position) return { ...answer, position: null, objects: [], next_cursor: encodeCursor(nextThing) };
		const { raDeg, decDeg, radiusArcsec } = position;
		const radius_arcsec = radiusArcsec ?? usualRadiusArcsec;
		const region = cone(raDeg, decDeg, radius_arcsec);
		const behind = after && 'survey' in after ? after : null;
		const { objects, next } = await searchObjects(question, { region, after: behind, limit: input.limit });
		return {
			...answer,
			position: { ra_deg: raDeg, dec_deg: decDeg, radius_arcsec },
			objects,
			next_cursor: encodeCursor(next)
		};
	})
});
