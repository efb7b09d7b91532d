import { z } from 'zod';
import { collectionsFor } from '#lib/access/collections.server.ts';
import { decidePolicy } from '#lib/access/decide.server.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { instant, number, text, word } from '../fields.ts';
import { basisFields, basisRequest } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

export const collectionsInput = z.strictObject(basisFields);

const months = 'a whole number from 1 to 1200';
const policyInput = z.strictObject({
	name: text('Name of the collection.', 100),
	policy: word('Who may see it, beside its owner.', ['public', 'group', 'public-from', 'public-after']),
	public_from: instant('public-from: from when everyone may see it.').optional(),
	public_after_months: number(
		'public-after: so many months after observation each row is open to everyone.',
		months,
		(value) => Number.isInteger(value) && value > 0,
		{ type: 'integer', minimum: 1 }
	).optional(),
	title: text('What it is; as it is unless told.').optional(),
	owner: text('Group that owns it; the same unless told.', 100).optional(),
	known_at: instant('From when on this is known; now unless told.').optional()
});

export const collectionsRouter = router({
	/** Collections of which the viewer may see something, with their policies as known at the basis. */
	list: procedure.input(collectionsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		return { basis: formatBasis(question.basis), collections: await collectionsFor(question) };
	}),

	/** Says who may see a collection from a moment on. */
	setPolicy: procedure.input(policyInput).mutation(async ({ ctx, input }) => {
		const { public_from, public_after_months, known_at, ...wish } = input;
		const sealed = await decidePolicy(
			ctx.archive.database,
			await ctx.viewer(),
			{
				...wish,
				publicFrom: public_from ?? null,
				publicAfterMonths: public_after_months ?? null,
				knownAt: known_at ?? ctx.now
			},
			ctx.now
		);
		return { batch: sealed?.batch ?? null };
	})
});
