import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { lock } from '#lib/db/embedded-lock.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import { socketHost, withDatabaseName } from '#lib/db/url.ts';
import { serverUrl } from './run.ts';

const LONGEST_WAIT_MS = 100_000;

/** Copies the run's migrated database; the answer is the URL of the copy and how to be rid of it. */
export async function copyTemplate(folder: string): Promise<{ url: string; drop(): Promise<void> }> {
	const server = await serverUrl(folder);
	const template = await templateOf(folder, server);
	const name = `lookback_test_${randomBytes(6).toString('hex')}`;
	await asAdmin(server, (sql) => sql`create database ${sql(name)} template ${sql(template)}`);
	return {
		url: withDatabaseName(server, name),
		drop: () => asAdmin(server, (sql) => sql`drop database ${sql(name)} with (force)`)
	};
}

/** Drops the run's template, if one was made. */
export async function dropTemplate(folder: string): Promise<void> {
	const note = join(folder, 'template');
	if (!existsSync(note)) return;
	const template = readFileSync(note, 'utf8');
	await asAdmin(await serverUrl(folder), (sql) => sql`drop database ${sql(template)} with (force)`);
}

/** Name of the run's migrated database, made by the first who asks. */
async function templateOf(folder: string, server: string): Promise<string> {
	const turn = await lock(join(folder, 'template.lock'), 'exclusive', LONGEST_WAIT_MS);
	try {
		const note = join(folder, 'template');
		if (existsSync(note)) return readFileSync(note, 'utf8');
		const template = `lookback_template_${randomBytes(6).toString('hex')}`;
		await asAdmin(server, (sql) => sql`create database ${sql(template)}`);
		try {
			await migrate(withDatabaseName(server, template));
		} catch (error) {
			await asAdmin(server, (sql) => sql`drop database ${sql(template)} with (force)`);
			throw error;
		}
		// A database with connections cannot be copied, and TimescaleDB's scheduler connects to each one that lets it.
		await asAdmin(server, async (sql) => {
			await sql`alter database ${sql(template)} with allow_connections false`;
			await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${template}`;
		});
		writeFileSync(note, template);
		return template;
	} finally {
		turn.release();
	}
}

async function asAdmin(server: string, work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
	const sql = postgres(server, { ...socketHost(server), max: 1, onnotice: () => undefined });
	try {
		await work(sql);
	} finally {
		await sql.end();
	}
}
