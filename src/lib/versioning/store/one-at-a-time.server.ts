import type { Database } from '#lib/db/client.server.ts';

const turns = new WeakMap<Database, Promise<unknown>>();

/**
 * Runs changes of the software store one after the other, across processes: what a change finds is still so when it is
 * recorded. Within a process they queue before they take a connection, so that those that wait leave some to the one
 * that works.
 */
export function oneAtATime<T>(database: Database, work: () => Promise<T>): Promise<T> {
	const before = turns.get(database) ?? Promise.resolve();
	const locked = () =>
		database.sql.begin(async (tx) => {
			await tx`set local idle_in_transaction_session_timeout = 0`;
			await tx`select pg_advisory_xact_lock(hashtext('lookback/software'))`;
			return { done: await work() };
		});
	const turn = before.then(locked, locked);
	turns.set(database, turn);
	return turn.then(({ done }) => done);
}
