import fs, { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { LookbackError } from '#lib/errors.ts';
import { assertInside } from './check-out.server.ts';
import { assertFew, limits } from './limits.ts';
import { readOrigin, type Origin } from './origin.server.ts';
import { walk } from './trees.server.ts';
import { objectName } from './write-object.server.ts';

/** A file as it lies in a folder. */
export interface FolderFile {
	/** From the folder, with slashes. */
	readonly path: string;
	readonly mode: '100644' | '100755' | '120000';
	readonly content: Uint8Array;
}

/** Whether a path below the top of a folder is to be left out. */
export type Ignored = (path: string) => Promise<boolean>;

/** By the `.gitignore` files of a folder, and of the repository that it is in. */
export function ignoredBy(top: string, gitdir: string | undefined): Ignored {
	return (filepath) => git.isIgnored({ fs, dir: top, gitdir: gitdir ?? join(top, '.git'), filepath });
}

/**
 * Files of a folder, one at a time, but those ignored and whatever is called `.git`.
 * @throws LookbackError `versioning/bad-path` for a symbolic link that leads out of it, `versioning/too-large`, and
 * `versioning/no-file` for what is neither file nor folder.
 */
export async function* filesIn(folder: string, ignored: Ignored): AsyncGenerator<FolderFile> {
	const count = { files: 0 };
	yield* filesUnder(folder, '', ignored, count);
}

async function* filesUnder(
	folder: string,
	prefix: string,
	ignored: Ignored,
	count: { files: number }
): AsyncGenerator<FolderFile> {
	for (const name of readdirSync(join(folder, prefix)).sort()) {
		const path = prefix + name;
		if (name.toLowerCase() === '.git' || (await ignored(path))) continue;
		const at = join(folder, path);
		const stats = lstatSync(at);
		if (stats.isDirectory()) yield* filesUnder(folder, `${path}/`, ignored, count);
		else {
			assertFew(++count.files, 'files');
			yield fileAt(at, path, stats);
		}
	}
}

function fileAt(at: string, path: string, stats: Stats): FolderFile {
	if (stats.isSymbolicLink()) {
		const to = readlinkSync(at);
		assertInside(path, to);
		return { path, mode: '120000', content: Buffer.from(to) };
	}
	if (!stats.isFile())
		throw new LookbackError(
			'incorrect',
			'versioning/no-file',
			`${path} is neither a file nor a folder; an analysis holds nothing else.`,
			{ path }
		);
	if (stats.size > limits.fileBytes)
		throw new LookbackError(
			'incorrect',
			'versioning/too-large',
			`The file ${path} has ${(stats.size / 2 ** 20).toFixed(1)} MiB; a file of an analysis may have ${limits.fileBytes / 2 ** 20} MiB.`,
			{ path }
		);
	return { path, mode: stats.mode & 0o100 ? '100755' : '100644', content: readFileSync(at) };
}

/**
 * Paths below `place` at which the files of a work tree are not those of a commit's tree: changed, added and not ignored,
 * or gone. Whether a change is staged makes no difference, as it is in no commit.
 */
export async function dirtyFiles(origin: Origin, place: string, tree: string | null): Promise<string[]> {
	const committed = tree === null ? new Map<string, string>() : await blobsOf(origin, tree);
	const top = origin.workTree!;
	const isIgnored = ignoredBy(top, origin.gitdir);
	const at = (path: string) => (place === '' ? path : `${place}/${path}`);
	// what is committed counts, ignored or not
	const counted = new Set([...committed.keys()].flatMap(withFolders));
	const ignored: Ignored = async (path) => !counted.has(path) && (await isIgnored(at(path)));
	const dirty: string[] = [];
	const met = new Set<string>();
	for await (const { path, content } of filesIn(join(top, place), ignored)) {
		met.add(path);
		if (committed.get(path) !== objectName('blob', content)) dirty.push(path);
	}
	for (const path of committed.keys()) if (!met.has(path)) dirty.push(path);
	return dirty.sort();
}

async function blobsOf(origin: Origin, tree: string): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	await walk(
		(oid) => readOrigin(origin, oid),
		tree,
		'',
		0,
		({ path, oid, mode }) => {
			if (mode !== '160000') found.set(path, oid);
		}
	);
	return found;
}

/** `a/b/c` is in `a` and in `a/b`. */
function withFolders(path: string): string[] {
	const parts = path.split('/');
	return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
