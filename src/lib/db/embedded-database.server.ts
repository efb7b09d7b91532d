import { existsSync, readFileSync } from 'node:fs';
import postgres from 'postgres';
import { LookbackError } from '#lib/errors.ts';
import { SUPERUSER } from './embedded-cluster.server.ts';
import type { Place } from './embedded-place.server.ts';
import { socketHost, withDatabaseName } from './url.ts';

const DATABASE = 'lookback';

/** Not listening, killed while connecting, starting up or shutting down. */
const NOT_READY = [
	'ENOENT',
	'ECONNREFUSED',
	'CONNECTION_CLOSED',
	'CONNECTION_ENDED',
	'ECONNRESET',
	'EPIPE',
	'57P03'
];

/** The archive's database on the server of a place, in libpq's form for a Unix socket. */
export function databaseUrl(place: Place): string {
	if (!existsSync(place.passwordFile))
		throw new LookbackError(
			'unavailable',
			'db/no-password',
			`The password of the database in ${place.cluster} is missing: put ${place.passwordFile} back.`,
			{ cluster: place.cluster, passwordFile: place.passwordFile }
		);
	const password = encodeURIComponent(readFileSync(place.passwordFile, 'utf8').trim());
	return `postgres://${SUPERUSER}:${password}@${encodeURIComponent(place.socket)}/${DATABASE}`;
}

/** Makes the archive's database unless it is there; false when the server does not take connections (yet). */
export async function ensureDatabase(place: Place): Promise<boolean> {
	const url = withDatabaseName(databaseUrl(place), 'postgres');
	const sql = postgres(url, { ...socketHost(url), max: 1, connect_timeout: 10, onnotice: () => undefined });
	try {
		const [present] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
		if (!present) await sql`create database ${sql(DATABASE)}`;
		return true;
	} catch (error) {
		if (NOT_READY.includes((error as NodeJS.ErrnoException).code ?? '')) return false;
		throw error;
	} finally {
		await sql.end();
	}
}
