import { copyTree } from './copy-history.server.ts';
import { parseCommit } from './commit.ts';
import { Allowance, assertFew } from './limits.ts';
import { readOrigin, type Origin } from './origin.server.ts';
import type { SoftwareStore } from './repository.server.ts';
import { parseTree } from './tree.ts';
import { writeObject } from './write-object.server.ts';

/**
 * History of one folder of a repository, as if it had been a repository of its own: commits that changed it, each with the
 * folder's files at its top, by the same author and at the same time. What lies beside the folder is for others and does
 * not come along. The same commits come of it each time, as with `git subtree split`.
 */
export async function splitHistory(
	origin: Origin,
	place: string,
	head: string,
	store: SoftwareStore
): Promise<string> {
	const allowance = new Allowance();
	let made = 0;
	/** What a commit of the whole became; null for one before the folder. */
	const became = new Map<string, { readonly commit: string; readonly tree: string } | null>();
	const stack = [{ oid: head, isDone: false }];
	for (let next = stack.pop(); next; next = stack.pop()) {
		const { oid, isDone } = next;
		if (became.has(oid)) continue;
		const { content } = await readOrigin(origin, oid);
		const said = parseCommit(oid, content);
		if (!isDone) {
			stack.push({ oid, isDone: true });
			for (const parent of said.parents) if (!became.has(parent)) stack.push({ oid: parent, isDone: false });
			continue;
		}
		const tree = await treeAt(origin, said.tree, place);
		const parents = [
			...new Map(
				said.parents.flatMap((one) => became.get(one) ?? []).map((one) => [one.commit, one])
			).values()
		];
		const same = parents.find((parent) => parent.tree === tree);
		if (tree === null) became.set(oid, null);
		else if (same && (parents.length === 1 || parents.every((parent) => parent.tree === tree)))
			became.set(oid, same);
		else {
			await copyTree(origin, tree, store, allowance);
			const text = withPlaceOf(
				content,
				tree,
				parents.map(({ commit }) => commit)
			);
			became.set(oid, { commit: await writeObject(store, 'commit', text), tree });
			assertFew(++made, 'commits');
		}
	}
	return became.get(head)!.commit;
}

/** Tree of a folder, or null where a tree has no such folder. */
export async function treeAt(origin: Origin, tree: string, place: string): Promise<string | null> {
	let at = tree;
	for (const part of place === '' ? [] : place.split('/')) {
		const entries = parseTree((await readOrigin(origin, at)).content);
		const entry = entries.find(({ name, mode }) => name === part && mode === '40000');
		if (!entry) return null;
		at = entry.oid;
	}
	return at;
}

/** A commit with another tree and other parents: a signature of the whole no longer holds, and goes. */
function withPlaceOf(content: Uint8Array, tree: string, parents: readonly string[]): Buffer {
	const text = Buffer.from(content).toString('latin1');
	const end = text.indexOf('\n\n');
	const kept = text
		.slice(0, end)
		.replace(/\n /g, '\0')
		.split('\n')
		.filter((header) => /^(author|committer|encoding) /.test(header));
	const headers = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), ...kept];
	return Buffer.from(`${headers.join('\n')}${text.slice(end)}`, 'latin1');
}
