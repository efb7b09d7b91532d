import { assertInside } from './check-out.server.ts';
import { parseCommit } from './commit.ts';
import { Allowance, assertFew } from './limits.ts';
import { readOrigin, type Origin } from './origin.server.ts';
import { hasObject, type SoftwareStore } from './repository.server.ts';
import { parseTree } from './tree.ts';
import { assertShallow } from './trees.server.ts';
import { writeObject } from './write-object.server.ts';

/**
 * Copies commits with all that they rest on, byte by byte, so that they keep their names. Each object is written after all
 * it names: one that is there has everything below it, however a copy ended.
 */
export async function copyHistory(
	origin: Origin,
	tips: readonly string[],
	store: SoftwareStore
): Promise<void> {
	const allowance = new Allowance();
	for (const commit of await missingCommits(origin, tips, store)) {
		const { content } = await readOrigin(origin, commit);
		const { tree } = parseCommit(commit, content);
		await copyTree(origin, tree, store, allowance);
		await writeObject(store, 'commit', content);
	}
}

/** Copies a tree with its files and folders. */
export async function copyTree(
	origin: Origin,
	tree: string,
	store: SoftwareStore,
	allowance: Allowance
): Promise<void> {
	const count = { files: 0 };
	await copyFolder(origin, tree, '', store, allowance, count);
}

async function copyFolder(
	origin: Origin,
	tree: string,
	prefix: string,
	store: SoftwareStore,
	allowance: Allowance,
	count: { files: number }
): Promise<void> {
	if (hasObject(store, tree)) return;
	assertShallow(prefix.split('/').length - 1);
	const { content } = await readOrigin(origin, tree);
	for (const { name, mode, oid } of parseTree(content)) {
		assertFew(++count.files, 'files');
		const path = prefix + name;
		if (mode === '40000') await copyFolder(origin, oid, `${path}/`, store, allowance, count);
		else if (mode !== '160000') await copyFile(origin, oid, mode === '120000', path, store, allowance);
	}
	await writeObject(store, 'tree', content);
}

async function copyFile(
	origin: Origin,
	oid: string,
	isLink: boolean,
	path: string,
	store: SoftwareStore,
	allowance: Allowance
): Promise<void> {
	if (hasObject(store, oid) && !isLink) return;
	const { content } = await readOrigin(origin, oid);
	allowance.take(path, content.length);
	if (isLink) assertInside(path, Buffer.from(content).toString('utf8'));
	await writeObject(store, 'blob', content);
}

/** Commits that the store lacks, each after its parents. */
async function missingCommits(
	origin: Origin,
	tips: readonly string[],
	store: SoftwareStore
): Promise<string[]> {
	const order: string[] = [];
	const seen = new Set<string>();
	const stack = tips.map((oid) => ({ oid, isDone: false }));
	for (let next = stack.pop(); next; next = stack.pop()) {
		const { oid, isDone } = next;
		if (isDone) order.push(oid);
		if (isDone || seen.has(oid) || hasObject(store, oid)) continue;
		seen.add(oid);
		assertFew(seen.size, 'commits');
		stack.push({ oid, isDone: true });
		const { parents } = parseCommit(oid, (await readOrigin(origin, oid)).content);
		for (const parent of parents) stack.push({ oid: parent, isDone: false });
	}
	return order;
}
