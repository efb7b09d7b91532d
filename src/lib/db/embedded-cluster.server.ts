import { randomBytes } from 'node:crypto';
import { appendFileSync, chownSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LookbackError } from '#lib/errors.ts';
import type { Binaries } from './embedded-binaries.server.ts';
import type { Place } from './embedded-place.server.ts';
import { runAs } from './embedded-process.server.ts';

/** The superuser of the embedded server. */
export const SUPERUSER = 'lookback';

const MAJOR_VERSION = '18';

/** Makes the cluster of a place unless it is there. Half a cluster, left by a crash, is made anew. */
export async function ensureCluster(place: Place, { initdb }: Binaries, durable: boolean): Promise<void> {
	for (const entry of readdirSync(place.home).filter((name) => name.startsWith('new-')))
		rmSync(join(place.home, entry), { recursive: true });
	if (existsSync(place.cluster)) return checkVersion(place.cluster);

	const unfinished = join(place.home, 'new-cluster');
	const password = randomBytes(24).toString('base64url');
	const handedOver = join(place.home, 'new-password');
	writeFileSync(handedOver, password, { mode: 0o600 });
	if (place.owner) chownSync(handedOver, place.owner.uid, place.owner.gid);
	const made = await runAs(place.owner, initdb, [
		`--pgdata=${unfinished}`,
		`--username=${SUPERUSER}`,
		`--pwfile=${handedOver}`,
		'--auth=scram-sha-256',
		'--encoding=UTF8',
		'--locale=C',
		'--locale-provider=builtin',
		'--builtin-locale=C.UTF-8',
		...(durable ? [] : ['--no-sync'])
	]);
	rmSync(handedOver);
	if (made.code !== 0)
		throw new LookbackError(
			'unavailable',
			'db/initdb-failed',
			`The embedded PostgreSQL could not be set up in ${unfinished}: ${whyNot(made.output)}.`,
			{ folder: unfinished, output: made.output }
		);
	appendFileSync(join(unfinished, 'postgresql.conf'), "include 'lookback.conf'\n");
	writeFileSync(place.passwordFile, `${password}\n`, { mode: 0o600 });
	renameSync(unfinished, place.cluster);
}

/** Of all that `initdb` says, what the trouble was: it tells its steps too. */
function whyNot(output: string): string {
	const [, trouble] = /^.*?\b(?:FATAL|ERROR|error): +(.+)$/m.exec(output) ?? [];
	return (trouble ?? output).trim().replace(/\.$/, '');
}

function checkVersion(cluster: string): void {
	const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
	if (version === MAJOR_VERSION) return;
	throw new LookbackError(
		'unsupported',
		'db/other-major-version',
		`The cluster in ${cluster} was made by PostgreSQL ${version}; this Lookback brings ${MAJOR_VERSION}. ` +
			'Dump it with the old version (pg_dump) and restore it into a new data folder.',
		{ cluster, version, wanted: MAJOR_VERSION }
	);
}
