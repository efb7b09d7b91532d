import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { Question } from '#lib/archive/index.server.ts';
import { parseCommit } from './commit.ts';
import { analysisName } from '../manifest.ts';
import { mainBranch, readRefs, type Ref } from './refs.server.ts';
import { readObject, type SoftwareStore } from './repository.server.ts';
import { parseTree } from './tree.ts';

/** A file of a repository as git's dumb HTTP protocol asks for it. */
export interface RepositoryFile {
	readonly type: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A file of the read-only clone of an analysis (`info/refs`, `HEAD`, `objects/ab/cdef...`) as of a basis: git's dumb HTTP
 * protocol, gitprotocol-http(5). Refs are those the facts tell, objects those that can be reached from them; null for
 * whatever else is asked for, also of an analysis that is not there or not for its asker to see.
 */
export async function repositoryFile(
	store: SoftwareStore,
	question: Question,
	name: string,
	path: string
): Promise<RepositoryFile | null> {
	if (!analysisName.safeParse(name).success) return null;
	const refs = await readRefs(question, name);
	const main = mainBranch(refs);
	if (!main) return null;
	if (path === 'info/refs') return plain(refs.map((ref) => `${ref.commit}\t${gitName(ref)}\n`).join(''));
	if (path === 'HEAD') return plain(`ref: ${gitName(main)}\n`);
	if (path === 'objects/info/packs') return plain('\n');
	const object = /^objects\/([0-9a-f]{2})\/([0-9a-f]{38})$/.exec(path);
	const oid = object && object[1]! + object[2]!;
	if (oid === null || !(await reachable(store, refs)).has(oid)) return null;
	return { type: 'application/x-git-loose-object', bytes: await looseObject(store, oid) };
}

function plain(text: string): RepositoryFile {
	return { type: 'text/plain; charset=utf-8', bytes: new Uint8Array(Buffer.from(text)) };
}

function gitName({ ref }: Ref): string {
	return ref.replace(/^branch\//, 'refs/heads/').replace(/^tag\//, 'refs/tags/');
}

const compress = promisify(deflate);

async function looseObject(store: SoftwareStore, oid: string): Promise<Uint8Array<ArrayBuffer>> {
	const { type, content } = await readObject(store, oid);
	return new Uint8Array(await compress(Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content])));
}

/** Objects by what they are reachable from, the latest asked for last: objects never change. */
const closures = new Map<string, Promise<ReadonlySet<string>>>();
const mostClosures = 16;

function reachable(store: SoftwareStore, refs: readonly Ref[]): Promise<ReadonlySet<string>> {
	const tips = [...new Set(refs.map(({ commit }) => commit))].sort();
	const key = [store.gitdir, ...tips].join(' ');
	const found = closures.get(key) ?? closureOf(store, tips);
	closures.delete(key);
	closures.set(key, found);
	found.catch(() => closures.delete(key));
	for (const oldest of closures.keys()) {
		if (closures.size <= mostClosures) break;
		closures.delete(oldest);
	}
	return found;
}

async function closureOf(store: SoftwareStore, tips: readonly string[]): Promise<ReadonlySet<string>> {
	const seen = new Set<string>();
	const commits = [...tips];
	const trees: string[] = [];
	for (let oid = commits.pop(); oid !== undefined; oid = commits.pop()) {
		if (seen.has(oid)) continue;
		seen.add(oid);
		const { tree, parents } = parseCommit(oid, (await readObject(store, oid)).content);
		trees.push(tree);
		commits.push(...parents);
	}
	for (let oid = trees.pop(); oid !== undefined; oid = trees.pop()) {
		if (seen.has(oid)) continue;
		seen.add(oid);
		for (const entry of parseTree((await readObject(store, oid)).content)) {
			if (entry.mode === '40000') trees.push(entry.oid);
			else if (entry.mode !== '160000') seen.add(entry.oid);
		}
	}
	return seen;
}
