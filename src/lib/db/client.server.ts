import { connect } from 'node:net';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant } from '#lib/sky/time.ts';
import type { Instant } from '#lib/sky/time.ts';
import { surviveBrokenConnections } from './broken-connection.server.ts';
import * as archive from './schema.ts';
import * as people from './schema-of-people.ts';
import { instantFromPostgres } from './instant.ts';
import { socketHost } from './url.ts';

export type Sql = postgres.Sql<{ bigint: bigint; instant: Instant }>;
export type Transaction = postgres.TransactionSql<{ bigint: bigint; instant: Instant }>;

const schema = { ...archive, ...people };

/** One connection pool, seen through postgres.js (`sql`) and through Drizzle (`orm`), with one convention for values. */
export interface Database {
	readonly url: string;
	readonly sql: Sql;
	readonly orm: PostgresJsDatabase<typeof schema>;
	close(): Promise<void>;
}

const timestamptz = 1184;
const timestamptzArray = 1185;

/**
 * Opens a pool on `url`. `timestamptz` is an `Instant` and `bigint` a `bigint` in both directions, whether a query
 * goes through postgres.js or Drizzle. With `role`, every connection acts as that role; with `statementMs`, the server
 * stops every statement that takes longer.
 */
export function openDatabase(
	url: string,
	options: { max?: number; role?: 'lookback_app'; statementMs?: number } = {}
): Database {
	const sql: Sql = postgres(url, {
		max: options.max ?? 8,
		onnotice: () => {},
		...transport(url),
		types: { bigint: postgres.BigInt, instant: instantType },
		connection: {
			application_name: 'lookback',
			TimeZone: 'UTC',
			// the sixth run of a prepared statement would switch to a plan that visits every chunk: 190-450 ms
			plan_cache_mode: 'force_custom_plan',
			idle_in_transaction_session_timeout: 60_000,
			...(options.role && { role: options.role }),
			...(options.statementMs && { statement_timeout: options.statementMs })
		}
	} as postgres.Options<{ bigint: postgres.PostgresType<bigint>; instant: postgres.PostgresType<Instant> }>);
	surviveBrokenConnections(sql);
	const orm = drizzle(sql, { schema });
	// Drizzle replaces the client's parsers of dates with ones of its own that pass text through: put ours back
	sql.options.parsers[timestamptz] = instantType.parse;
	sql.options.serializers[timestamptz] = instantType.serialize as (value: unknown) => string;
	// with none of its own, the client makes the array's from the element's when it connects
	delete sql.options.parsers[timestamptzArray];
	delete sql.options.serializers[timestamptzArray];
	for (const json of [114, 3802]) {
		sql.options.parsers[json] = (text: string) => JSON.parse(text);
		sql.options.serializers[json] = (value: unknown) => JSON.stringify(value);
	}
	return { url, sql, orm, close: () => sql.end({ timeout: 5 }) };
}

/** Does what belongs together in one transaction: all of it or nothing. What opens one itself becomes a part of it. */
export function together<T>(database: Database, work: (within: Database) => Promise<T>): Promise<T> {
	return database.sql.begin('isolation level read committed', (tx) => {
		type Part = (part: Transaction) => Promise<unknown>;
		const begin = (...given: readonly unknown[]) => tx.savepoint(given.at(-1) as Part);
		return work({ ...database, sql: Object.assign(tx, { begin }) as unknown as Sql });
	}) as Promise<T>;
}

const instantType = {
	to: timestamptz,
	from: [timestamptz],
	serialize: (value: Instant) => formatInstant(value),
	parse: instantFromPostgres
};

/** postgres.js never sets TCP_NODELAY; without it COPY in a transaction makes 20 k rows/s instead of 108 k. */
function transport(url: string): object {
	const socket = socketHost(url);
	if ('host' in socket) return socket;
	return {
		socket: async ({ host, port }: { host: string[]; port: number[] }) => {
			const tcp = connect({ host: host[0], port: port[0] ?? 5432, noDelay: true });
			await new Promise<void>((resolve, reject) => tcp.once('connect', resolve).once('error', reject));
			// postgres.js asks for the certificate of this name, and holds it against it where `sslmode=verify-full` wants
			return Object.assign(tcp, { host: host[0] });
		}
	};
}

/** Fails with one sentence when the server of `database` cannot be reached or refuses. */
export async function assertReachable(database: Database): Promise<void> {
	try {
		await database.sql`select 1`;
	} catch (cause) {
		const { host, pathname, username } = new URL(database.url);
		const [server, name] = [host || 'the local socket', decodeURIComponent(pathname.slice(1))];
		const { message, code = '' } = cause as Error & { code?: string };
		const refusals: Readonly<Record<string, string>> = {
			'28P01': `The database server at ${server} refuses the password of the account ${decodeURIComponent(username)}`,
			'28000': `The database server at ${server} refuses the account ${decodeURIComponent(username)}`,
			'3D000': `The database server at ${server} has no database ${name}`,
			'53300': `The database server at ${server} has no connection left`,
			'57P03': `The database server at ${server} is starting or stopping`
		};
		throw new LookbackError(
			'unavailable',
			'db/unreachable',
			`${refusals[code] ?? `The database ${name} at ${server} cannot be reached`}: ${message}.`,
			{ host },
			{ cause }
		);
	}
}
