import { z } from 'zod';
import { formatBasis } from '#lib/archive/basis.ts';
import { listBackTests, readBackTest, readBackTestDocument } from '#lib/versioning/backtest/index.server.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { text } from '../fields.ts';
import { basisFields, basisRequest, pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

export const backTestsInput = z.strictObject({
	analysis: text('Only back-tests of this analysis.', 100).optional(),
	...basisFields,
	...pageFields
});
export const backTestInput = z.strictObject({ id: text('Name of the back-test.', 50), ...basisFields });

const cursor = z.object({ knownAt: place.instant, id: place.text });

export const backTestsRouter = router({
	/** Back-tests, the newest first. */
	list: procedure.input(backTestsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { analysis = null, limit } = input;
		const after = decodeCursor(input.cursor, cursor);
		const found = await listBackTests(question, { analysis, after, limit: limit + 1 });
		const backtests = found.slice(0, limit);
		const last = found.length > backtests.length ? backtests.at(-1)! : null;
		return {
			basis: formatBasis(question.basis),
			backtests,
			next_cursor: encodeCursor(last && { knownAt: last.known_at, id: last.backtest })
		};
	}),

	/** A back-test with all that came of it. */
	read: procedure.input(backTestInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const backtest = await readBackTest(question, input.id);
		const document = await readBackTestDocument(question, ctx.archive.store, backtest);
		const { survey, label, label_known_at, environment, selections, differences, leaks, confusion } =
			document;
		return {
			basis: formatBasis(question.basis),
			backtest,
			survey,
			label,
			label_known_at,
			environment,
			selections,
			differences,
			leak_kinds: document.summary.leaks,
			leaks,
			confusion
		};
	})
});
