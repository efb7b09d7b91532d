import type postgres from 'postgres';

/** What a transaction does. */
type Work = (tx: Tx) => unknown;
type Tx = postgres.TransactionSql;

/** What postgres.js 3.4.9 has in a query and in a connection beside what its types tell. */
interface Query {
	handler: (query: Query) => void;
	reject: (reason: unknown) => void;
}
interface Connection {
	onclose: (reason: Error) => void;
}

/** What is known of the connection of a transaction: why it broke off, once it did. */
interface Watch {
	broken: unknown;
}

/**
 * Has transactions of `sql` end with an error, and nothing else, when their connection breaks off. Without it
 * postgres.js writes to the lost connection (the rollback, at least), which no caller can catch: a restart of the
 * database, or the end of one session of it, ended the whole process.
 */
export function surviveBrokenConnections(sql: { begin: unknown }): void {
	const begin = sql.begin as (options: string, work: Work) => Promise<unknown>;
	sql.begin = (...given: readonly unknown[]) => {
		const work = given.at(-1) as Work;
		return begin(given.length > 1 ? (given[0] as string) : '', (tx) => carryOut(work, tx, watchOf(tx)));
	};
}

/** Learns of the connection with a query that goes out together with the first of the transaction. */
function watchOf(tx: Tx): Watch {
	const watch: Watch = { broken: null };
	const onexecute = (connection: Connection): boolean => {
		const { onclose } = connection;
		connection.onclose = (reason) => {
			watch.broken ??= reason;
			onclose(reason);
		};
		return true;
	};
	tx.unsafe('select 1', [], { onexecute } as postgres.UnsafeQueryOptions).catch(() => {});
	return watch;
}

async function carryOut(work: Work, tx: Tx, watch: Watch): Promise<unknown> {
	try {
		const done = work(watched(tx, watch));
		const result = await (Array.isArray(done) ? Promise.all(done) : done);
		if (watch.broken === null) return result;
	} catch (error) {
		if (watch.broken === null) throw error;
	}
	// A commit or a rollback would follow. The transaction has failed already, or does as the connection closes.
	return new Promise(() => {});
}

/** The same transaction, whose queries are refused once its connection broke off. */
function watched(tx: Tx, watch: Watch): Tx {
	return new Proxy(tx, {
		apply: (target, self, given) => watchedQuery(Reflect.apply(target, self, given), watch),
		get(target, name) {
			const member: unknown = Reflect.get(target, name);
			if (name === 'unsafe' || name === 'file') {
				const ask = member as (...given: readonly unknown[]) => unknown;
				return (...given: readonly unknown[]) => watchedQuery(ask(...given), watch);
			}
			if (name === 'savepoint') {
				const savepoint = member as (...given: readonly unknown[]) => Promise<unknown>;
				return (...given: readonly unknown[]) => {
					if (watch.broken !== null) return Promise.reject(watch.broken as Error);
					const work = given.at(-1) as Work;
					return savepoint(...given.slice(0, -1), (within: Tx) => carryOut(work, within, watch));
				};
			}
			return member;
		}
	});
}

/** A fragment, which has no answer of its own, never reaches the handler. */
function watchedQuery<T>(made: T, watch: Watch): T {
	if (!isQuery(made)) return made;
	const { handler, reject } = made;
	made.handler = (query) => (watch.broken === null ? handler(query) : query.reject(watch.broken));
	made.reject = (reason) => {
		// after these words the server closes the connection
		if ((reason as { severity?: unknown } | null)?.severity === 'FATAL') watch.broken ??= reason;
		reject(reason);
	};
	return made;
}

function isQuery(made: unknown): made is Query {
	return made instanceof Promise && 'handler' in made && 'reject' in made;
}
