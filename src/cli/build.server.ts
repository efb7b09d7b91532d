import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { lock } from '#lib/db/embedded-lock.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { projectFolder } from '../config.server.ts';

const BUILD = join(projectFolder, 'build');
/** Written last, so half a build has none. */
const STAMP = join(BUILD, 'sources.sha256');
const SOURCES = ['package-lock.json', 'src', 'static', 'svelte.config.js', 'vite.config.ts'];
const LONGEST_BUILD_MS = 600_000;

/**
 * Builds the portal unless `build/` was made from these very sources; `announce` is called before. Processes that
 * want it at the same moment wait for one build. Throws `unavailable` with what Vite said, or the signal's reason.
 */
export async function ensureBuild(announce: () => void, signal?: AbortSignal): Promise<void> {
	if (isFresh(digestSources())) return;
	mkdirSync(join(projectFolder, '.svelte-kit'), { recursive: true });
	const turn = await lock(join(projectFolder, '.svelte-kit', 'build.lock'), 'exclusive', LONGEST_BUILD_MS);
	try {
		const digest = digestSources();
		if (isFresh(digest)) return;
		announce();
		await build(signal);
		writeFileSync(STAMP, digest);
	} finally {
		turn.release();
	}
}

function isFresh(digest: string): boolean {
	return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest;
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
