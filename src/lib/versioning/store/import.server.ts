import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import git from 'isomorphic-git';
import type { Viewer } from '#lib/access/viewer.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { treeOf } from './check-out.server.ts';
import { copyHistory } from './copy-history.server.ts';
import { manifestOf } from './facts.server.ts';
import { assertWebAddress, guardedHttp } from './guarded-http.server.ts';
import { homeFor } from './home.server.ts';
import { oneAtATime } from './one-at-a-time.server.ts';
import { originFrom, type Origin } from './origin.server.ts';
import { offeredBy, type Offered } from './origin-refs.server.ts';
import { recordMovements, type Moved, type Writing } from './record-movements.server.ts';
import { assertRefName } from './ref-name.ts';
import { makeRepository, type SoftwareStore } from './repository.server.ts';

/** What is to be imported. */
export interface Import {
	/** An http(s) address, or the path of a work tree or a bare repository. */
	readonly from: string;
	/** The name in the manifest of its main branch, unless given. */
	readonly name: string | null;
	readonly audience: string | null;
	/** Hosts that are asked although they are not public. */
	readonly allowedHosts: readonly string[];
	readonly signal: AbortSignal;
}

/** What came of an import. */
export interface Imported extends Moved {
	readonly name: string;
}

/**
 * Takes a repository with its whole history, all its branches and tags; once more takes what is new there. Branches move
 * to where they are there, wherever they were here.
 * @throws LookbackError `versioning/no-repository`, `versioning/bad-address`, `versioning/address-refused`,
 * `versioning/unreachable`, `versioning/no-commit`, and what `pushFolder` throws.
 */
export async function importRepository(
	archive: Writing,
	viewer: Viewer,
	wish: Import,
	now: Instant
): Promise<Imported> {
	await makeRepository(archive.software);
	return isAddress(wish.from)
		? withFetched(wish, (origin, offered) => take(archive, viewer, wish, origin, offered, now))
		: take(archive, viewer, wish, originFrom(wish.from), await offeredBy(originFrom(wish.from)), now);
}

/** `https://...`, and what looks like another kind of address, which is refused with a sentence. */
function isAddress(from: string): boolean {
	return /^[a-z][a-z0-9+.-]+:\/\//i.test(from) || /^[\w.-]+@[\w.-]+:/.test(from);
}

async function take(
	archive: Writing,
	viewer: Viewer,
	wish: Import,
	origin: Origin,
	offered: Offered,
	now: Instant
): Promise<Imported> {
	const { database, software } = archive;
	const { branches, tags, main } = offered;
	if (main === null) throw noCommit(wish.from);
	for (const branch of branches.keys()) assertRefName('branch', branch);
	for (const tag of tags.keys()) assertRefName('tag', tag);
	await copyHistory(origin, [...branches.values(), ...tags.values()], software);
	const name = wish.name ?? (await nameIn(software, branches.get(main)!, main));
	return oneAtATime(database, async () => {
		const home = await homeFor(database, viewer, name, wish.audience);
		const movement = (ref: string, commit: string) => ({
			ref,
			commit,
			audience: null,
			parameters: null,
			collection: home
		});
		const movements = [
			...[...branches].map(([branch, commit]) => movement(`branch/${branch}`, commit)),
			...[...tags].map(([tag, commit]) => movement(`tag/${tag}`, commit))
		];
		const note = `${name} from ${withoutSecrets(wish.from)}`;
		const entry = { actor: viewer.name, kind: 'software', note };
		return { ...(await recordMovements(archive, entry, name, home, movements, now)), name };
	});
}

async function nameIn(software: SoftwareStore, commit: string, branch: string): Promise<string> {
	const { manifest, trouble } = await manifestOf(software, await treeOf(software, commit));
	if (manifest) return manifest.name;
	throw new LookbackError(
		'incorrect',
		'versioning/no-manifest',
		`The repository's branch ${branch} is no analysis: ${trouble} A name may be given for one whose other branches are.`
	);
}

/** Fetches a repository into a folder that is gone afterwards. */
async function withFetched<T>(
	{ from, allowedHosts, signal }: Import,
	work: (origin: Origin, offered: Offered) => Promise<T>
): Promise<T> {
	const url = assertWebAddress(from).href;
	const gitdir = await mkdtemp(join(tmpdir(), 'lookback-import-'));
	try {
		await git.init({ fs, gitdir, bare: true });
		await git.addRemote({ fs, gitdir, remote: 'origin', url });
		const fetched = await fetchAll(gitdir, url, guardedHttp(allowedHosts, signal));
		const head = fetched.defaultBranch?.replace(/^refs\/heads\//, '') ?? null;
		const origin = { gitdir, headDir: gitdir, workTree: null, cache: {} };
		return await work(origin, await offeredBy(origin, { name: 'origin', head }));
	} finally {
		await rm(gitdir, { recursive: true, force: true });
	}
}

async function fetchAll(gitdir: string, url: string, http: ReturnType<typeof guardedHttp>) {
	try {
		return await git.fetch({ fs, http, gitdir, remote: 'origin', tags: true });
	} catch (cause) {
		if (cause instanceof git.Errors.NoRefspecError || cause instanceof git.Errors.EmptyServerResponseError)
			throw noCommit(url);
		if (!isOfGit(cause)) throw cause;
		throw new LookbackError(
			'unavailable',
			'versioning/unreachable',
			`${withoutSecrets(url)} does not answer as a git repository does over smart HTTP: ${cause.message}`,
			{},
			{ cause }
		);
	}
}

/** What isomorphic-git throws where a server is none of git, or breaks off. */
function isOfGit(error: unknown): error is Error {
	const { HttpError, SmartHttpError, ParseError, RemoteCapabilityError, InternalError, NotFoundError } =
		git.Errors;
	return [HttpError, SmartHttpError, ParseError, RemoteCapabilityError, InternalError, NotFoundError].some(
		(kind) => error instanceof kind
	);
}

/** An address without the name and the password in it. */
function withoutSecrets(from: string): string {
	const url = URL.parse(from);
	return url?.host ? `${url.origin}${url.pathname}` : from;
}

function noCommit(from: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'versioning/no-commit',
		`The repository at ${withoutSecrets(from)} has no branch with a commit.`
	);
}
