import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { analysisFolder, commitAll, git, manifestText, writeFiles } from '../support/analysis.ts';
import { gitServer } from '../versioning/store/git-server.ts';
import { carriedOut, commandLine, type CommandLine } from './command-line.ts';

let line: CommandLine;
beforeAll(async () => {
	line = await commandLine();
});

const out = async (...args: string[]) => {
	const { code, stdout, stderr } = await line.lookback('analysis', ...args);
	expect({ args, code, stderr }).toMatchObject({ code: 0 });
	return stdout;
};

test('an analysis is pushed, listed and compared', async () => {
	const folder = analysisFolder();
	const [, first] = /^rising@(\w{40}) is on main now: 1 new commit, in batch/.exec(
		await out('push', folder)
	)!;
	expect(await out('push', folder)).toBe(`rising@${first} is on main already.\n`);
	writeFileSync(join(folder, 'main.js'), 'export default () => [1];\n');
	const [, second] = /^rising@(\w{40})/.exec(await out('push', folder, '--message', 'One more'))!;
	expect(await out('diff', `rising@${first!.slice(0, 8)}`, 'rising')).toBe(
		'--- a/main.js\n+++ b/main.js\n@@ -1,1 +1,1 @@\n-export default () => [];\n+export default () => [1];\n'
	);
	expect(await line.rows('analysis', 'log', 'rising')).toMatchObject([
		{ commit: second, message: 'One more', swhid: `swh:1:rev:${second}` },
		{ commit: first }
	]);
	expect(await line.rows('analysis', 'show', 'rising')).toMatchObject([
		{ path: 'LICENSE' },
		{ path: 'analysis.json' },
		{ path: 'main.js' }
	]);
});

test('a version is tagged, deployed, and no longer', async () => {
	const parameters = { rise: { type: 'number', default: 1, description: 'Least rise' } };
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'tuned', parameters }) });
	const [, commit] = /^tuned@(\w{40})/.exec(await out('push', folder))!;
	expect(await out('tag', 'tuned', 'v1')).toMatch(`tuned@${commit} is v1, from batch`);
	expect(await out('deploy', 'tuned@v1', '--parameter', 'rise=0.5')).toMatch(
		`tuned@${commit} is deployed for public, from batch`
	);
	const deployed = async () =>
		(await line.rows('analysis', 'list')).find(({ name }) => name === 'tuned')!['deployed'];
	expect(await deployed()).toEqual([{ audience: 'public', commit }]);
	expect(await out('deploy', 'tuned', '--none')).toMatch('tuned is deployed no longer, from batch');
	expect(await deployed()).toEqual([]);
});

test('what to beware of is said when it is pushed', async () => {
	const runtime = { kind: 'command', command: ['python3', 'main.py'], lockfile: 'requirements.txt' };
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'loose', runtime }) });
	const { stderr } = await line.lookback('analysis', 'push', folder);
	expect(stderr).toContain('loose: The lockfile requirements.txt is missing');
});

test('a repository is imported by its address where its host is allowed', async () => {
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'imported' }) });
	const commit = commitAll(folder, 'First');
	git(folder, 'tag', 'v1');
	const address = `${await gitServer(folder)}/.git`;
	const refused = await line.lookback('analysis', 'import', address);
	expect(refused).toMatchObject({ code: 3, stdout: '' });
	expect(refused.stderr).toMatch(/not an address of the public internet; LOOKBACK_IMPORT_HOSTS/);
	const environment = { ...line.environment, LOOKBACK_IMPORT_HOSTS: 'git.example.org, 127.0.0.1' };
	const done = await carriedOut(['analysis', 'import', address], environment);
	expect(done.stdout).toMatch(
		new RegExp(
			`^imported: 1 new commit, in batch \\d+.\n  branch main is at ${commit}\n  tag v1 is at ${commit}\n$`
		)
	);
});

test('a work tree with changes is refused, with its files named', async () => {
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'dirty' }) });
	commitAll(folder, 'First');
	writeFiles(folder, { 'main.js': 'changed' });
	const { code, stderr } = await line.lookback('analysis', 'push', folder);
	expect(code).toBe(5);
	expect(stderr).toMatch(/not as it is committed: main.js. Commit, or put back/);
});

test.each([
	[[], /wants push, import, list, log, diff, show, deploy, tag; it got nothing/],
	[['toString'], /wants push, import, .*; it got "toString"/],
	[['push'], /wants <folder>; it got nothing/],
	[['push', '/nowhere/at/all'], /There is no folder at \/nowhere\/at\/all/],
	[['show', 'absent'], /No analysis "absent" is known then/],
	[['deploy', 'absent', '--parameter', 'rise'], /--parameter must be <name>=<value>; got "rise"/],
	[['diff', 'absent'], /wants <version> <version>; it got "absent"/]
])('%j is refused with a sentence', async (args, sentence) => {
	const { code, stderr } = await line.lookback('analysis', ...args);
	expect(code).not.toBe(0);
	expect(stderr).toMatch(sentence);
});
