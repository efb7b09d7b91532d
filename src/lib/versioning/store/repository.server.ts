import fs, { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { LookbackError } from '#lib/errors.ts';

/**
 * The repository that holds every analysis: bare, with loose objects only, since everything that comes in is copied object
 * by object. Objects are never taken away, so that what a fact names stays readable. What its refs say is a copy of what
 * the facts say, for git itself.
 */
export interface SoftwareStore {
	readonly gitdir: string;
}

/** The repository in a data folder; it is made when something is first written to it. */
export function openSoftware(dataDir: string): SoftwareStore {
	return { gitdir: join(dataDir, 'software.git') };
}

/** Makes the repository where it is not there yet. */
export async function makeRepository({ gitdir }: SoftwareStore): Promise<void> {
	if (existsSync(join(gitdir, 'HEAD'))) return;
	// the folder it lies in may be open for others to pass through
	mkdirSync(gitdir, { recursive: true, mode: 0o700 });
	await git.init({ fs, gitdir, bare: true, defaultBranch: 'main' });
	// what no branch leads to any more is evidence still: whoever runs git here must not lose it
	await git.setConfig({ fs, gitdir, path: 'gc.auto', value: 0 });
	await git.setConfig({ fs, gitdir, path: 'gc.pruneExpire', value: 'never' });
}

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';

/** Content of an object, which is checked against its name. @throws LookbackError `versioning/missing-object`. */
export async function readObject(
	{ gitdir }: SoftwareStore,
	oid: string
): Promise<{ readonly type: ObjectType; readonly content: Uint8Array }> {
	try {
		const { type, object } = await git.readObject({ fs, gitdir, oid, format: 'content' });
		return { type: type as ObjectType, content: object as Uint8Array };
	} catch (cause) {
		if (!(cause instanceof git.Errors.NotFoundError)) throw cause;
		throw new LookbackError(
			'fault',
			'versioning/missing-object',
			`The software store lacks the git object ${oid}; has its folder been moved or cut?`,
			{ oid },
			{ cause }
		);
	}
}

/** Whether an object is there. */
export function hasObject({ gitdir }: SoftwareStore, oid: string): boolean {
	return existsSync(objectPath(gitdir, oid));
}

/** File of a loose object. */
export function objectPath(gitdir: string, oid: string): string {
	return join(gitdir, 'objects', oid.slice(0, 2), oid.slice(2));
}
