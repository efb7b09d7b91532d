import fs, { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { beforeAll, expect, test } from 'vitest';
import { contextOf } from '#lib/api/context.server.ts';
import { recordFacts } from '#lib/archive/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { checkOut, resolveCommit } from '#lib/versioning/store/index.server.ts';
import { makeRepository } from '#lib/versioning/store/repository.server.ts';
import { present, smallArchive, type SmallArchive } from '../../support/archive.ts';

let archive: SmallArchive;
let commit: string;

const manifest = JSON.stringify({
	name: 'rising',
	title: 'Rising objects',
	runtime: { kind: 'js', module: 'main.js' },
	inputs: {},
	emits: {}
});

beforeAll(async () => {
	archive = await smallArchive();
	await makeRepository(archive.software);
	const { gitdir } = archive.software;
	const write = (text: string) => git.writeBlob({ fs, gitdir, blob: Buffer.from(text) });
	const folder = await git.writeTree({
		fs,
		gitdir,
		tree: [{ mode: '100644', path: 'rows.csv', oid: await write('a\n1\n'), type: 'blob' }]
	});
	const tree = await git.writeTree({
		fs,
		gitdir,
		tree: [
			{ mode: '100644', path: 'analysis.json', oid: await write(manifest), type: 'blob' },
			{ mode: '100755', path: 'main.js', oid: await write('export default () => {};\n'), type: 'blob' },
			{ mode: '040000', path: 'data', oid: folder, type: 'tree' }
		]
	});
	const author = { name: 'A', email: 'a@example.org', timestamp: 1_700_000_000, timezoneOffset: 0 };
	commit = await git.writeCommit({
		fs,
		gitdir,
		commit: { message: 'First\n', tree, parent: [], author, committer: author }
	});
	const knownAt = parseInstant('2026-05-01T00:00:00Z');
	const told = {
		collection: 'software.public',
		known_at: knownAt,
		known_from: 'received' as const,
		version: 1n,
		packet: null
	};
	await recordFacts(
		archive,
		{ actor: 'test', kind: 'software', note: '' },
		null,
		() => [
			{
				relation: 'software',
				row: {
					name: 'rising',
					commit,
					tree,
					parents: [],
					author: 'A',
					authored_at: knownAt,
					message: 'First',
					manifest: JSON.parse(manifest),
					warnings: [],
					...told
				}
			},
			{
				relation: 'software_ref',
				row: {
					name: 'rising',
					ref: 'branch/main',
					commit,
					audience: null,
					parameters: null,
					moved_at: knownAt,
					actor: 'test',
					...told
				}
			}
		],
		present
	);
});

function asking(known?: string) {
	const context = contextOf(() => archive, { authorization: null, session: null }, present);
	return context.question(known === undefined ? {} : { known });
}

test('a name, a branch and the first digits of a commit name the same commit', async () => {
	const question = await asking();
	for (const text of ['rising', 'rising@main', `rising@${commit}`, `rising@${commit.slice(0, 7)}`])
		expect(await resolveCommit(question, text)).toEqual({ name: 'rising', commit });
});

test('before its first commit was known there was no such analysis', async () => {
	const question = await asking('2026-04-30T00:00:00Z');
	await expect(resolveCommit(question, 'rising')).rejects.toMatchObject({
		code: 'versioning/unknown-analysis'
	});
	await expect(resolveCommit(question, `rising@${commit}`)).rejects.toMatchObject({
		code: 'versioning/unknown-commit'
	});
});

test('a check-out holds the files of the commit and nothing else, until it is released', async () => {
	const { code, release } = await checkOut(archive.software, 'rising', commit);
	expect(code).toMatchObject({ name: 'rising', commit, manifest: { title: 'Rising objects' } });
	expect(readdirSync(code.folder, { recursive: true }).sort()).toEqual([
		'analysis.json',
		'data',
		'data/rows.csv',
		'main.js'
	]);
	expect(readFileSync(join(code.folder, 'data/rows.csv'), 'utf8')).toBe('a\n1\n');
	await release();
	expect(existsSync(code.folder)).toBe(false);
});

test('a commit that the store does not hold is not there', async () => {
	await expect(checkOut(archive.software, 'rising', 'f'.repeat(40))).rejects.toMatchObject({
		kind: 'not-found',
		code: 'versioning/unknown-commit'
	});
});
