import type { Database } from '#lib/db/client.server.ts';
import { parseCommit } from './commit.ts';
import { readObject, type SoftwareStore } from './repository.server.ts';
import { parseTree } from './tree.ts';
import { objectName } from './write-object.server.ts';

/** A commit whose code is not as it was recorded, in a sentence that names it. */
interface Finding {
	readonly batch: bigint;
	readonly what: string;
}

/** Reads every object that the commits on record rest on, and computes its name again, which is its digest. */
export async function verifySoftware(
	{ sql }: Database,
	store: SoftwareStore
): Promise<{ readonly objects: number; readonly findings: readonly Finding[] }> {
	const rows = await sql<{ name: string; commit: string; tree: string; batch: bigint }[]>`
		select name, commit, tree, batch from software order by batch, fact`;
	const whole = new Set<string>();
	const findings: Finding[] = [];
	for (const { name, commit, tree, batch } of rows) {
		const broken = await brokenBelow(store, commit, tree, whole);
		if (broken !== null)
			findings.push({
				batch,
				what: `${name}@${commit} is not whole in the software store: its git object ${broken} is missing or damaged`
			});
	}
	return { objects: whole.size, findings };
}

/** An object that a commit needs and that is not there as it was; null where there is none. `whole` are those looked at. */
async function brokenBelow(
	store: SoftwareStore,
	commit: string,
	tree: string,
	whole: Set<string>
): Promise<string | null> {
	const content = await contentOf(store, commit, whole);
	if (!content || parseCommit(commit, content).tree !== tree) return commit;
	const waiting = [{ oid: tree, isFolder: true }];
	for (let next = waiting.pop(); next; next = waiting.pop()) {
		if (whole.has(next.oid)) continue;
		const held = await contentOf(store, next.oid, whole);
		if (!held) return next.oid;
		if (!next.isFolder) continue;
		for (const { oid, mode } of parseTree(held))
			if (mode !== '160000') waiting.push({ oid, isFolder: mode === '40000' });
	}
	return null;
}

async function contentOf(store: SoftwareStore, oid: string, whole: Set<string>): Promise<Uint8Array | null> {
	try {
		const { type, content } = await readObject(store, oid);
		if (objectName(type, content) !== oid) return null;
		whole.add(oid);
		return content;
	} catch {
		// whatever reading it comes to, it is not what was written
		return null;
	}
}
