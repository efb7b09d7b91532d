import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { readNotice } from '#lib/archive/index.server.ts';
import { text } from '../fields.ts';
import { basisFields, basisRequest } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

export const noticeInput = z.strictObject({
	id: text('Id of the notice: an IVORN, gcn/circulars/<number>, <topic>/<event>/<record number>.', 500),
	...basisFields
});

export const noticesRouter = router({
	/** One notice or circular. */
	read: procedure.input(noticeInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		return { basis: formatBasis(question.basis), notice: await readNotice(question, input.id) };
	})
});
