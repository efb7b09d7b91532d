import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { pushFolder, readRefs, resolveCommit, type Push } from '#lib/versioning/store/index.server.ts';
import { analysisFolder, commitAll, git, manifestText, writeFiles } from '../../support/analysis.ts';
import { present, smallArchive, type SmallArchive } from '../../support/archive.ts';

let archive: SmallArchive;
let now: Instant = present;

beforeAll(async () => {
	archive = await smallArchive();
});

async function push(folder: string, more: Partial<Push> = {}) {
	now = (now + 1_000_000) as Instant;
	const wish = { name: null, audience: null, branch: null, message: null, isForced: false };
	return pushFolder(archive, await localViewer(archive.database), { folder, ...wish, ...more }, now);
}

function asking() {
	const context = contextOf(() => archive, { authorization: null, session: null }, now);
	return context.question({});
}

async function commitsOf(name: string) {
	return archive.database.sql<{ commit: string; parents: string[]; message: string; warnings: string[] }[]>`
		select commit, parents, message, warnings from software where name = ${name} order by batch, fact`;
}

test('a folder becomes a commit on top of its branch, and none while nothing changes', async () => {
	const folder = analysisFolder({ '.gitignore': '*.tmp\n', 'notes.tmp': 'not for others' });
	const first = await push(folder, { message: 'Begin' });
	expect(first).toMatchObject({ name: 'rising', branch: 'main', commits: 1 });
	const again = await push(folder);
	expect(again).toMatchObject({ batch: null, commits: 0, commit: first.commit });
	writeFileSync(join(folder, 'main.js'), 'export default () => [1];\n');
	const second = await push(folder);
	expect(await commitsOf('rising')).toMatchObject([
		{ commit: first.commit, parents: [], message: 'Begin' },
		{ commit: second.commit, parents: [first.commit] }
	]);
	expect(await resolveCommit(await asking(), 'rising')).toEqual({ name: 'rising', commit: second.commit });
	const tree = git(archive.software.gitdir, 'ls-tree', '-r', '--name-only', second.commit);
	expect(tree.split('\n')).toEqual(['.gitignore', 'LICENSE', 'analysis.json', 'main.js']);
	expect(git(archive.software.gitdir, 'fsck', '--strict', '--full')).toBe('');
});

test('a repository is taken at its HEAD with its history, under the names its commits have', async () => {
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'kept' }) });
	const first = commitAll(folder, 'First');
	writeFiles(folder, { 'main.js': 'export default () => [2];\n' });
	const second = commitAll(folder, 'Second');
	expect(await push(folder)).toMatchObject({ commit: second, commits: 2, branch: 'main' });
	expect((await commitsOf('kept')).map(({ commit }) => commit)).toEqual([first, second]);
	expect(git(archive.software.gitdir, 'rev-parse', 'refs/heads/kept/main')).toBe(second);
	expect(await push(folder)).toMatchObject({ batch: null, commits: 0 });
});

test('a work tree that is not as it is committed is refused, with its files named', async () => {
	const folder = analysisFolder({ '.gitignore': '*.tmp\n', 'gone.txt': 'x', 'staged.txt': 'x' });
	commitAll(folder, 'First');
	writeFiles(folder, { 'new.txt': '', 'main.js': 'changed', 'ignored.tmp': '', 'staged.txt': 'y' });
	git(folder, 'add', 'staged.txt');
	rmSync(join(folder, 'gone.txt'));
	await expect(push(folder, { name: 'dirty' })).rejects.toMatchObject({
		code: 'versioning/dirty',
		data: { files: ['gone.txt', 'main.js', 'new.txt', 'staged.txt'] }
	});
	expect(await commitsOf('dirty')).toEqual([]);
});

test('a folder of a larger repository comes with its own history and nothing of what lies beside it', async () => {
	const whole = analysisFolder({ 'secret.txt': 'not for others' });
	commitAll(whole, 'Without the analysis');
	writeFiles(whole, { 'part/analysis.json': manifestText({ name: 'part' }), 'part/main.js': '1' });
	commitAll(whole, 'Begin the part');
	writeFiles(whole, { 'secret.txt': 'still not' });
	commitAll(whole, 'Beside it');
	writeFiles(whole, { 'part/main.js': '2' });
	commitAll(whole, 'Go on with the part');
	writeFiles(whole, { 'unfinished.txt': 'beside it, and not committed' });
	const pushed = await push(join(whole, 'part'));
	const commits = await commitsOf('part');
	expect(commits.map(({ message }) => message)).toEqual(['Begin the part', 'Go on with the part']);
	expect(pushed.commit).toBe(commits[1]!.commit);
	expect(pushed.commit).toBe(git(whole, 'subtree', 'split', '-q', '--prefix', 'part'));
	const all = git(archive.software.gitdir, 'rev-list', '--objects', pushed.commit);
	expect(all).not.toContain('secret.txt');
	expect(await push(join(whole, 'part'))).toMatchObject({ batch: null });
});

test('a linked work tree is taken at its own HEAD', async () => {
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'linked' }) });
	commitAll(folder, 'First');
	const beside = `${folder}-beside`;
	git(folder, 'worktree', 'add', '--quiet', '-b', 'work', beside);
	writeFiles(beside, { 'main.js': 'export default () => [3];\n' });
	git(beside, 'commit', '--quiet', '--all', '--message', 'Beside');
	expect(await push(beside)).toMatchObject({ branch: 'work', commit: git(beside, 'rev-parse', 'HEAD') });
});

test('history that git has packed is taken as well', async () => {
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'packed' }) });
	for (let i = 0; i < 5; i++) {
		writeFiles(folder, { 'main.js': `export default () => [${i}];\n// ${'same '.repeat(200)}\n` });
		commitAll(folder, `Number ${i}`);
	}
	git(folder, 'gc', '--quiet', '--aggressive', '--prune=now');
	expect(await push(folder)).toMatchObject({ commits: 5 });
	expect(git(archive.software.gitdir, 'fsck', '--strict', '--full')).toBe('');
});

test('a branch moves off its commit only when told, and back to it as a movement of its own', async () => {
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'back' }) });
	const first = commitAll(folder, 'First');
	await push(folder);
	writeFiles(folder, { 'main.js': '2' });
	const second = commitAll(folder, 'Second');
	const at = now;
	await push(folder);
	git(folder, 'reset', '--quiet', '--hard', first);
	await expect(push(folder)).rejects.toMatchObject({ code: 'versioning/not-on-top' });
	await push(folder, { isForced: true });
	const where = async (known: Instant) => {
		const context = contextOf(() => archive, { authorization: null, session: null }, known);
		const refs = await readRefs(await context.question({}), 'back');
		return refs.map(({ commit }) => commit);
	};
	expect(await where(now)).toEqual([first]);
	expect(await where((at + 1_500_000) as Instant)).toEqual([second]);
	expect(await where(at)).toEqual([first]);
	// what no branch leads to stays known by its name
	expect(await resolveCommit(await asking(), `back@${second}`)).toEqual({ name: 'back', commit: second });
});

test('a push mends what a crash between facts and refs left', async () => {
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'mended' }) });
	const { commit } = await push(folder);
	const { gitdir } = archive.software;
	git(gitdir, 'update-ref', '-d', 'refs/heads/mended/main');
	expect(await push(folder)).toMatchObject({ batch: null, commit });
	expect(git(gitdir, 'rev-parse', 'refs/heads/mended/main')).toBe(commit);
});

test('what a careful reader should know is written down', async () => {
	const runtime = { kind: 'command', command: ['python3', 'main.py'], lockfile: 'requirements.txt' };
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'loose', runtime }) });
	rmSync(join(folder, 'LICENSE'));
	const warnings = async () => (await commitsOf('loose')).at(-1)!.warnings.join('\n');
	await push(folder);
	expect(await warnings()).toMatch(
		/no license: there is no file LICENSE[^]*lockfile requirements.txt is missing/
	);
	writeFiles(folder, {
		'requirements.txt': '# of 2026\nnumpy==2.4.0\nastropy>=7 # newest\nscipy\n',
		LICENSE: ''
	});
	await push(folder);
	expect(await warnings()).toBe(
		'requirements.txt does not pin astropy, scipy: another version may answer something else.'
	);
	writeFiles(folder, {
		'requirements.txt': 'numpy==2.4.0 \\\n    --hash=sha256:00\nx @ https://example.org/x.whl\n'
	});
	await push(folder);
	expect(await warnings()).toBe('');
});

test.each([
	[
		'no manifest',
		{},
		(folder: string) => rmSync(join(folder, 'analysis.json')),
		/no analysis: It has no analysis.json/
	],
	[
		'an image without a digest',
		{ 'analysis.json': manifestText({ runtime: { kind: 'container', image: 'python:3' } }) },
		() => undefined,
		/runtime.image must be an image by its digest, .* and it is "python:3"/
	],
	[
		'a module that is not there',
		{},
		(folder: string) => rmSync(join(folder, 'main.js')),
		/cannot be carried out: The module main.js that its runtime names is not among its files/
	],
	[
		'a catalogue that is not there',
		{ 'analysis.json': manifestText({ inputs: { hosts: { of: 'catalogue', path: 'hosts.csv' } } }) },
		() => undefined,
		/The catalogue hosts.csv of its input hosts is not among its files/
	],
	[
		'a module outside of the folder',
		{ 'analysis.json': manifestText({ runtime: { kind: 'js', module: '../main.js' } }) },
		() => undefined,
		/runtime.module must be the path of a file in its own folder, .* and it is "..\/main.js"/
	],
	[
		'a manifest with several faults',
		{ 'analysis.json': manifestText({ title: '', each: 'no', limits: { seconds: -1 }, emit: {} }) },
		() => undefined,
		/title must have at least 1 character, and it is ""; limits.seconds must be more than 0, and it is -1; emit is no field that it may have; each must be the name of one of its inputs, and it is "no"/
	],
	[
		'a link that leads out of it',
		{},
		(folder: string) => symlinkSync('../../etc/passwd', join(folder, 'away')),
		/away leads to ..\/..\/etc\/passwd, out of the folder/
	],
	[
		'a file that is too large',
		{ 'large.bin': '0'.repeat(17 * 2 ** 20) },
		() => undefined,
		/large.bin has 17.0 MiB; a file of an analysis may have 16 MiB/
	]
] as const)('%s is refused with a sentence', async (_, files, change, sentence) => {
	const folder = analysisFolder(files);
	change(folder);
	await expect(push(folder, { name: 'refused' })).rejects.toThrow(sentence);
	expect(await commitsOf('refused')).toEqual([]);
});

test.each([
	[{ name: 'No Name' }, /must be 2 to 63 lower-case letters/],
	[{ branch: 'a..b' }, /The branch must have a name that git takes/],
	[{ audience: 'a.group' }, /audience must be public or a group whose name/]
] as const)('%j is refused', async (wish, sentence) => {
	await expect(push(analysisFolder(), { name: 'unnamed', ...wish })).rejects.toThrow(sentence);
});

test('no path on the way out of a folder comes in by a history made by hand', async () => {
	const folder = analysisFolder({ 'analysis.json': manifestText({ name: 'evil' }) });
	commitAll(folder, 'First');
	const blob = git(folder, 'rev-parse', 'HEAD:main.js');
	for (const name of ['..', '.GIT', 'a\\b']) {
		const entries = `100644 ${name}\0`;
		const tree = Buffer.concat([Buffer.from(entries), Buffer.from(blob, 'hex')]);
		writeFileSync(join(folder, '.git', 'tree'), tree);
		const oid = git(folder, 'hash-object', '-w', '-t', 'tree', '--literally', join(folder, '.git', 'tree'));
		const commit = git(folder, 'commit-tree', oid, '-p', 'HEAD', '-m', 'Evil');
		git(folder, 'update-ref', 'refs/heads/evil', commit);
		const onTop = git(folder, 'commit-tree', 'HEAD^{tree}', '-p', commit, '-m', 'Hide it');
		git(folder, 'update-ref', 'HEAD', onTop);
		await expect(push(folder)).rejects.toMatchObject({ code: 'versioning/bad-path' });
	}
});
