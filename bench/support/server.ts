import { cpus, loadavg, totalmem } from 'node:os';
import postgres from 'postgres';
import { migrate } from '#lib/db/migrate.server.ts';
import { socketHost, withDatabaseName } from '#lib/db/url.ts';

/** URL of the server to measure: the first argument, else DATABASE_URL. */
export function serverUrl(): string {
	const url = process.argv[2] ?? process.env.DATABASE_URL;
	if (!url) throw new Error('Give the URL of a PostgreSQL server as the first argument or in DATABASE_URL.');
	return url;
}

/** Runs `work` on one connection to `url`. */
export async function onServer<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
	const sql = postgres(url, { ...socketHost(url), max: 1, onnotice: () => undefined });
	try {
		return await work(sql);
	} finally {
		await sql.end();
	}
}

/** Runs `work` on the URL of a fresh, migrated database of that name, which is gone afterwards. */
export async function withFreshDatabase<T>(
	server: string,
	name: string,
	work: (url: string) => Promise<T>
): Promise<T> {
	const drop = () => onServer(server, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
	await drop();
	await onServer(server, (sql) => sql`create database ${sql(name)}`);
	try {
		const url = withDatabaseName(server, name);
		await migrate(url);
		return await work(url);
	} finally {
		await drop();
	}
}

/** What was measured on: for people who compare figures. */
export async function describeMachine(server: string): Promise<string> {
	const [engine] = await onServer(
		server,
		(sql) => sql<{ version: string; timescaledb: string | null; buffers: string }[]>`
			select current_setting('server_version') as version,
				(select default_version from pg_available_extensions where name = 'timescaledb'
					and current_setting('shared_preload_libraries') like '%timescaledb%') as timescaledb,
				current_setting('shared_buffers') as buffers`
	);
	const extension = engine!.timescaledb ? ` with TimescaleDB ${engine!.timescaledb}` : '';
	return [
		`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores (${cpus()[0]!.model}), ${Math.round(totalmem() / 2 ** 30)} GB`,
		`Node ${process.versions.node}, PostgreSQL ${engine!.version}${extension}, shared_buffers ${engine!.buffers}`,
		loadLine()
	].join('\n');
}

/** Load of the machine over the last minute: figures taken beside other work are not the machine's own. */
export function loadLine(): string {
	return `load average ${loadavg()[0]!.toFixed(1)} over the last minute`;
}
