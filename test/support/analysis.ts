import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { testFolder } from './folder.ts';

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
