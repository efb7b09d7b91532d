import { asOf, type Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { audienceOf } from '../audience.ts';
import { unknownCommit } from './check-out.server.ts';
import { diffTrees, isBinary, text, type FileChange } from './diff.server.ts';
import { readDeployments, readRefs } from './refs.server.ts';
import type { SoftwareStore } from './repository.server.ts';
import { resolveCommit } from './resolve.server.ts';
import { swhid } from './swhid.ts';
import { filesOf, readBlob } from './trees.server.ts';

/** A file of a version. */
export interface VersionFile {
	readonly path: string;
	/** Length; null for a submodule, which is not kept. */
	readonly bytes: number | null;
	readonly mode: string;
	/** `swh:1:cnt:<blob>` */
	readonly swhid: string;
}

/** One version of an analysis as of a basis. */
export interface Version {
	readonly name: string;
	readonly commit: string;
	readonly swhid: string;
	/** Of its files: `swh:1:dir:<tree>`. */
	readonly directory_swhid: string;
	readonly parents: readonly string[];
	readonly author: string;
	readonly authored_at: Instant;
	readonly message: string;
	readonly known_at: Instant;
	readonly audience: string;
	/** What its `analysis.json` says; `{}` where it has none that can be read. */
	readonly manifest: Readonly<Record<string, unknown>>;
	readonly warnings: readonly string[];
	readonly refs: readonly string[];
	readonly files: readonly VersionFile[];
	/** Commit it is compared with; null for one without a parent. */
	readonly against: string | null;
	readonly changes: readonly FileChange[];
	/** The file that was asked for. */
	readonly file: { readonly path: string; readonly bytes: number; readonly text: string | null } | null;
}

/**
 * One version of an analysis: its manifest, its files, and what changed since `against`, its first parent unless given;
 * with the text of the file `path`, where given.
 * @throws LookbackError `versioning/unknown-file`, and what `resolveCommit` throws.
 */
export async function readVersion(
	store: SoftwareStore,
	question: Question,
	wanted: { readonly version: string; readonly against: string | null; readonly path: string | null }
): Promise<Version> {
	const { name, commit } = await resolveCommit(question, wanted.version);
	const [told, refs, deployments] = await Promise.all([
		readFact(question, name, commit),
		readRefs(question, name),
		readDeployments(question, name)
	]);
	const { tree, collection, ...fact } = told;
	const other =
		wanted.against === null ? null : (await resolveCommit(question, `${name}@${wanted.against}`)).commit;
	const against = other ?? fact.parents[0] ?? null;
	const before = against === null ? null : (await readFact(question, name, against)).tree;
	const files = await filesOf(store, tree);
	const sizes: VersionFile[] = [];
	for (const { path, oid, mode } of files) {
		const bytes = mode === '160000' ? null : (await readBlob(store, oid)).length;
		sizes.push({ path, bytes, mode, swhid: mode === '160000' ? swhid.revision(oid) : swhid.content(oid) });
	}
	return {
		name,
		commit,
		swhid: swhid.revision(commit),
		directory_swhid: swhid.directory(tree),
		...fact,
		audience: audienceOf(collection),
		refs: [...refs, ...deployments].filter((one) => one.commit === commit).map(({ ref }) => ref),
		files: sizes,
		against,
		changes: await diffTrees(store, before, tree),
		file: wanted.path === null ? null : await readFile(wanted.path)
	};

	async function readFile(path: string) {
		const found = files.find((file) => file.path === path && file.mode !== '160000');
		if (!found) throw unknownFile(name, commit, path);
		const content = await readBlob(store, found.oid);
		return { path, bytes: content.length, text: isBinary(content) ? null : text(content) };
	}
}

type Fact = Pick<
	Version,
	'parents' | 'author' | 'authored_at' | 'message' | 'known_at' | 'manifest' | 'warnings'
> & { readonly tree: string; readonly collection: string };

async function readFact(question: Question, name: string, commit: string): Promise<Fact> {
	const { sql } = question.database;
	const [row] = await sql<Fact[]>`
		select tree, parents, author, authored_at, message, known_at, manifest, warnings, collection
		from ${asOf(question, 'software')} s
		where name = ${name} and commit = ${commit}`;
	if (!row) throw unknownCommit(name, commit);
	return row;
}

function unknownFile(name: string, commit: string, path: string): LookbackError {
	return new LookbackError(
		'not-found',
		'versioning/unknown-file',
		`${name}@${commit.slice(0, 10)} has no file ${path.slice(0, 200)}.`,
		{ name, commit, path }
	);
}
