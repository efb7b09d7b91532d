import dns from 'node:dns';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { importRepository, readRefs } from '#lib/versioning/store/index.server.ts';
import { isPublicAddress } from '#lib/versioning/store/public-address.server.ts';
import { analysisFolder, commitAll, git, manifestText, writeFiles } from '../../support/analysis.ts';
import { present, smallArchive, type SmallArchive } from '../../support/archive.ts';
import { testFolder } from '../../support/folder.ts';
import { gitServer, listening } from './git-server.ts';

let archive: SmallArchive;
let now: Instant = present;

beforeAll(async () => {
	archive = await smallArchive();
});

afterEach(() => {
	vi.restoreAllMocks();
});

async function take(from: string, { name = null as string | null, allowedHosts = ['127.0.0.1'] } = {}) {
	now = (now + 1_000_000) as Instant;
	const { signal } = new AbortController();
	const viewer = await localViewer(archive.database);
	return importRepository(archive, viewer, { from, name, audience: null, allowedHosts, signal }, now);
}

async function refsOf(name: string) {
	const context = contextOf(() => archive, { authorization: null, session: null }, now);
	const refs = await readRefs(await context.question({}), name);
	return Object.fromEntries(refs.map(({ ref, commit }) => [ref, commit]));
}

/** A repository with two branches, a merge, a plain tag and an annotated one. */
function branched(name: string) {
	const folder = analysisFolder({ 'analysis.json': manifestText({ name }) });
	const first = commitAll(folder, 'First');
	git(folder, 'tag', 'v1');
	git(folder, 'switch', '--quiet', '--create', 'feature/faster');
	writeFiles(folder, { 'main.js': 'faster' });
	const faster = commitAll(folder, 'Faster');
	git(folder, 'switch', '--quiet', 'main');
	writeFiles(folder, { 'README.md': 'Read me.' });
	commitAll(folder, 'Say what it is');
	git(folder, 'merge', '--quiet', '--no-ff', '-m', 'Merge', 'feature/faster');
	git(folder, 'tag', '--annotate', '--message', 'Release', 'v2');
	const merged = git(folder, 'rev-parse', 'HEAD');
	git(folder, 'tag', 'a-file', git(folder, 'rev-parse', 'HEAD:LICENSE'));
	git(folder, 'gc', '--quiet');
	return {
		folder,
		refs: { 'branch/feature/faster': faster, 'branch/main': merged, 'tag/v1': first, 'tag/v2': merged }
	};
}

describe('an import keeps history, branches and tags', () => {
	test('from a path', async () => {
		const { folder, refs } = branched('by-path');
		expect(await take(folder)).toMatchObject({ name: 'by-path', commits: 4 });
		expect(await refsOf('by-path')).toEqual(refs);
		expect(git(archive.software.gitdir, 'fsck', '--strict', '--full')).toBe('');
		expect(await take(folder)).toMatchObject({ batch: null, commits: 0 });
	});

	test('from a bare repository', async () => {
		const { folder, refs } = branched('bare');
		const bare = join(testFolder(), 'bare.git');
		git(folder, 'clone', '--quiet', '--bare', '.', bare);
		await take(bare);
		expect(await refsOf('bare')).toEqual(refs);
	});

	test('from an http address, and what is new there the next time', async () => {
		const { folder, refs } = branched('by-http');
		const address = await gitServer(folder);
		expect(await take(`${address}/.git`)).toMatchObject({ name: 'by-http', commits: 4 });
		expect(await refsOf('by-http')).toEqual(refs);
		writeFiles(folder, { 'main.js': 'newer' });
		const newer = commitAll(folder, 'Newer');
		expect(await take(`${address}/.git`)).toMatchObject({ commits: 1 });
		expect(await refsOf('by-http')).toEqual({ ...refs, 'branch/main': newer });
	});
});

test('a clone whose history is cut is refused', async () => {
	const { folder } = branched('cut');
	const cut = join(testFolder(), 'cut');
	git(folder, 'clone', '--quiet', '--depth', '1', `file://${folder}`, cut);
	await expect(take(cut)).rejects.toThrow(/a shallow or partial clone cannot be taken/);
});

test.each([
	['ssh://git@example.org/x.git', /imported from an http or https address, or from a path/],
	['git@example.org:x.git', /imported from an http or https address/],
	['file:///etc', /imported from an http or https address/],
	['/nowhere/at/all', /There is no git repository at/]
])('%s is refused', async (from, sentence) => {
	await expect(take(from)).rejects.toThrow(sentence);
});

test('a repository without a commit is refused', async () => {
	const folder = testFolder();
	git(folder, 'init', '--quiet');
	await expect(take(folder)).rejects.toMatchObject({ code: 'versioning/no-commit' });
});

describe('a server is not made to ask its own network', () => {
	const asked: string[] = [];
	let address: string;
	beforeAll(async () => {
		address = await listening((request, response) => {
			asked.push(request.url!);
			response.end();
		});
	});

	test.each([
		'http://127.0.0.1:1/x.git',
		'http://2130706433/x.git',
		'http://0x7f.1/x.git',
		'http://[::1]/x.git',
		'http://[::ffff:127.0.0.1]/x.git',
		'http://169.254.169.254/latest/meta-data',
		'http://10.0.0.1/x.git',
		'http://[fd00::1]/x.git',
		'http://0.0.0.0/x.git'
	])('%s', async (from) => {
		await expect(take(from, { allowedHosts: [] })).rejects.toMatchObject({
			code: 'versioning/address-refused'
		});
	});

	test('by a name that means it', async () => {
		await expect(take(address.replace('127.0.0.1', 'localhost'), { allowedHosts: [] })).rejects.toThrow(
			/not an address of the public internet; LOOKBACK_IMPORT_HOSTS may allow localhost by name/
		);
		expect(asked).toEqual([]);
	});

	type Found = (error: null, found: dns.LookupAddress[]) => void;
	const meaning = (...addresses: string[]) =>
		vi.spyOn(dns, 'lookup').mockImplementation(((_: string, __: unknown, found: Found) =>
			found(
				null,
				addresses.map((one) => ({ address: one, family: 4 }))
			)) as never);

	test('by a name that means it beside a public address', async () => {
		meaning('8.8.8.8', '127.0.0.1');
		const { port } = new URL(address);
		await expect(take(`http://both.example:${port}/x.git`, { allowedHosts: [] })).rejects.toThrow(
			/it is at 127.0.0.1/
		);
		expect(asked).toEqual([]);
	});

	test('by a name that means another address a moment after it was checked', async () => {
		const { port } = new URL(await listening((_, response) => response.writeHead(404).end()));
		const looked = meaning('127.0.0.1');
		const options = { allowedHosts: ['changing.example'] };
		await expect(take(`http://changing.example:${port}/x.git`, options)).rejects.toThrow(/404/);
		// what was checked was connected to: the system was not asked what the name means
		expect(looked).toHaveBeenCalledTimes(1);
	});

	test('by a redirect', async () => {
		const leading = await listening((_, response) => {
			response.writeHead(302, { location: address.replace('127.0.0.1', 'localhost') });
			response.end();
		});
		await expect(take(`${leading}/x.git`)).rejects.toMatchObject({ code: 'versioning/address-refused' });
		expect(asked).toEqual([]);
	});

	test('by redirects without end', async () => {
		const leading = await listening((request, response) => {
			response.writeHead(302, { location: `${request.url}x` });
			response.end();
		});
		await expect(take(`${leading}/x.git`)).rejects.toThrow(/leads on more than 5 times/);
	});

	test.each([
		['8.8.8.8', true],
		['2606:4700::1111', true],
		['100.64.0.1', false],
		['172.31.255.255', false],
		['192.168.1.1', false],
		['224.0.0.1', false],
		['255.255.255.255', false],
		['fe80::1', false],
		['64:ff9b::7f00:1', false],
		['2002:7f00:1::', false],
		['2001:db8::1', false],
		['::', false]
	])('%s is an address of the world: %s', (written, isPublic) => {
		expect(isPublicAddress(written)).toBe(isPublic);
	});
});

test('what is no repository says so', async () => {
	const address = await listening((_, response) => response.end('<html>'));
	await expect(take(`${address}/x.git`)).rejects.toThrow(/does not answer as a git repository does/);
	const missing = await listening((_, response) => response.writeHead(404).end());
	await expect(take(`${missing}/x.git`)).rejects.toThrow(/does not answer as a git repository does.*404/);
});
