import { z } from 'zod';
import { everyone } from '#lib/access/audience.ts';
import { assertContributor } from '#lib/access/permits.ts';
import { assertMaySpeakFor } from '#lib/access/speak.server.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { listDecisions } from '#lib/versioning/decisions/index.server.ts';
import { replayRun, type Otherwise } from '#lib/versioning/replay/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import {
	assertNotFuture,
	listRuns,
	readRun,
	readRunDocument,
	runAnalysis
} from '#lib/versioning/runs/index.server.ts';
import { outputTold } from '#lib/versioning/runs/output-words.ts';
import { resolveCommit } from '#lib/versioning/store/index.server.ts';
import type { Context } from '../context.server.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { text, word } from '../fields.ts';
import { basisFields, basisRequest, pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';

const runField = text('Name of the run.', 50);

export const runsInput = z.strictObject({
	analysis: text('Only runs of this analysis.', 100).optional(),
	kind: word('Only runs that somebody started, or those that followed what was recorded.', [
		'manual',
		'live'
	]).optional(),
	status: word('Only runs that finished, or those that failed.', ['finished', 'failed']).optional(),
	...basisFields,
	...pageFields
});

export const runInput = z.strictObject({ id: runField, ...basisFields });

/** What a replay takes beside what is replayed. */
export const otherwiseFields = {
	at: text('Carried out at this basis, or as known at this moment, in place of its own.', 100).optional(),
	with: text('Carried out by this version in place of its own: a commit, a tag or a branch.', 200).optional()
};

const startInput = z.strictObject({
	analysis: text('Name of the analysis, and of a version: name@<commit, tag or branch>.', 300),
	audience: text('Who sees what it says, and so what it may see: public, or a group.', 100).default(everyone),
	parameters: z
		.record(z.string(), z.union([z.string(), z.number(), z.boolean()]), {
			error: 'must be an object with a text, a number or true or false for each parameter'
		})
		.default({}),
	known: basisFields.known,
	batch: basisFields.batch,
	basis: basisFields.basis,
	as_recorded: basisFields.as_recorded
});

const replayInput = z.strictObject({ id: runField, ...otherwiseFields });

const cursor = z.object({ knownAt: place.instant, run: place.text });
const mostDecisions = 500;

export const runsRouter = router({
	/** Runs, the newest first. */
	list: procedure.input(runsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { analysis, kind, status, limit } = input;
		const after = decodeCursor(input.cursor, cursor);
		const found = await listRuns(question, { analysis, kind, status, after, limit: limit + 1 });
		const runs = found.slice(0, limit);
		const last = found.length > runs.length ? runs.at(-1)! : null;
		return {
			basis: formatBasis(question.basis),
			runs,
			next_cursor: encodeCursor(last && { knownAt: last.known_at, run: last.run })
		};
	}),

	/** A run: what it was given, as digests, what it said, and what was decided on it. */
	read: procedure.input(runInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const run = await readRun(question, input.id);
		const [document, decisions] = await Promise.all([
			readRunDocument(question, ctx.archive.store, run),
			listDecisions(question, { run: run.run, limit: mostDecisions })
		]);
		return {
			basis: formatBasis(question.basis),
			run,
			collections: document.collections,
			inputs: document.inputs.map(({ rows, ...item }) => ({ ...item, facts: rows.length })),
			outputs: document.outputs.map(outputTold),
			logs: document.logs,
			decisions
		};
	}),

	/** Carries an analysis out as of a basis, now unless told, and records what it says; the answer comes at its end. */
	start: procedure.input(startInput).mutation(async ({ ctx, input }) => {
		const { audience, parameters } = input;
		const viewer = await ctx.viewer();
		await assertMaySpeakFor(ctx.archive.database, viewer, 'contributor', audience, ctx.now);
		const version = await resolveCommit(await ctx.question({}), input.analysis);
		const { basis } = await ctx.question(basisRequest(input));
		assertNotFuture(basis, ctx.now);
		const began = performance.now();
		const { document } = await runAnalysis(ctx.archive, {
			...version,
			audience,
			basis,
			parameters,
			viewer,
			actor: viewer.name,
			kind: 'manual',
			trusted: false,
			// what it says is known from its end, and not from when it was asked for
			now: () => (ctx.now + Math.round((performance.now() - began) * 1000)) as Instant
		});
		const { run, status, reason } = document;
		return { run, status, reason };
	}),

	/** Carries a run out again, and says whether it comes out the same or what differs; nothing is recorded. */
	replay: procedure.input(replayInput).mutation(async ({ ctx, input }) => {
		assertContributor(await ctx.viewer());
		const question = await ctx.question({});
		return replayRun(ctx.archive, question, await readRun(question, input.id), await otherwiseOf(ctx, input));
	})
});

/** Reads them. */
export async function otherwiseOf(
	ctx: Context,
	{ at, with: version }: { readonly at?: string; readonly with?: string }
): Promise<Otherwise> {
	const request = at?.includes('~') ? { basis: at } : { known: at };
	return { at: at === undefined ? null : (await ctx.question(request)).basis, with: version ?? null };
}
