import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { lock } from '#lib/db/embedded-lock.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import { socketHost, withDatabaseName } from '#lib/db/url.ts';
import { serverUrl } from './run.ts';

const LONGEST_WAIT_MS = 100_000;

/** What test files start from. The first that asks for it makes it, and the others have copies. */
export interface Template {
	readonly name: string;
	/** Fills a migrated database and a data folder, in the same way each time, and leaves no connection open. */
	fill(url: string, dataDir: string): Promise<void>;
}

export const emptyArchive: Template = { name: 'empty', fill: () => Promise.resolve() };

/** A copy of a template: its database and its data folder, and how to be rid of the database. */
export interface Copy {
	readonly url: string;
	readonly dataDir: string;
	drop(): Promise<void>;
}

/** Copies a template within the folder of a run. */
export async function copyTemplate(folder: string, template: Template): Promise<Copy> {
	const server = await serverUrl(folder);
	const place = placeOf(folder, template.name);
	await made(folder, server, template);
	const name = await createDatabase(server, readFileSync(place.note, 'utf8'));
	const dataDir = mkdtempSync(join(folder, `${template.name}-`));
	// Root's PostgreSQL, which runs as another account, may pass through.
	chmodSync(dataDir, 0o711);
	cpSync(place.dataDir, dataDir, { recursive: true });
	return { url: withDatabaseName(server, name), dataDir, drop: () => dropDatabase(server, name) };
}

/** Drops the templates of a run. */
export async function dropTemplates(folder: string): Promise<void> {
	const notes = readdirSync(folder).filter((name) => name.endsWith(noteEnd));
	for (const note of notes)
		await dropDatabase(await serverUrl(folder), readFileSync(join(folder, note), 'utf8'));
}

const noteEnd = '.template';
/** Where the name of a template's database is written down, once it is made, and its data folder. */
const placeOf = (folder: string, name: string) => ({
	note: join(folder, `${name}${noteEnd}`),
	dataDir: join(folder, `${name}.data`)
});

/** Makes a template unless it is made already. */
async function made(folder: string, server: string, { name, fill }: Template): Promise<void> {
	const { note, dataDir } = placeOf(folder, name);
	const turn = await lock(`${note}.lock`, 'exclusive', LONGEST_WAIT_MS);
	try {
		if (existsSync(note)) return;
		// nobody connects to template0, and TimescaleDB's scheduler does to template1
		const database = await createDatabase(server, 'template0');
		try {
			const url = withDatabaseName(server, database);
			await migrate(url);
			mkdirSync(dataDir, { recursive: true });
			await fill(url, dataDir);
		} catch (error) {
			await dropDatabase(server, database);
			throw error;
		}
		// A database with connections cannot be copied, and TimescaleDB's scheduler connects to each one that lets it.
		await asAdmin(server, async (sql) => {
			await sql`alter database ${sql(database)} with allow_connections false`;
			await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`;
		});
		writeFileSync(note, database);
	} finally {
		turn.release();
	}
}

async function createDatabase(server: string, from: string): Promise<string> {
	const name = `lookback_test_${randomBytes(6).toString('hex')}`;
	await asAdmin(server, (sql) => sql`create database ${sql(name)} template ${sql(from)}`);
	return name;
}

const dropDatabase = (server: string, name: string) =>
	asAdmin(server, (sql) => sql`drop database ${sql(name)} with (force)`);

async function asAdmin(server: string, work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
	const sql = postgres(server, { ...socketHost(server), max: 1, onnotice: () => undefined });
	try {
		await work(sql);
	} finally {
		await sql.end();
	}
}
