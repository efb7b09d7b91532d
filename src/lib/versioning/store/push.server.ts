import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { everyone } from '#lib/access/audience.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { manifestFile, type Manifest } from '../manifest.ts';
import { isAncestor } from './ancestry.server.ts';
import { treeOf } from './check-out.server.ts';
import { commitText, parseCommit } from './commit.ts';
import { copyHistory } from './copy-history.server.ts';
import { manifestOf } from './facts.server.ts';
import { homeFor } from './home.server.ts';
import { assertMayKeep, audiencesKept } from './may-keep.ts';
import { oneAtATime } from './one-at-a-time.server.ts';
import { headOf, originAround, placeIn, readOrigin, type Origin } from './origin.server.ts';
import { writePacked } from './packed-files.server.ts';
import { recordMovements, type Moved, type Writing } from './record-movements.server.ts';
import { assertRefName } from './ref-name.ts';
import { makeRepository, readObject, type SoftwareStore } from './repository.server.ts';
import { splitHistory, treeAt } from './split-history.server.ts';
import { refStates } from './state.server.ts';
import { filesOf } from './trees.server.ts';
import { assertFiles } from './warnings.ts';
import { dirtyFiles, ignoredBy } from './work-tree.server.ts';
import { writeFolder } from './write-folder.server.ts';
import { writeObject } from './write-object.server.ts';

/** Where what is pushed goes. */
export interface Placing {
	/** The manifest's unless given. */
	readonly name: string | null;
	/** Who sees it: public, or a group. The one it has had unless given; everyone, for a new one. */
	readonly audience: string | null;
	/** The one that the folder's repository is on unless given; `main` where there is none. */
	readonly branch: string | null;
	/** Of the commit that is made of a folder without a repository. */
	readonly message: string | null;
	/** Lets a branch move to a commit that is not on top of where it is. */
	readonly isForced: boolean;
}

/** A folder that is to be pushed. */
export interface Push extends Placing {
	readonly folder: string;
}

/** A zip or tar archive of a folder that is to be pushed. */
export interface PackedPush extends Placing {
	readonly fileName: string;
	readonly bytes: Uint8Array;
}

/** What came of a push. */
export interface Pushed extends Moved {
	readonly name: string;
	readonly branch: string;
	readonly commit: string;
}

/** What a folder holds: a commit of a repository, or a tree of which a commit is yet to be made. */
type Held = { readonly commit: string; readonly branch: string | null } | { readonly tree: string };

/**
 * Takes a folder into the store. One in a git work tree is taken at its HEAD with its history, and only as it is
 * committed; any other becomes a commit on top of the branch, unless nothing changed.
 * @throws LookbackError `versioning/no-folder`, `versioning/dirty`, `versioning/no-commit`, `versioning/no-manifest`,
 * `versioning/missing-file`, `versioning/bad-path`, `versioning/too-large`, `versioning/not-on-top`, `versioning/bad-ref`,
 * and what `homeFor` throws.
 */
export async function pushFolder(
	archive: Writing,
	viewer: Viewer,
	push: Push,
	now: Instant
): Promise<Pushed> {
	assertFolder(push.folder);
	await makeRepository(archive.software);
	const held = await hold(archive.software, push.folder);
	return keep(archive, viewer, held, push, `Push ${basename(resolve(push.folder))}`, now);
}

/**
 * Takes the files of an archive into the store, as a commit on top of the branch unless nothing changed.
 * @throws LookbackError what `writePacked` and `pushFolder` throw, and `access/not-allowed` before anything is read.
 */
export async function pushPacked(
	archive: Writing,
	viewer: Viewer,
	push: PackedPush,
	now: Instant
): Promise<Pushed> {
	assertMayKeep(viewer, push.audience ?? audiencesKept(viewer)[0] ?? everyone);
	await makeRepository(archive.software);
	const tree = await writePacked(archive.software, push.fileName, push.bytes);
	return keep(archive, viewer, { tree }, push, `Upload ${push.fileName}`, now);
}

async function keep(
	archive: Writing,
	viewer: Viewer,
	held: Held,
	placing: Placing,
	usualMessage: string,
	now: Instant
): Promise<Pushed> {
	const { database, software } = archive;
	const tree = 'tree' in held ? held.tree : await treeOf(software, held.commit);
	const manifest = await assertManifest(software, tree);
	const name = placing.name ?? manifest.name;
	assertFiles(name, manifest, await filesOf(software, tree));
	const branch = placing.branch ?? ('branch' in held ? held.branch : null) ?? 'main';
	assertRefName('branch', branch);
	const message = placing.message?.trim() || usualMessage;
	return oneAtATime(database, async () => {
		const home = await homeFor(database, viewer, name, placing.audience);
		const ref = `branch/${branch}`;
		const tip = (await refStates(database, name)).find((state) => state.ref === ref)?.commit ?? null;
		const commit =
			'commit' in held ? held.commit : await commitOnTop(software, tip, held.tree, viewer.name, message, now);
		if (tip !== null && !placing.isForced && !(await isAncestor(software, tip, commit)))
			throw notOnTop(name, branch, tip, commit);
		const entry = { actor: viewer.name, kind: 'software', note: `${name}@${commit} to ${branch}` };
		const movement = { ref, commit, audience: null, parameters: null, collection: home };
		const moved = await recordMovements(archive, entry, name, home, [movement], now);
		return { ...moved, name, branch, commit };
	});
}

function assertFolder(folder: string): void {
	if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
	throw new LookbackError('not-found', 'versioning/no-folder', `There is no folder at ${folder}.`, {
		folder
	});
}

async function hold(software: SoftwareStore, folder: string): Promise<Held> {
	const origin = originAround(folder);
	const place = origin ? placeIn(origin, folder) : '';
	// a folder that its repository ignores is no part of it
	if (!origin || (place !== '' && (await ignoredBy(origin.workTree!, origin.gitdir)(`${place}/`))))
		return { tree: await writeFolder(software, folder) };
	const head = await headOf(origin);
	await assertClean(origin, place, head?.commit ?? null);
	if (!head) throw noCommit(folder);
	if (place === '') {
		await copyHistory(origin, [head.commit], software);
		return head;
	}
	return { commit: await splitHistory(origin, place, head.commit, software), branch: head.branch };
}

async function assertClean(origin: Origin, place: string, head: string | null): Promise<void> {
	const top = head === null ? null : parseCommit(head, (await readOrigin(origin, head)).content).tree;
	const tree = top === null ? null : await treeAt(origin, top, place);
	const dirty = await dirtyFiles(origin, place, tree);
	if (dirty.length === 0) return;
	const more = dirty.length > 10 ? ` and ${dirty.length - 10} more` : '';
	throw new LookbackError(
		'conflict',
		'versioning/dirty',
		`The folder is in a git work tree and not as it is committed: ${dirty.slice(0, 10).join(', ')}${more}. Commit, or put back, what differs from HEAD.`,
		{ files: dirty }
	);
}

async function assertManifest(software: SoftwareStore, tree: string): Promise<Manifest> {
	const { manifest, trouble } = await manifestOf(software, tree);
	if (manifest) return manifest;
	throw new LookbackError(
		'incorrect',
		'versioning/no-manifest',
		`The folder is no analysis: ${trouble} The file ${manifestFile} says what an analysis reads and what runs it.`
	);
}

/** The commit of a tree on top of a branch; where it has that very tree already, the branch's own. */
async function commitOnTop(
	software: SoftwareStore,
	tip: string | null,
	tree: string,
	author: string,
	message: string,
	now: Instant
): Promise<string> {
	if (tip !== null) {
		const said = parseCommit(tip, (await readObject(software, tip)).content);
		if (said.tree === tree) return tip;
	}
	const parents = tip === null ? [] : [tip];
	const seconds = Math.floor(now / 1_000_000);
	return writeObject(
		software,
		'commit',
		Buffer.from(commitText({ tree, parents, author, seconds, message }))
	);
}

function noCommit(folder: string): LookbackError {
	return new LookbackError(
		'conflict',
		'versioning/no-commit',
		`${folder} is in a git work tree that has no commit yet; commit first.`,
		{ folder }
	);
}

function notOnTop(name: string, branch: string, tip: string, commit: string): LookbackError {
	return new LookbackError(
		'conflict',
		'versioning/not-on-top',
		`The branch ${branch} of ${name} is at ${tip.slice(0, 10)}, on which ${commit.slice(0, 10)} is not built; push what is on top of it, to another branch, or with --force.`,
		{ name, branch, tip, commit }
	);
}
