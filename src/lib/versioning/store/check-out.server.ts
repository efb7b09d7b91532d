import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import git from 'isomorphic-git';
import { LookbackError } from '#lib/errors.ts';
import { manifestFile, parseManifest } from '../manifest.ts';
import type { Code } from '../runtime/evaluation.ts';
import { hasObject, type SoftwareStore } from './repository.server.ts';
import { filesOf, readBlob, type TreeFile } from './trees.server.ts';

/**
 * Writes the files of a commit into a folder of their own, which `release` removes. The commit is one that
 * `resolveCommit` gave: whether its asker may see it is not asked again.
 * @throws LookbackError `versioning/unknown-commit`, `versioning/no-manifest`, `versioning/bad-manifest`,
 * `versioning/bad-path`.
 */
export async function checkOut(
	store: SoftwareStore,
	name: string,
	commit: string
): Promise<{ readonly code: Code; release(): Promise<void> }> {
	if (!hasObject(store, commit)) throw unknownCommit(name, commit);
	const files = await filesOf(store, await treeOf(store, commit));
	const manifest = files.find(({ path }) => path === manifestFile);
	if (!manifest) throw noManifest(name, commit);
	const described = parseManifest(Buffer.from(await readBlob(store, manifest.oid)).toString('utf8'));
	const folder = await mkdtemp(join(tmpdir(), 'lookback-analysis-'));
	const release = () => rm(folder, { recursive: true, force: true });
	try {
		for (const file of files) await place(store, folder, file);
	} catch (error) {
		await release();
		throw error;
	}
	return { code: { name, commit, folder, manifest: described }, release };
}

/** Git name of the tree of a commit. */
export async function treeOf({ gitdir }: SoftwareStore, commit: string): Promise<string> {
	return (await git.readCommit({ fs, gitdir, oid: commit })).commit.tree;
}

async function place(store: SoftwareStore, folder: string, { path, oid, mode }: TreeFile): Promise<void> {
	const target = join(folder, path);
	if (mode === '160000') return void (await mkdir(target, { recursive: true }));
	await mkdir(dirname(target), { recursive: true });
	const content = await readBlob(store, oid);
	if (mode === '120000') {
		const to = Buffer.from(content).toString('utf8');
		assertInside(path, to);
		await symlink(to, target);
		return;
	}
	// exclusive: a path that is already there, through a link or under another case, is refused
	await writeFile(target, content, { flag: 'wx' });
	if (mode === '100755') await chmod(target, 0o755);
}

/** @throws LookbackError `versioning/bad-path` for a symbolic link that leads out of its folder. */
export function assertInside(path: string, to: string): void {
	const led = posix.normalize(posix.join(posix.dirname(path), to));
	if (!posix.isAbsolute(to) && !to.includes('\\') && led !== '..' && !led.startsWith('../')) return;
	throw new LookbackError(
		'incorrect',
		'versioning/bad-path',
		`The symbolic link ${path} leads to ${to}, out of the folder of the analysis; it must stay inside.`,
		{ path }
	);
}

export function unknownCommit(name: string, commit: string): LookbackError {
	return new LookbackError(
		'not-found',
		'versioning/unknown-commit',
		`No version ${commit} of an analysis ${name} is known then, or it is not for you to see.`,
		{ name, commit }
	);
}

function noManifest(name: string, commit: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'versioning/no-manifest',
		`${name}@${commit} holds no ${manifestFile} at its top, so that it is no analysis yet; an analysis needs one.`,
		{ name, commit }
	);
}
