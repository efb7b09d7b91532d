import { gzipSync } from 'node:zlib';
import { zipSync, type Zippable } from 'fflate';
import { pack } from 'tar-stream';
import { buffer } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import { localViewer, viewerOf } from '#lib/access/viewer.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { pushFolder, pushPacked } from '#lib/versioning/store/index.server.ts';
import { analysisFolder, git, manifestText } from '../../support/analysis.ts';
import { present, smallArchive, type SmallArchive } from '../../support/archive.ts';

let archive: SmallArchive;
let now: Instant = present;

const placing = { name: null, audience: null, branch: null, message: null, isForced: false };
const text = (written: string) => new TextEncoder().encode(written);
const files = {
	'analysis.json': text(manifestText()),
	'main.js': text('export default () => [];\n'),
	LICENSE: text('Do as you wish.\n')
};
const below = (folder: string, inside: Zippable = files): Zippable =>
	Object.fromEntries(Object.entries(inside).map(([path, content]) => [`${folder}/${path}`, content]));

beforeAll(async () => {
	archive = await smallArchive();
});

async function upload(bytes: Uint8Array, fileName = 'rising.zip') {
	now = (now + 1_000_000) as Instant;
	return pushPacked(archive, await localViewer(archive.database), { fileName, bytes, ...placing }, now);
}

async function tarOf(entries: Parameters<ReturnType<typeof pack>['entry']>[0][]) {
	const packer = pack();
	for (const [path, bytes] of Object.entries(files))
		packer.entry({ name: `./a/${path}` }, Buffer.from(bytes));
	for (const entry of entries) packer.entry(entry, entry.type === undefined ? '#!/bin/sh\n' : '');
	packer.finalize();
	return gzipSync(await buffer(packer));
}

const listed = (commit: string) =>
	git(archive.software.gitdir, 'ls-tree', '-r', '--format=%(objectmode) %(path)', commit).split('\n');

test('an archive of a folder is the commit that the folder itself would be', async () => {
	const pushed = await pushFolder(
		archive,
		await localViewer(archive.database),
		{ folder: analysisFolder(), ...placing },
		now
	);
	expect(await upload(zipSync(files))).toMatchObject({ commit: pushed.commit, batch: null });
	expect(await upload(zipSync(below('rising-main')))).toMatchObject({ commit: pushed.commit, batch: null });
	expect(await upload(await tarOf([]), 'rising.tar.gz')).toMatchObject({ commit: pushed.commit });
	const next = await upload(
		zipSync(below('a', { ...files, 'main.js': text('export default () => [1];\n') }))
	);
	expect(next).toMatchObject({ name: 'rising', branch: 'main', commits: 1 });
	expect(git(archive.software.gitdir, 'log', '--format=%s %P', '-1', next.commit)).toBe(
		`Upload rising.zip ${pushed.commit}`
	);
	expect(git(archive.software.gitdir, 'fsck', '--strict', '--full', '--no-dangling')).toBe('');
});

test('programs stay programs, and repositories in it and what macOS adds stay out', async () => {
	const bytes = await tarOf([
		{ name: './a/run.sh', mode: 0o755 },
		{ name: 'a/.git/config' },
		{ name: './__MACOSX/._a' }
	]);
	const { commit } = await upload(bytes, 'rising.tgz');
	expect(listed(commit)).toEqual([
		'100644 LICENSE',
		'100644 analysis.json',
		'100644 main.js',
		'100755 run.sh'
	]);
	const zipped = zipSync({ ...files, 'run.sh': [text('#!/bin/sh\n'), { os: 3, attrs: 0o100755 << 16 }] });
	expect((await upload(zipped)).commit).toBe(commit);
});

test.each([
	['a path that leaves it', { '../outside.js': text('') }, 'versioning/bad-path'],
	['a path from the root', { '/etc/passwd': text('') }, 'versioning/bad-path'],
	['a file that is a folder, too', { 'main.js/inner.js': text('') }, 'versioning/bad-path'],
	['a link', { link: [text('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] }, 'archive/not-a-file'],
	['a file that is too large', { 'big.bin': new Uint8Array(16 * 2 ** 20 + 1) }, 'archive/too-large']
] as [string, Zippable, string][])('an archive with %s is refused', async (_, more, code) => {
	await expect(upload(zipSync({ ...files, ...more }))).rejects.toMatchObject({ code });
});

test('a link in a tar, what is no archive, and a folder that is no analysis are refused', async () => {
	const linked = await tarOf([{ name: 'a/link', type: 'symlink', linkname: '/etc/passwd' }]);
	await expect(upload(linked)).rejects.toMatchObject({ code: 'archive/not-a-file' });
	await expect(upload(text('not packed'), 'main.js')).rejects.toMatchObject({
		code: 'archive/not-an-archive',
		message:
			"'main.js' is no archive of files; wanted is a zip or a tar, which may be compressed by gzip, xz or bzip2."
	});
	await expect(upload(new Uint8Array())).rejects.toMatchObject({ code: 'archive/not-an-archive' });
	await expect(upload(zipSync({ 'a/b.js': text(''), 'c/d.js': text('') }))).rejects.toMatchObject({
		code: 'versioning/no-manifest'
	});
});

test('who may push for nobody is refused before the archive is read', async () => {
	const viewer = await viewerOf(archive.database, { authorization: null, session: null }, now);
	const push = { fileName: 'x', bytes: text('not packed'), ...placing };
	await expect(pushPacked(archive, viewer, push, now)).rejects.toMatchObject({ kind: 'unauthenticated' });
});
