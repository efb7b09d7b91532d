import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';

/** Where a ref is by all that is on record, whoever may see it: what a change starts from. */
export interface RefState {
	readonly ref: string;
	readonly commit: string | null;
	readonly audience: string | null;
	readonly parameters: unknown;
	readonly moved_at: Instant;
	readonly collection: string;
}

/** Every ref that an analysis ever had, taken away or not. */
export function refStates({ sql }: Database, name: string): Promise<RefState[]> {
	return sql<RefState[]>`
		select distinct on (ref) ref, commit, audience, parameters, moved_at, collection
		from software_ref
		where name = ${name}
		order by ref, known_at desc, version desc`;
}

/** Commits of an analysis that are on record. */
export async function knownCommits({ sql }: Database, name: string): Promise<Set<string>> {
	const rows = await sql<{ commit: string }[]>`select distinct commit from software where name = ${name}`;
	return new Set(rows.map(({ commit }) => commit));
}

/** Collection that holds the commits of an analysis; null before its first. */
export async function homeOf({ sql }: Database, name: string): Promise<string | null> {
	const [row] = await sql<{ collection: string }[]>`
		select collection from software where name = ${name} order by batch limit 1`;
	return row?.collection ?? null;
}
