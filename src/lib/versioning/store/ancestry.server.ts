import { parseCommit } from './commit.ts';
import { readObject, type SoftwareStore } from './repository.server.ts';

/** Whether `older` is `newer` or one of its ancestors. */
export async function isAncestor(store: SoftwareStore, older: string, newer: string): Promise<boolean> {
	const seen = new Set<string>();
	const stack = [newer];
	for (let commit = stack.pop(); commit !== undefined; commit = stack.pop()) {
		if (commit === older) return true;
		if (seen.has(commit)) continue;
		seen.add(commit);
		stack.push(...parseCommit(commit, (await readObject(store, commit)).content).parents);
	}
	return false;
}
