import { recordFacts, type RawStore } from '#lib/archive/index.server.ts';
import type { Row } from '#lib/archive/ingest/rows.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { parseCommit } from './commit.ts';
import { refRow, softwareRow, type Movement } from './facts.server.ts';
import { mendRefs } from './mend-refs.server.ts';
import { readObject, type SoftwareStore } from './repository.server.ts';
import { knownCommits, refStates, type RefState } from './state.server.ts';

/** What the store's changes need of the archive. */
export interface Writing {
	readonly database: Database;
	readonly store: RawStore;
	readonly software: SoftwareStore;
}

/** What came of a change. */
export interface Moved {
	/** Batch that recorded the movements; null where nothing moved. */
	readonly batch: bigint | null;
	readonly moved: readonly Movement[];
	/** Commits that were not on record before. */
	readonly commits: number;
}

/** Most facts of a batch: a bigger one would keep other writers waiting. */
const mostFacts = 2000;

/**
 * Records movements of an analysis' refs, with the commits that they make reachable; then the repository's refs follow.
 *
 * First the objects, then the facts, then the refs. A crash after the objects leaves some that nothing names, which the
 * next push finds there. One after the facts leaves refs of git that lag behind: nothing here reads them, and each change,
 * one that moves nothing included, sets them to what the facts say.
 */
export async function recordMovements(
	{ database, store, software }: Writing,
	entry: { readonly actor: string; readonly kind: string; readonly note: string },
	name: string,
	home: string,
	wanted: readonly Movement[],
	now: Instant
): Promise<Moved> {
	const before = new Map((await refStates(database, name)).map((state) => [state.ref, state]));
	const moved = wanted.filter((movement) => !isThere(before.get(movement.ref), movement));
	// two movements at one moment would have no order
	const latest = Math.max(0, ...[...before.values()].map(({ moved_at }) => moved_at));
	const movedAt = Math.max(now, latest + 1) as Instant;
	const commits = await newCommits(software, moved, await knownCommits(database, name));
	const rows: Row[] = [];
	for (const commit of commits) rows.push(await softwareRow(software, name, commit, home, movedAt));
	const refs = moved.map((movement) => refRow(name, movement, entry.actor, movedAt));
	let batch: bigint | null = null;
	for (const part of parts([...rows, ...refs])) {
		const sealed = await recordFacts({ database, store }, entry, null, () => part, now);
		batch = sealed?.batch ?? batch;
	}
	await mendRefs(software, name, await refStates(database, name));
	return { batch, moved, commits: commits.length };
}

function isThere(state: RefState | undefined, { commit, audience, parameters }: Movement): boolean {
	if (!state) return commit === null;
	return (
		state.commit === commit &&
		state.audience === audience &&
		JSON.stringify(state.parameters) === JSON.stringify(parameters)
	);
}

/** Commits that movements lead to and that are not on record, each after its parents. */
async function newCommits(
	software: SoftwareStore,
	moved: readonly Movement[],
	known: ReadonlySet<string>
): Promise<string[]> {
	const seen = new Set(known);
	const order: string[] = [];
	const stack = moved.flatMap(({ commit }) => (commit === null ? [] : [{ commit, isDone: false }]));
	for (let next = stack.pop(); next; next = stack.pop()) {
		const { commit, isDone } = next;
		if (isDone) order.push(commit);
		if (isDone || seen.has(commit)) continue;
		seen.add(commit);
		stack.push({ commit, isDone: true });
		const { parents } = parseCommit(commit, (await readObject(software, commit)).content);
		for (const parent of parents) stack.push({ commit: parent, isDone: false });
	}
	return order;
}

function* parts<T>(rows: readonly T[]): Generator<T[]> {
	for (let from = 0; from < rows.length; from += mostFacts) yield rows.slice(from, from + mostFacts);
}
