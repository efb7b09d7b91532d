import fs from 'node:fs';
import git from 'isomorphic-git';
import type { Archive } from '#lib/api/context.server.ts';
import { recordFacts } from '#lib/archive/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { collectionOf } from '#lib/versioning/audience.ts';
import { makeRepository } from '#lib/versioning/store/repository.server.ts';

/** Keeps an analysis of these files as if it had been pushed; answers its commit. */
export async function storedAnalysis(
	archive: Archive,
	name: string,
	files: Readonly<Record<string, string>>,
	audience = 'public'
): Promise<string> {
	await makeRepository(archive.software);
	const { gitdir } = archive.software;
	const tree = await git.writeTree({
		fs,
		gitdir,
		tree: await Promise.all(
			Object.entries(files).map(async ([path, text]) => ({
				mode: '100644',
				path,
				oid: await git.writeBlob({ fs, gitdir, blob: Buffer.from(text) }),
				type: 'blob' as const
			}))
		)
	});
	const author = { name: 'A', email: 'a@example.org', timestamp: 1_700_000_000, timezoneOffset: 0 };
	const commit = await git.writeCommit({
		fs,
		gitdir,
		commit: { message: 'First\n', tree, parent: [], author, committer: author }
	});
	const knownAt = parseInstant('2026-05-01T00:00:00Z');
	const told = {
		collection: collectionOf(audience),
		known_at: knownAt,
		known_from: 'received' as const,
		version: 1n,
		packet: null
	};
	const described = {
		name,
		commit,
		tree,
		parents: [],
		author: 'A',
		authored_at: knownAt,
		message: 'First',
		manifest: JSON.parse(files['analysis.json']!) as unknown,
		warnings: [],
		...told
	};
	const main = {
		name,
		ref: 'branch/main',
		commit,
		audience: null,
		parameters: null,
		moved_at: knownAt,
		actor: 'test',
		...told
	};
	await recordFacts(
		archive,
		{ actor: 'test', kind: 'software', note: '' },
		null,
		() => [
			{ relation: 'software', row: described },
			{ relation: 'software_ref', row: main }
		],
		knownAt
	);
	return commit;
}
