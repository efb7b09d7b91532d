import { createHash, randomUUID } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LookbackError } from '#lib/errors.ts';
import { SYSTEM_FOLDER } from './embedded-binaries.server.ts';
import { mayEnter, serverOwner, type ServerOwner } from './embedded-owner.server.ts';

/** Where one embedded server keeps its things, and who it runs as. */
export interface Place {
	/** Null when the server runs as the present user. */
	readonly owner: ServerOwner | null;
	/** Owned by the server's account, closed to everybody else; holds the next three. */
	readonly home: string;
	readonly cluster: string;
	readonly log: string;
	/** Folder of the Unix socket. */
	readonly socket: string;
	/** In the data folder, for the eyes of who runs Lookback. */
	readonly passwordFile: string;
}

// sockaddr_un.sun_path: 104 bytes with the closing NUL on macOS (108 on Linux), less PostgreSQL's own file name.
const LONGEST_SOCKET_FOLDER_BYTES = 103 - '/.s.PGSQL.5432'.length;

/** Finds the place that belongs to a data folder, and makes its folders. Throws `unavailable` when it is closed. */
export function findPlace(dataDir: string): Place {
	const marker = join(dataDir, 'postgres-elsewhere');
	const inside = join(dataDir, 'postgres');
	let home = existsSync(marker) ? readFileSync(marker, 'utf8').trim() : inside;
	const owner = serverOwner(join(home, 'cluster'));
	if (owner && home === inside && !mayEnter(dataDir, owner)) {
		if (existsSync(join(inside, 'cluster'))) throw closed(dataDir, inside, owner);
		// Named at random, not for the data folder's path: a new clone at an old path is a new archive.
		home = join(SYSTEM_FOLDER, randomUUID());
		writeFileSync(marker, `${home}\n`);
		rmSync(inside, { recursive: true, force: true });
		mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
	}
	ownFolder(home, owner);
	return {
		owner,
		home,
		cluster: join(home, 'cluster'),
		log: join(home, 'log'),
		socket: socketFolder(home, owner),
		passwordFile: join(dataDir, 'postgres-password')
	};
}

/** Beside the cluster, or where that path is too long in /tmp: TMPDIR may differ between the processes that meet. */
function socketFolder(home: string, owner: ServerOwner | null): string {
	const beside = join(home, 'socket');
	const digest = createHash('sha256').update(home).digest('hex').slice(0, 16);
	const folder =
		Buffer.byteLength(beside) <= LONGEST_SOCKET_FOLDER_BYTES ? beside : join('/tmp', `lookback-${digest}`);
	ownFolder(folder, owner);
	return folder;
}

/** Makes a folder for the server's account alone, or sees to it that the one found there is such a folder. */
function ownFolder(folder: string, owner: ServerOwner | null): void {
	if (!existsSync(folder)) {
		mkdirSync(folder, { mode: 0o700 });
		if (owner) chownSync(folder, owner.uid, owner.gid);
	}
	const uid = owner?.uid ?? process.getuid?.();
	const found = lstatSync(folder);
	if (found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0) return;
	throw new LookbackError(
		'unavailable',
		'db/foreign-folder',
		`${folder} must be a folder that user ${uid} owns with mode 700; it belongs to user ${found.uid} with mode ` +
			`${(found.mode & 0o777).toString(8)}. Start Lookback as that user, or name another LOOKBACK_DATA.`,
		{ folder, uid, foundUid: found.uid, foundMode: found.mode & 0o777 }
	);
}

function closed(dataDir: string, inside: string, { uid }: ServerOwner): LookbackError {
	return new LookbackError(
		'unavailable',
		'db/closed-folder',
		`The database in ${inside} runs as user ${uid}, who may not enter ${dataDir}: allow it with chmod o+x on that ` +
			`folder and those above ${dirname(dataDir)}, or start Lookback as the user who made it.`,
		{ dataDir, uid }
	);
}
