import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { lock, tryLock, type FileLock } from '#lib/db/embedded-lock.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { projectFolder } from '../config.server.ts';

/** Where Vite puts what it builds, and takes away what was there: a portal that ran from there would end by it. */
const OUTPUT = join(projectFolder, 'build');
/** Each build by the digest of its sources; all of it is there, or none. */
const BUILDS = join(projectFolder, '.svelte-kit', 'portals');
const SOURCES = ['package-lock.json', 'src', 'static', 'svelte.config.js', 'vite.config.ts'];
const LONGEST_BUILD_MS = 600_000;

/**
 * The folder of the portal built from these very sources, built now unless it is there; `announce` is called before.
 * Processes that want it at the same moment wait for one build. It stays as long as this process lives, whatever others
 * build. Throws `unavailable` with what Vite said, or the signal's reason.
 */
export async function ensureBuild(announce: () => void, signal?: AbortSignal): Promise<string> {
	const found = use(digestSources());
	if (found) return found;
	mkdirSync(BUILDS, { recursive: true });
	const turn = await lock(`${BUILDS}.lock`, 'exclusive', LONGEST_BUILD_MS);
	try {
		const digest = digestSources();
		const others = use(digest);
		if (others) return others;
		announce();
		await build(signal);
		writeFileSync(usedFile(OUTPUT), '', { mode: 0o644 });
		renameSync(OUTPUT, join(BUILDS, digest));
		const built = use(digest)!;
		removeUnused();
		return built;
	} finally {
		turn.release();
	}
}

/** Locked by each process that runs from the folder. */
const usedFile = (folder: string) => join(folder, 'in-use.lock');

/** Kept here, since a lock that nobody refers to is let go. */
const held: FileLock[] = [];

/** The folder of a build, held until this process ends; null when there is none. */
function use(digest: string): string | null {
	const folder = join(BUILDS, digest);
	if (!existsSync(folder)) return null;
	const lock = tryLock(usedFile(folder), 'shared');
	if (!lock) return null;
	held.push(lock);
	return folder;
}

function removeUnused(): void {
	// out of the way at once: half a build must not be found by its name
	const removed = join(BUILDS, 'removed');
	rmSync(removed, { recursive: true, force: true });
	for (const name of readdirSync(BUILDS)) {
		const folder = join(BUILDS, name);
		const alone = tryLock(usedFile(folder), 'exclusive');
		if (!alone) continue;
		renameSync(folder, removed);
		rmSync(removed, { recursive: true });
		alone.release();
	}
}

function digestSources(): string {
	const hash = createHash('sha256');
	for (const file of SOURCES.flatMap(filesBelow)) {
		const content = readFileSync(join(projectFolder, file));
		hash.update(`${file}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex');
}

/** A file itself, or the files below a folder, as paths from the project's folder in a fixed order. */
function filesBelow(path: string): string[] {
	const found = statSync(join(projectFolder, path), { throwIfNoEntry: false });
	if (!found) return [];
	if (!found.isDirectory()) return [path];
	return readdirSync(join(projectFolder, path))
		.sort()
		.flatMap((name) => filesBelow(join(path, name)));
}

async function build(signal?: AbortSignal): Promise<void> {
	const vite = createRequire(import.meta.url)
		.resolve('vite/package.json')
		.replace('package.json', 'bin/vite.js');
	const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
		cwd: projectFolder,
		env: { ...process.env, NODE_ENV: 'production' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const stop = () => child.kill();
	signal?.addEventListener('abort', stop);
	const [code, stdout, stderr] = await Promise.all([
		new Promise<number | null>((resolve) => child.once('close', resolve)),
		text(child.stdout),
		text(child.stderr)
	]);
	signal?.removeEventListener('abort', stop);
	signal?.throwIfAborted();
	if (code === 0) return;
	throw new LookbackError(
		'unavailable',
		'cli/build-failed',
		`The portal could not be built (vite build ended with ${code}):\n${stdout}${stderr}`,
		{ code }
	);
}

if (import.meta.main) await ensureBuild(() => console.log('Building the portal.'));
