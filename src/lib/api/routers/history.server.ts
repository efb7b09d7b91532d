import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { readHistory } from '#lib/archive/index.server.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { text } from '../fields.ts';
import { basisFields, basisRequest, pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

export const historyInput = z.strictObject({
	subject: text('objects/<survey>/<id>, events/<name>, alerts/<survey>/<number> or software/<name>.', 500),
	...basisFields,
	...pageFields
});

const cursor = z.object({ knownAt: place.instant, batch: place.long, fact: place.int });

export const historyRouter = router({
	/** Every fact about a subject in the order it became known, superseded and withdrawn ones included. */
	read: procedure.input(historyInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { entries, next } = await readHistory(question, input.subject, {
			after: decodeCursor(input.cursor, cursor),
			limit: input.limit
		});
		const basis = formatBasis(question.basis);
		return { basis, subject: input.subject, entries, next_cursor: encodeCursor(next) };
	})
});
