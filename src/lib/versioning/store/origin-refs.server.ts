import fs from 'node:fs';
import git from 'isomorphic-git';
import { headOf, readOrigin, type Origin } from './origin.server.ts';

/** What a repository offers, each with the commit it is at. */
export interface Offered {
	readonly branches: ReadonlyMap<string, string>;
	readonly tags: ReadonlyMap<string, string>;
	/** The branch that it is on, or `main`, `master` or the first; null where it has none. */
	readonly main: string | null;
}

/** Branches and tags of a repository; those of a remote of it, where one is named. Tags of anything but commits are left out. */
export async function offeredBy(
	origin: Origin,
	remote?: { readonly name: string; readonly head: string | null }
): Promise<Offered> {
	const { gitdir } = origin;
	const branches = new Map<string, string>();
	for (const name of await git.listBranches({ fs, gitdir, remote: remote?.name })) {
		const ref = remote ? `refs/remotes/${remote.name}/${name}` : `refs/heads/${name}`;
		if (name !== 'HEAD') branches.set(name, await git.resolveRef({ fs, gitdir, ref }));
	}
	const tags = new Map<string, string>();
	for (const name of await git.listTags({ fs, gitdir })) {
		const commit = await commitOf(origin, await git.resolveRef({ fs, gitdir, ref: `refs/tags/${name}` }));
		if (commit !== null) tags.set(name, commit);
	}
	const head = remote ? remote.head : ((await headOf(origin))?.branch ?? null);
	const main = [head, 'main', 'master', ...branches.keys()].find(
		(name) => name !== null && branches.has(name)
	);
	return { branches, tags, main: main ?? null };
}

/** The commit that a tag means, through tags of tags; null for one of a file or a folder. */
async function commitOf(origin: Origin, oid: string): Promise<string | null> {
	const { type, content } = await readOrigin(origin, oid);
	if (type === 'commit') return oid;
	if (type !== 'tag') return null;
	const named = /^object ([0-9a-f]{40})$/m.exec(Buffer.from(content).toString('latin1'))?.[1];
	return named === undefined ? null : commitOf(origin, named);
}
