import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseManifest } from '#lib/versioning/manifest.ts';
import type { Call, Code, Evaluation, Session, Setting } from '#lib/versioning/runtime/evaluation.ts';
import { openSession } from '#lib/versioning/runtime/index.server.ts';
import { testFolder } from './folder.ts';

/** An analysis of these files, as if checked out; `manifest` overrides parts of one that may say anything. */
export function analysisOf(files: Record<string, string>, manifest: Record<string, unknown> = {}): Code {
	const folder = testFolder();
	writeFiles(folder, files);
	const whole = {
		name: 'under-test',
		title: 'Under test',
		runtime: { kind: 'js', module: 'main.js' },
		inputs: { items: { of: 'objects' } },
		each: 'items',
		emits: { selections: true, statements: ['class'], decisions: ['follow'], tables: ['rows'] },
		limits: { seconds: 2, memory_mb: 64 },
		...manifest
	};
	return {
		name: 'under-test',
		commit: '0'.repeat(40),
		folder,
		manifest: parseManifest(JSON.stringify(whole))
	};
}

/** A call of a key with an item. */
export function call(key: string, item: unknown = {}, known = '2019-10-01T00:00:00Z'): Call {
	return { key, known, item };
}

export const plainSetting: Setting = { seed: '0123456789abcdef', parameters: {}, inputs: {}, trusted: false };

/** What an analysis answers to calls, and its logs and environment; its session is closed. */
export async function evaluate(
	code: Code,
	calls: Iterable<Call>,
	setting: Partial<Setting> = {}
): Promise<{ evaluations: Evaluation[]; logs: string; environment: Session['environment'] }> {
	const session = await openSession(code, { ...plainSetting, ...setting });
	try {
		const evaluations: Evaluation[] = [];
		for await (const one of session.evaluate(calls)) evaluations.push(one);
		await session.close();
		return { evaluations, logs: session.logs, environment: session.environment };
	} finally {
		await session.close();
	}
}

/** The manifest of an analysis that says nothing, with `changes`. */
export function manifestText(changes: Readonly<Record<string, unknown>> = {}): string {
	const manifest = {
		name: 'rising',
		title: 'Rising objects',
		runtime: { kind: 'js', module: 'main.js' },
		inputs: {},
		emits: {}
	};
	return `${JSON.stringify({ ...manifest, ...changes }, null, '\t')}\n`;
}

/** Writes files, text by path, into a folder, made if it is not there. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
}

/** A new folder with an analysis in it, and `files` beside or in place of its own. */
export function analysisFolder(files: Readonly<Record<string, string>> = {}): string {
	const folder = testFolder();
	writeFiles(folder, {
		'analysis.json': manifestText(),
		'main.js': 'export default () => [];\n',
		LICENSE: 'Do as you wish.\n',
		...files
	});
	return folder;
}

/** Runs the real git in a folder, untouched by what this machine has set; the answer is what it wrote. */
export function git(folder: string, ...args: string[]): string {
	return execFileSync('git', args, {
		cwd: folder,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			PATH: process.env.PATH,
			HOME: folder,
			GIT_CONFIG_NOSYSTEM: '1',
			GIT_TERMINAL_PROMPT: '0',
			GIT_AUTHOR_NAME: 'Ada',
			GIT_AUTHOR_EMAIL: 'ada@example.org',
			GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
			GIT_COMMITTER_NAME: 'Ada',
			GIT_COMMITTER_EMAIL: 'ada@example.org',
			GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z'
		}
	}).trim();
}

/** Commits all there is in a folder, which becomes a repository if it is none; the answer is the commit. */
export function commitAll(folder: string, message: string): string {
	git(folder, 'init', '--quiet', '--initial-branch', 'main');
	git(folder, 'add', '--all');
	git(folder, 'commit', '--quiet', '--allow-empty', '--message', message);
	return git(folder, 'rev-parse', 'HEAD');
}
