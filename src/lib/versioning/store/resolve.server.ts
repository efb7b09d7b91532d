import { asOf, type Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { unknownCommit } from './check-out.server.ts';
import { mainBranch, readRefs } from './refs.server.ts';

/** An analysis at one commit, 40 hexadecimal digits. */
export interface NamedCommit {
	readonly name: string;
	readonly commit: string;
}

/** Fewest digits of a commit that name it. */
const fewestDigits = 7;

/**
 * The commit that a text names as of a basis: `name` is the newest of its branch `main`; `name@<version>` is a tag, a
 * branch or a commit, of which 7 digits suffice. What its asker may not see is not there.
 * @throws LookbackError `versioning/unknown-analysis`, `versioning/unknown-commit`, `versioning/ambiguous-commit`.
 */
export async function resolveCommit(question: Question, text: string): Promise<NamedCommit> {
	const at = text.indexOf('@');
	const name = at < 0 ? text : text.slice(0, at);
	const wanted = at < 0 ? null : text.slice(at + 1);
	const refs = await readRefs(question, name);
	if (wanted === null) {
		const branch = mainBranch(refs);
		if (!branch) throw unknownAnalysis(name);
		return { name, commit: branch.commit };
	}
	const named =
		refs.find(({ ref }) => ref === `tag/${wanted}`) ?? refs.find(({ ref }) => ref === `branch/${wanted}`);
	if (named) return { name, commit: named.commit };
	const commits = /^[0-9a-f]{7,40}$/.test(wanted) ? await commitsFrom(question, name, wanted) : [];
	if (commits.length === 1) return { name, commit: commits[0]! };
	if (commits.length === 0) throw unknownCommit(name, wanted);
	throw new LookbackError(
		'incorrect',
		'versioning/ambiguous-commit',
		`${wanted} begins several commits of ${name}: ${commits.join(', ')}; give more than ${wanted.length} of its digits (${fewestDigits} to 40).`,
		{ name, commits }
	);
}

async function commitsFrom(question: Question, name: string, prefix: string): Promise<string[]> {
	const { sql } = question.database;
	const rows = await sql<{ commit: string }[]>`
		select commit
		from ${asOf(question, 'software')} s
		where name = ${name} and starts_with(commit, ${prefix})
		order by commit
		limit 5`;
	return rows.map(({ commit }) => commit);
}

/** The same for an analysis that is not there and for one that is not for its asker to see. */
export function unknownAnalysis(name: string): LookbackError {
	return new LookbackError(
		'not-found',
		'versioning/unknown-analysis',
		`No analysis ${JSON.stringify(name.slice(0, 100))} is known then, or it is not for you to see.`,
		{ name }
	);
}
