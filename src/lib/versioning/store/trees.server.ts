import { LookbackError } from '#lib/errors.ts';
import { assertFew } from './limits.ts';
import { readObject, type SoftwareStore } from './repository.server.ts';
import { parseTree } from './tree.ts';

/** A file of a tree. */
export interface TreeFile {
	/** From the top of the tree, with slashes. */
	readonly path: string;
	readonly oid: string;
	/** `100644`, `100755` for a program, `120000` for a link, `160000` for a submodule. */
	readonly mode: string;
}

/** How deep folders may lie: deeper than any path a file system takes. */
const deepest = 64;

/** Every file of a tree in the order of their paths. */
export async function filesOf(store: SoftwareStore, tree: string): Promise<TreeFile[]> {
	const files: TreeFile[] = [];
	await walk(
		(oid) => readObject(store, oid),
		tree,
		'',
		0,
		(file) => {
			files.push(file);
			assertFew(files.length, 'files');
		}
	);
	return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

type Reader = (oid: string) => Promise<{ readonly content: Uint8Array }>;

/** Hands each file below a tree to `found`. */
export async function walk(
	read: Reader,
	tree: string,
	prefix: string,
	depth: number,
	found: (file: TreeFile) => void
): Promise<void> {
	assertShallow(depth);
	for (const { name, mode, oid } of parseTree((await read(tree)).content)) {
		if (mode === '40000') await walk(read, oid, `${prefix}${name}/`, depth + 1, found);
		else found({ path: prefix + name, oid, mode });
	}
}

/** @throws LookbackError `versioning/bad-path` for a folder too far below the top. */
export function assertShallow(depth: number): void {
	if (depth < deepest) return;
	throw new LookbackError(
		'incorrect',
		'versioning/bad-path',
		`It has folders within folders, ${deepest} deep; fewer are wanted.`
	);
}

/** Bytes of a file. */
export async function readBlob(store: SoftwareStore, oid: string): Promise<Uint8Array> {
	return (await readObject(store, oid)).content;
}
