import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf, type Archive, type Context } from '#lib/api/context.server.ts';
import { openStore } from '#lib/archive/index.server.ts';
import { openDataFolder } from '#lib/db/embedded-folder.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { instantFromUnixMilliseconds, type Instant } from '#lib/sky/time.ts';
import { openSoftware } from '#lib/versioning/store/index.server.ts';
import { readConfig } from '../config.server.ts';
import { withDatabase } from './database.ts';
import type { Io } from './io.ts';

/** This moment. */
export function clock(): Instant {
	return instantFromUnixMilliseconds(Date.now());
}

/** Runs `work`, which only reads, on the archive of the data folder; the interruption of the process cuts it off. */
export function readArchive<T>(io: Io, work: (archive: Archive) => Promise<T>): Promise<T> {
	const config = readConfig(io.environment);
	const [store, software] = [openStore(config), openSoftware(config.dataDir)];
	return withDatabase(config, io.signal, (database) => work({ database, store, software }));
}

/**
 * Runs `work`, which writes, on the archive of the data folder, made if it is not there. An interruption does not
 * cut it off: it has to look at `io.signal` itself and come to an orderly end.
 */
export function writeArchive<T>(io: Io, work: (archive: Archive) => Promise<T>): Promise<T> {
	const config = readConfig(io.environment);
	const dataDir = openDataFolder(config.dataDir);
	const [store, software] = [openStore({ ...config, dataDir }), openSoftware(dataDir)];
	return withDatabase(config, new AbortController().signal, (database) =>
		work({ database, store, software })
	);
}

/** For `parse({ options: { ...viewerOption } })`. */
export const viewerOption = { as: { type: 'string', default: 'local' } } as const;

/** For `describe.options`. */
export const viewerHelp = {
	'--as <whom>':
		'local, who works on this machine and sees everything, unless given; or anonymous, the public'
};

/** A request that begins now. @throws LookbackError `cli/unknown-viewer`. */
export function requestOf(archive: Archive, as: string): Context {
	const anonymous = (now: Instant) => contextOf(() => archive, { authorization: null, session: null }, now);
	const local = (now: Instant): Context =>
		Object.assign(anonymous(now), { viewer: () => localViewer(archive.database), later: local });
	if (as === 'anonymous') return anonymous(clock());
	if (as === 'local') return local(clock());
	throw new LookbackError(
		'incorrect',
		'cli/unknown-viewer',
		`--as is ${JSON.stringify(as)}; it must be local or anonymous.`,
		{ as }
	);
}
