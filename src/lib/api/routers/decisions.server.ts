import { z } from 'zod';
import { assertContributor } from '#lib/access/permits.ts';
import { formatBasis } from '#lib/archive/basis.ts';
import { decide, listDecisions, readDecision } from '#lib/versioning/decisions/index.server.ts';
import { replayDecision } from '#lib/versioning/replay/index.server.ts';
import { assertNotFuture } from '#lib/versioning/runs/index.server.ts';
import { decodeCursor, encodeCursor, place } from '../cursor.ts';
import { text } from '../fields.ts';
import { basisFields, basisRequest, pageFields } from '../inputs.ts';
import { procedure, router } from '../trpc.server.ts';
import { otherwiseFields, otherwiseOf } from './runs.server.ts';

const decisionField = text('Name of the decision.', 50);
const subjectField = text('What it is about: objects/<survey>/<id> or events/<name>.', 500);

export const decisionsInput = z.strictObject({
	subject: text('Only decisions about this: objects/<survey>/<id> or events/<name>.', 500).optional(),
	run: text('Only decisions that this run supports.', 50).optional(),
	...basisFields,
	...pageFields
});

export const decisionInput = z.strictObject({ id: decisionField, ...basisFields });

const decideInput = z.strictObject({
	subject: subjectField,
	/** What is decided, and why: `decide` says which words it wants. */
	action: z.string({ error: 'must be a text' }),
	reason: z.string({ error: 'must be a text' }),
	audience: text('Who sees it, and whose sight it rests on: public, or a group.', 100),
	runs: z.array(text('A run that supports it.', 50)).max(100).default([]),
	supersedes: decisionField.optional(),
	known: basisFields.known,
	batch: basisFields.batch,
	basis: basisFields.basis,
	as_recorded: basisFields.as_recorded
});

const replayInput = z.strictObject({ id: decisionField, ...otherwiseFields });

const cursor = z.object({ knownAt: place.instant, decision: place.text });

export const decisionsRouter = router({
	/** Decisions, the newest first. */
	list: procedure.input(decisionsInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { subject, run, limit } = input;
		const after = decodeCursor(input.cursor, cursor);
		const found = await listDecisions(question, { subject, run, after, limit: limit + 1 });
		const decisions = found.slice(0, limit);
		const last = found.length > decisions.length ? decisions.at(-1)! : null;
		return {
			basis: formatBasis(question.basis),
			decisions,
			next_cursor: encodeCursor(last && { knownAt: last.known_at, decision: last.decision })
		};
	}),

	/** A decision, and what was known of its subject when it was made. */
	read: procedure.input(decisionInput).query(async ({ ctx, input }) => {
		const question = await ctx.question(basisRequest(input));
		const { evidence, ...decision } = await readDecision(question, input.id);
		return {
			basis: formatBasis(question.basis),
			decision,
			evidence: evidence.facts,
			evidence_digest: evidence.digest
		};
	}),

	/** Records a decision on what was known at a basis; now unless told. */
	decide: procedure.input(decideInput).mutation(async ({ ctx, input }) => {
		const viewer = await ctx.viewer();
		const { basis } = await ctx.question(basisRequest(input));
		assertNotFuture(basis, ctx.now);
		const decision = await decide(ctx.archive, {
			subject: input.subject,
			action: input.action,
			reason: input.reason,
			audience: input.audience,
			basis,
			runs: input.runs,
			supersedes: input.supersedes ?? null,
			viewer,
			actor: viewer.name,
			now: ctx.now
		});
		return { decision };
	}),

	/** Reads again what a decision rests on and carries its runs out again; nothing is recorded. */
	replay: procedure.input(replayInput).mutation(async ({ ctx, input }) => {
		assertContributor(await ctx.viewer());
		const question = await ctx.question({});
		const decision = await readDecision(question, input.id);
		return replayDecision(ctx.archive, question, decision, await otherwiseOf(ctx, input));
	})
});
