import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { fact } from './fact-columns.ts';
import { instant, int8, jsonText } from './types.ts';

/** A commit of an analysis, by its git object names. */
export const software = pgTable('software', {
	name: text().notNull(),
	commit: text().notNull(),
	tree: text().notNull(),
	parents: text().array().notNull(),
	author: text().notNull(),
	authored_at: instant().notNull(),
	message: text().notNull(),
	/** Its `analysis.json`. */
	manifest: jsonText().notNull(),
	/** What a careful reader should know of it, such as a lockfile that is missing. */
	warnings: text().array().notNull(),
	...fact
});

/** Where a branch, a tag or the deployment of an analysis moved to; a null commit takes it away. */
export const softwareRef = pgTable('software_ref', {
	name: text().notNull(),
	/** `branch/main`, `tag/v1`, `deployment/public`. */
	ref: text().notNull(),
	commit: text(),
	/** Of a deployment: who sees what it says, and so what it may see; with its parameters. */
	audience: text(),
	parameters: jsonText(),
	moved_at: instant().notNull(),
	actor: text().notNull(),
	...fact
});

/** An analysis carried out; its packet holds the digests of its inputs, its outputs and its logs. */
export const run = pgTable('run', {
	run: text().notNull(),
	analysis: text().notNull(),
	commit: text().notNull(),
	kind: text().$type<'manual' | 'live'>().notNull(),
	audience: text().notNull(),
	basis_known_at: instant().notNull(),
	basis_batch: int8().notNull(),
	parameters: jsonText().notNull(),
	environment: jsonText().notNull(),
	inputs: integer().notNull(),
	inputs_digest: text().notNull(),
	outputs: integer().notNull(),
	outputs_digest: text().notNull(),
	status: text().$type<'finished' | 'failed'>().notNull(),
	reason: text(),
	started_at: instant().notNull(),
	finished_at: instant().notNull(),
	actor: text().notNull(),
	...fact
});

/** An object, an event or an alert that a run was given, whether it said anything of it or not. */
export const runSubject = pgTable('run_subject', {
	run: text().notNull(),
	subject: text().notNull(),
	...fact
});

/** What somebody decided about a subject, and what they knew. */
export const decision = pgTable('decision', {
	decision: text().notNull(),
	subject: text().notNull(),
	action: text().notNull(),
	reason: text().notNull(),
	actor: text().notNull(),
	audience: text().notNull(),
	basis_known_at: instant().notNull(),
	basis_batch: int8().notNull(),
	runs: text().array().notNull(),
	/** Digests of what was known of the subject at the basis, by fact. */
	evidence: jsonText().notNull(),
	supersedes: text(),
	decided_at: instant().notNull(),
	...fact
});

/** A walk of an analysis through knowledge time; its packet holds every selection and the report of leaks. */
export const backtest = pgTable('backtest', {
	backtest: text().notNull(),
	analysis: text().notNull(),
	commit: text().notNull(),
	audience: text().notNull(),
	parameters: jsonText().notNull(),
	from_at: instant().notNull(),
	to_at: instant().notNull(),
	every: text().notNull(),
	basis_batch: int8().notNull(),
	evaluations: int8().notNull(),
	selected: integer().notNull(),
	leaked: integer().notNull(),
	summary: jsonText().notNull(),
	started_at: instant().notNull(),
	finished_at: instant().notNull(),
	actor: text().notNull(),
	...fact
});
