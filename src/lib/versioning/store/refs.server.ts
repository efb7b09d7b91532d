import { asOf, type Question } from '#lib/archive/index.server.ts';
import type { Parameters } from '../manifest.ts';
import type { Instant } from '#lib/sky/time.ts';

/** Where a branch or a tag of an analysis was, as of a basis. */
export interface Ref {
	readonly name: string;
	/** `branch/main`, `tag/v1`. */
	readonly ref: string;
	readonly commit: string;
	readonly moved_at: Instant;
	readonly actor: string;
	readonly collection: string;
}

/** A version of an analysis that runs on every batch, as of a basis. */
export interface Deployment extends Ref {
	/** Who sees what it says, and so what it may see. */
	readonly audience: string;
	readonly parameters: Parameters;
}

/** Branches and tags, of one analysis or all, by name. */
export async function readRefs(question: Question, name: string | null = null): Promise<Ref[]> {
	const { sql } = question.database;
	return sql<Ref[]>`
		select name, ref, commit, moved_at, actor, collection
		from ${asOf(question, 'software_ref')} r
		where commit is not null and (ref like 'branch/%' or ref like 'tag/%')
			and ${name === null ? sql`true` : sql`name = ${name}`}
		order by name, ref`;
}

/**
 * Deployments, of one analysis or all, by name and audience: each audience has one of its own (`deployment/public`,
 * `deployment/<group>`), so that what a group deploys for itself hides nothing from anybody.
 */
export async function readDeployments(question: Question, name: string | null = null): Promise<Deployment[]> {
	const { sql } = question.database;
	return sql<Deployment[]>`
		select name, ref, commit, audience, parameters, moved_at, actor, collection
		from ${asOf(question, 'software_ref')} r
		where commit is not null and ref like 'deployment/%'
			and ${name === null ? sql`true` : sql`name = ${name}`}
		order by name, audience`;
}

/** The branch that is meant where none is named: `main`, else `master`, else the first by name; null without one. */
export function mainBranch(refs: readonly Ref[]): Ref | null {
	const branches = refs.filter(({ ref }) => ref.startsWith('branch/'));
	return (
		branches.find(({ ref }) => ref === 'branch/main') ??
		branches.find(({ ref }) => ref === 'branch/master') ??
		branches[0] ??
		null
	);
}
