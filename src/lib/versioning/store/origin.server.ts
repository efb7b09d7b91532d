import fs, { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import git from 'isomorphic-git';
import { LookbackError } from '#lib/errors.ts';
import type { ObjectType } from './repository.server.ts';

/** A repository that something is taken from. */
export interface Origin {
	/** Folder of objects and refs; several work trees may share it. */
	readonly gitdir: string;
	/** Folder of HEAD. */
	readonly headDir: string;
	/** Top of its files; null for a bare one. */
	readonly workTree: string | null;
	/** Keeps what isomorphic-git has read of its packs. */
	readonly cache: object;
}

/** The repository whose work tree a folder is, or is part of; null where it is in none. */
export function originAround(folder: string): Origin | null {
	for (let at = resolve(folder); ; at = dirname(at)) {
		if (existsSync(join(at, '.git'))) return originAt(join(at, '.git'), at);
		if (dirname(at) === at) return null;
	}
}

/** The repository at a path: a work tree, or a bare repository. @throws LookbackError `versioning/no-repository`. */
export function originFrom(path: string): Origin {
	const folder = resolve(path);
	if (existsSync(join(folder, '.git'))) return originAt(join(folder, '.git'), folder);
	if (existsSync(join(folder, 'HEAD')) && existsSync(join(folder, 'objects')))
		return { gitdir: folder, headDir: folder, workTree: null, cache: {} };
	throw new LookbackError(
		'not-found',
		'versioning/no-repository',
		`There is no git repository at ${path}; it wants the top of a work tree, or a bare repository.`,
		{ path }
	);
}

/** A linked work tree has a file `.git` that names its folder, which names the one that it shares with the others. */
function originAt(dotGit: string, workTree: string): Origin {
	const named = statSync(dotGit).isFile() ? /^gitdir: *(.+)$/m.exec(readFileSync(dotGit, 'utf8'))?.[1] : null;
	const headDir = named ? resolve(workTree, named.trim()) : dotGit;
	const shared = join(headDir, 'commondir');
	const gitdir = existsSync(shared) ? resolve(headDir, readFileSync(shared, 'utf8').trim()) : headDir;
	return { gitdir, headDir, workTree, cache: {} };
}

/** The commit that HEAD is at, and the branch it is on (null for none); null before the first commit. */
export async function headOf({
	gitdir,
	headDir
}: Origin): Promise<{ readonly commit: string; readonly branch: string | null } | null> {
	const text = readFileSync(join(headDir, 'HEAD'), 'utf8').trim();
	const ref = /^ref: *(.+)$/.exec(text)?.[1];
	if (ref === undefined) return { commit: text, branch: null };
	try {
		const commit = await git.resolveRef({ fs, gitdir, ref });
		return { commit, branch: ref.replace(/^refs\/heads\//, '') };
	} catch (error) {
		if (error instanceof git.Errors.NotFoundError) return null;
		throw error;
	}
}

/** An object of a repository. @throws LookbackError `versioning/broken-origin` for what it names and does not hold. */
export async function readOrigin(
	{ gitdir, cache }: Origin,
	oid: string
): Promise<{ readonly type: ObjectType; readonly content: Uint8Array }> {
	try {
		const { type, object } = await git.readObject({ fs, gitdir, cache, oid, format: 'content' });
		return { type: type as ObjectType, content: object as Uint8Array };
	} catch (cause) {
		if (!(cause instanceof git.Errors.NotFoundError)) throw cause;
		throw new LookbackError(
			'incorrect',
			'versioning/broken-origin',
			`The repository lacks its object ${oid}; a shallow or partial clone cannot be taken, since its history is cut.`,
			{ oid },
			{ cause }
		);
	}
}

/** Path of a folder within its work tree, with slashes; '' for its top. */
export function placeIn({ workTree }: Origin, folder: string): string {
	return relative(workTree!, resolve(folder)).replaceAll('\\', '/');
}
