import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { readProvenance } from '#lib/versioning/provenance/index.server.ts';
import { text } from '../fields.ts';
import { basisFields, basisRequest } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

export const provenanceInput = z.strictObject({
	subject: text(
		'What it is about: runs/<id>, decisions/<id>, objects/<survey>/<id>, packets/<number>, ...',
		300
	),
	...basisFields
});

export const provenanceRouter = router({
	/** Of what something came, and what came of it. */
	read: procedure.input(provenanceInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { about, things, relations, isCut } = await readProvenance(
			question,
			ctx.archive.store,
			input.subject
		);
		return { basis: formatBasis(question.basis), about, things, relations, is_cut: isCut };
	})
});
