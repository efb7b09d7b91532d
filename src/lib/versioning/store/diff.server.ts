import { structuredPatch, formatPatch, OMIT_HEADERS } from 'diff';
import { fileKind } from './file-kind.ts';
import type { SoftwareStore } from './repository.server.ts';
import { filesOf, readBlob, type TreeFile } from './trees.server.ts';

/** A file that is not the same in two versions. */
export interface FileChange {
	readonly path: string;
	readonly change: 'added' | 'removed' | 'changed';
	readonly lines_added: number | null;
	readonly lines_removed: number | null;
	/** Unified diff without its headers; null where there is none to read. */
	readonly patch: string | null;
	/** Why there is none. */
	readonly why: string | null;
}

/** Bytes of a file, and of all patches of a comparison, above which lines are not compared. */
const mostBytes = 512 * 1024;
const mostPatchBytes = 2 * 1024 * 1024;
/** Lines that differ, above which the search for the shortest patch takes too long. */
const mostEdits = 4000;

/** Files that differ between two trees, by path; `before` is null for what has nothing before it. */
export async function diffTrees(
	store: SoftwareStore,
	before: string | null,
	after: string
): Promise<FileChange[]> {
	const old = new Map((before === null ? [] : await filesOf(store, before)).map((file) => [file.path, file]));
	const now = new Map((await filesOf(store, after)).map((file) => [file.path, file]));
	const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
	const changes: FileChange[] = [];
	let bytes = 0;
	for (const path of paths) {
		const [was, is] = [old.get(path), now.get(path)];
		if (was?.oid === is?.oid && was?.mode === is?.mode) continue;
		const change = await compare(store, path, was, is, bytes < mostPatchBytes);
		bytes += change.patch?.length ?? 0;
		changes.push(change);
	}
	return changes;
}

async function compare(
	store: SoftwareStore,
	path: string,
	was: TreeFile | undefined,
	is: TreeFile | undefined,
	hasRoom: boolean
): Promise<FileChange> {
	const change = !was ? 'added' : !is ? 'removed' : 'changed';
	const without = (why: string) =>
		({ path, change, lines_added: null, lines_removed: null, patch: null, why }) as const;
	if ([was?.mode, is?.mode].includes('160000')) return without('a submodule');
	if (was?.oid === is?.oid)
		return without(`from ${fileKind(was!.mode)} to ${fileKind(is!.mode)}, its content the same`);
	const [old, now] = [await contentOf(store, was), await contentOf(store, is)];
	if (isBinary(old) || isBinary(now)) return without('not text');
	if (!hasRoom || old.length > mostBytes || now.length > mostBytes)
		return without('too much to be compared here; compare it in a clone');
	const patch = structuredPatch(path, path, text(old), text(now), '', '', {
		context: 3,
		maxEditLength: mostEdits
	});
	if (!patch) return without('too much to be compared here; compare it in a clone');
	const lines = patch.hunks.flatMap((hunk) => hunk.lines);
	return {
		path,
		change,
		lines_added: lines.filter((line) => line.startsWith('+')).length,
		lines_removed: lines.filter((line) => line.startsWith('-')).length,
		patch: formatPatch(patch, OMIT_HEADERS),
		why: null
	};
}

async function contentOf(store: SoftwareStore, file: TreeFile | undefined): Promise<Uint8Array> {
	return file ? readBlob(store, file.oid) : new Uint8Array();
}

/** As git decides it: a nul byte among the first 8,000. */
export function isBinary(content: Uint8Array): boolean {
	return content.subarray(0, 8000).includes(0);
}

export function text(content: Uint8Array): string {
	return Buffer.from(content).toString('utf8');
}
