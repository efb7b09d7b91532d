import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LookbackError } from '#lib/errors.ts';
import { projectFolder } from '#lib/project-folder.server.ts';
import { asOfFunctions } from './as-of.ts';
import { openDatabase, assertReachable } from './client.server.ts';

const folder = join(projectFolder, 'drizzle');

/**
 * Brings the database at `url` to this version: applies each new file of `drizzle/` once, in order, in one
 * transaction, then renews the as-of functions. Several processes may call it at the same moment.
 * Refuses a database whose applied migrations differ from these files (a newer or an altered Lookback).
 */
export async function migrate(url: string): Promise<void> {
	const database = openDatabase(url, { max: 1 });
	try {
		await assertReachable(database);
		await database.sql.begin(async (sql) => {
			await sql`select pg_advisory_xact_lock(hashtext('lookback/migrate'))`;
			await sql`create table if not exists migration (
				name text primary key, sha256 text not null, applied_at timestamptz not null default clock_timestamp())`;
			const applied = new Map(
				(await sql<{ name: string; sha256: string }[]>`select name, sha256 from migration`).map((row) => [
					row.name,
					row.sha256
				])
			);
			for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
				const text = await readFile(join(folder, name), 'utf8');
				const sha256 = hash('sha256', text);
				const known = applied.get(name);
				applied.delete(name);
				if (known === sha256) continue;
				if (known) throw altered(name);
				await sql.unsafe(text);
				await sql`insert into migration (name, sha256) values (${name}, ${sha256})`;
			}
			for (const name of applied.keys()) throw newer(name);
			for (const statement of asOfFunctions()) {
				await sql.unsafe(statement);
			}
		});
	} finally {
		await database.close();
	}
}

function altered(name: string): LookbackError {
	return new LookbackError(
		'conflict',
		'db/altered-migration',
		`The database was migrated with another text of drizzle/${name} than this Lookback has; applied migrations must stay as they were.`,
		{ name }
	);
}

function newer(name: string): LookbackError {
	return new LookbackError(
		'conflict',
		'db/newer-database',
		`The database already has the migration ${name}, which this Lookback does not know; use a newer Lookback.`,
		{ name }
	);
}
