import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { readAlert } from '#lib/archive/index.server.ts';
import { long } from '../fields.ts';
import { basisFields, basisRequest, surveyField } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

export const alertInput = z.strictObject({
	survey: surveyField,
	id: long("The survey's own id of the alert: candid, diaSourceId."),
	...basisFields
});

export const alertsRouter = router({
	/** One alert. */
	read: procedure.input(alertInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const alert = await readAlert(question, input.survey, input.id);
		return { basis: formatBasis(question.basis), alert };
	})
});
