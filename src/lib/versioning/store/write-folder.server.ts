import { Allowance } from './limits.ts';
import type { SoftwareStore } from './repository.server.ts';
import { treeContent, type TreeEntry } from './tree.ts';
import { filesIn, ignoredBy, type FolderFile } from './work-tree.server.ts';
import { writeObject } from './write-object.server.ts';

/** Files and folders of a folder, by name; a file by its mode and its blob. */
type Folder = Map<string, Entry>;
type Entry = Folder | { readonly mode: string; readonly oid: string };

/** Writes a folder's files, but those its `.gitignore` leaves out, as a tree; the answer is the tree's name. */
export function writeFolder(store: SoftwareStore, folder: string): Promise<string> {
	return writeFiles(store, filesIn(folder, ignoredBy(folder, undefined)));
}

/** Writes files, each path of which is there once, as a tree; the answer is the tree's name. */
export async function writeFiles(store: SoftwareStore, files: AsyncIterable<FolderFile>): Promise<string> {
	const top: Folder = new Map();
	const allowance = new Allowance();
	for await (const { path, mode, content } of files) {
		allowance.take(path, content.length);
		const parts = path.split('/');
		const name = parts.pop()!;
		const at = parts.reduce((within, part) => {
			const next = within.get(part);
			if (next instanceof Map) return next;
			const made: Folder = new Map();
			within.set(part, made);
			return made;
		}, top);
		at.set(name, { mode, oid: await writeObject(store, 'blob', content) });
	}
	return writeTree(store, top);
}

async function writeTree(store: SoftwareStore, folder: Folder): Promise<string> {
	const entries: TreeEntry[] = [];
	for (const [name, one] of folder)
		entries.push(
			one instanceof Map ? { name, mode: '40000', oid: await writeTree(store, one) } : { name, ...one }
		);
	return writeObject(store, 'tree', treeContent(entries));
}
