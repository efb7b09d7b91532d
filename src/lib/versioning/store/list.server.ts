import { asOf, visible, type Question } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { audienceOf } from '../audience.ts';
import { mainBranch, readDeployments, readRefs } from './refs.server.ts';

/** An analysis as of a basis. */
export interface AnalysisSummary {
	readonly name: string;
	/** As its newest version on its main branch says. */
	readonly title: string | null;
	/** Who sees it. */
	readonly audience: string;
	/** Newest commit of its main branch; null while none leads to any. */
	readonly commit: string | null;
	readonly commits: number;
	readonly first_known_at: Instant;
	/** When a branch, a tag or a deployment of its last moved. */
	readonly moved_at: Instant;
	/** `public: 3f2a...`, by audience. */
	readonly deployed: readonly { readonly audience: string; readonly commit: string }[];
}

/** The analyses that there were, by name, with what was deployed then. */
export async function listAnalyses(question: Question): Promise<AnalysisSummary[]> {
	const { sql } = question.database;
	type Counted = { name: string; collection: string; commits: number; first_known_at: Instant };
	type Titled = { name: string; commit: string; title: string | null };
	const [counted, refs, deployments] = await Promise.all([
		sql<Counted[]>`
			select name, min(collection) as collection, count(*)::integer as commits, min(known_at) as first_known_at
			from ${asOf(question, 'software')} s
			group by name
			order by name`,
		readRefs(question),
		readDeployments(question)
	]);
	const byName = Map.groupBy(refs, ({ name }) => name);
	const mains = counted.flatMap(({ name }) => mainBranch(byName.get(name) ?? []) ?? []);
	const titles = await sql<Titled[]>`
		select name, commit, manifest->>'title' as title
		from ${asOf(question, 'software')} s
		where commit = any(${mains.map(({ commit }) => commit)}::text[])`;
	return counted.map(({ name, collection, ...one }) => {
		const main = mainBranch(byName.get(name) ?? []);
		const deployed = deployments.filter((deployment) => deployment.name === name);
		const moved = [...(byName.get(name) ?? []), ...deployed].map(({ moved_at }) => moved_at);
		return {
			name,
			...one,
			title: titles.find((row) => row.name === name && row.commit === main?.commit)?.title ?? null,
			audience: audienceOf(collection),
			commit: main?.commit ?? null,
			moved_at: Math.max(one.first_known_at, ...moved) as Instant,
			deployed: deployed.map(({ audience, commit }) => ({ audience, commit }))
		};
	});
}

/** Everything visible that was told about any analysis. */
export async function tellingsOfSoftware(question: Question) {
	const { sql } = question.database;
	const source = sql`
		select known_at, collection from software where ${visible(question)}
		union all
		select known_at, collection from software_ref where ${visible(question)}`;
	return { source };
}
