import fs from 'node:fs';
import git from 'isomorphic-git';
import { LookbackError } from '#lib/errors.ts';
import { readObject, type SoftwareStore } from './repository.server.ts';

/** A file of a tree. */
export interface TreeFile {
	/** From the top of the tree, with slashes. */
	readonly path: string;
	readonly oid: string;
	/** What git keeps of its mode: `100644`, `100755` for a program, `120000` for a link, `160000` for a submodule. */
	readonly mode: string;
}

/** How deep folders may lie: deeper than any path a file system takes. */
const deepest = 64;

/** Every file of a tree in the order of their paths. */
export async function filesOf(store: SoftwareStore, tree: string): Promise<TreeFile[]> {
	const files: TreeFile[] = [];
	await walk(store, tree, '', 0, files);
	return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function walk(
	store: SoftwareStore,
	tree: string,
	prefix: string,
	depth: number,
	files: TreeFile[]
): Promise<void> {
	const { gitdir } = store;
	const { tree: entries } = await git.readTree({ fs, gitdir, oid: tree });
	for (const entry of entries) {
		assertName(entry.path, prefix, depth);
		const path = prefix + entry.path;
		if (entry.type === 'tree') await walk(store, entry.oid, `${path}/`, depth + 1, files);
		else files.push({ path, oid: entry.oid, mode: entry.mode });
	}
}

/** Git would refuse to make such a tree; one that is made by hand must not write outside a folder. */
function assertName(name: string, prefix: string, depth: number): void {
	const isBad = name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name);
	if (!isBad && name.toLowerCase() !== '.git' && depth < deepest) return;
	throw new LookbackError(
		'incorrect',
		'versioning/bad-path',
		`The commit holds a file with the path ${JSON.stringify((prefix + name).slice(0, 200))}, which no folder may have.`
	);
}

/** Bytes of a file. */
export async function readBlob(store: SoftwareStore, oid: string): Promise<Uint8Array> {
	return (await readObject(store, oid)).content;
}
