import { asOf, visible, type Question } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { audienceOf } from '../audience.ts';
import { mainBranch, readDeployments, readRefs, type Deployment, type Ref } from './refs.server.ts';
import { unknownAnalysis } from './resolve.server.ts';
import { swhid } from './swhid.ts';

/** A commit of an analysis. */
export interface CommitRow {
	readonly commit: string;
	/** `swh:1:rev:<commit>` */
	readonly swhid: string;
	readonly parents: readonly string[];
	readonly author: string;
	readonly authored_at: Instant;
	readonly message: string;
	readonly known_at: Instant;
	readonly warnings: readonly string[];
	/** Branches, tags and deployments that are at it. */
	readonly refs: readonly string[];
}

/** A movement of a branch, a tag or a deployment. */
export interface MovementRow {
	readonly moved_at: Instant;
	readonly ref: string;
	/** Null where it was taken away. */
	readonly commit: string | null;
	readonly audience: string | null;
	readonly parameters: unknown;
	readonly actor: string;
	readonly batch: bigint;
}

/** An analysis as of a basis. */
export interface Analysis {
	readonly name: string;
	readonly title: string | null;
	readonly description: string | null;
	readonly audience: string;
	/** Newest commit of its main branch. */
	readonly commit: string | null;
	/** Newest first, each before its parents. */
	readonly commits: readonly CommitRow[];
	readonly refs: readonly Ref[];
	readonly deployments: readonly Deployment[];
	/** Newest first. */
	readonly movements: readonly MovementRow[];
}

/** One analysis as of a basis: its versions, and where its branches, tags and deployments were and had been. */
export async function readAnalysis(question: Question, name: string): Promise<Analysis> {
	const { sql } = question.database;
	type Told = Omit<CommitRow, 'swhid' | 'refs'> & {
		collection: string;
		title: string | null;
		description: string | null;
	};
	const [told, refs, deployments, movements] = await Promise.all([
		sql<Told[]>`
			select commit, parents, author, authored_at, message, known_at, warnings, collection,
				manifest->>'title' as title, manifest->>'description' as description
			from ${asOf(question, 'software')} s
			where name = ${name}
			order by known_at desc, batch desc, fact desc`,
		readRefs(question, name),
		readDeployments(question, name),
		sql<MovementRow[]>`
			select moved_at, ref, commit, audience, parameters, actor, batch
			from software_ref
			where name = ${name} and ${visible(question)}
			order by known_at desc, batch desc, fact desc`
	]);
	if (told.length === 0) throw unknownAnalysis(name);
	const main = mainBranch(refs)?.commit ?? null;
	const newest = told.find(({ commit }) => commit === main);
	return {
		name,
		title: newest?.title ?? null,
		description: newest?.description ?? null,
		audience: audienceOf(told[0]!.collection),
		commit: main,
		commits: told.map(({ collection: _, title: __, description: ___, ...row }) => ({
			...row,
			swhid: swhid.revision(row.commit),
			refs: [...refs, ...deployments].filter(({ commit }) => commit === row.commit).map(({ ref }) => ref)
		})),
		refs,
		deployments,
		movements
	};
}
