import { filesOfArchive } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { manifestFile } from '../manifest.ts';
import { assertFew, limits } from './limits.ts';
import { readObject, type SoftwareStore } from './repository.server.ts';
import { isFileName, parseTree } from './tree.ts';
import { assertShallow } from './trees.server.ts';
import type { FolderFile } from './work-tree.server.ts';
import { writeFiles } from './write-folder.server.ts';

/**
 * Writes the files of a zip or tar archive as a tree; the answer is the name of the analysis's folder, which may be the
 * only one in the archive. Nothing is unpacked to disk. Left out are `.git`, of which another program might make use, and
 * what macOS puts beside (`__MACOSX`).
 * @throws LookbackError `versioning/bad-path`, `versioning/too-large`, and what `filesOfArchive` throws.
 */
export async function writePacked(store: SoftwareStore, name: string, bytes: Uint8Array): Promise<string> {
	const tree = await writeFiles(store, packedFiles(name, bytes));
	const entries = parseTree((await readObject(store, tree)).content);
	const [only, ...others] = entries;
	return only?.mode === '40000' && others.length === 0 && only.name !== manifestFile ? only.oid : tree;
}

async function* packedFiles(archive: string, bytes: Uint8Array): AsyncGenerator<FolderFile> {
	const bounds = { limitBytes: limits.fileBytes, budgetBytes: limits.totalBytes };
	const taken = new Map<string, 'file' | 'folder'>();
	let count = 0;
	for await (const { name, bytes: content, isProgram } of filesOfArchive(archive, bytes, bounds)) {
		const path = name.replace(/^(\.\/)+/, '');
		const parts = path.split('/');
		if (parts[0] === '__MACOSX' || parts.some((part) => part.toLowerCase() === '.git')) continue;
		assertFew(++count, 'files');
		assertShallow(parts.length - 1);
		if (!parts.every(isFileName)) throw badPath(path, 'is no path inside a folder');
		const above = parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
		if (taken.has(path) || above.some((folder) => taken.get(folder) === 'file'))
			throw badPath(path, 'is in it twice, or is a file and a folder');
		taken.set(path, 'file');
		for (const folder of above) taken.set(folder, 'folder');
		yield { path, mode: isProgram ? '100755' : '100644', content };
	}
}

function badPath(path: string, why: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'versioning/bad-path',
		`The archive cannot be taken: ${JSON.stringify(path.slice(0, 200))} ${why}.`,
		{ path }
	);
}
