import { z } from 'zod';
import { contributionsOf } from '#lib/access/contributions.server.ts';
import { assertContributor } from '#lib/access/permits.ts';
import { ingest, parseKnownRule, type IngestReport } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { bytesField, text } from '../fields.ts';
import { withSentFile } from '../sent-file.server.ts';
import { procedure, router } from '../trpc.server.ts';

/** What is said about a packet beside its bytes. */
export const ingestFields = {
	name: text('Name of the file or topic it came by.').default('packet'),
	source: text('Who published it, where the packet does not say.', 50).optional(),
	collection: text('Collection for rows that would be public otherwise.', 100).optional(),
	known_at: text(
		"When its facts could first be known, where it does not say: 'received' (unless told), 'observed+20m', or a moment.",
		100
	).default('received'),
	note: text('What the ledger is to say about it.', 500).optional()
};

export const ingestInput = z.strictObject({
	...ingestFields,
	/** The packet, or an archive of packets; base64 in JSON. */
	bytes: bytesField
});

export const ingestRouter = router({
	/** Records packets; loading them again changes nothing. */
	ingest: procedure.input(ingestInput).mutation(async ({ ctx, input }) => {
		const viewer = await ctx.viewer();
		assertContributor(viewer);
		const { database, intake = database, store } = ctx.archive;
		const mayAddTo = viewer.isAdministrator ? undefined : await contributionsOf(database, viewer, ctx.now);
		// what cannot be read is kept there, too
		const { collection } = input;
		if (collection && mayAddTo?.(collection, collection) === false) throw foreignCollection(collection);
		const rule = parseKnownRule(input.known_at);
		const report = await withSentFile(input.name, input.bytes, (arrivals) =>
			ingest(intake, store, arrivals, {
				actor: viewer.name,
				note: input.note ?? `POST of ${input.name}`,
				rule,
				source: input.source,
				collection,
				mayAddTo,
				now: () => ctx.now
			})
		);
		return told(report);
	})
});

function foreignCollection(collection: string): LookbackError {
	return new LookbackError(
		'forbidden',
		'access/not-allowed',
		`collection must be one to which you may add, as a contributor of the group that owns it; got '${collection}'.`,
		{ collection }
	);
}

function told(report: IngestReport) {
	return {
		batches: report.batches,
		/** New facts by relation. */
		recorded: Object.fromEntries(report.recorded),
		sources: [...report.sources.values()],
		refused: [...report.refusals].map(([code, refusal]) => ({ code, ...refusal }))
	};
}
