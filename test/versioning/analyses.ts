import fs from 'node:fs';
import git from 'isomorphic-git';
import type { Archive } from '#lib/api/context.server.ts';
import { recordFacts } from '#lib/archive/index.server.ts';
import { hash63 } from '#lib/db/hash63.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { collectionOf } from '#lib/versioning/audience.ts';
import { parseManifest, type manifestSchema } from '#lib/versioning/manifest.ts';
import { makeRepository } from '#lib/versioning/store/repository.server.ts';
import type { z } from 'zod';

type Written = z.input<typeof manifestSchema>;

/** Files of an analysis in JavaScript. */
export function filesOf(
	manifest: Partial<Written> & { name: string },
	module: string
): Record<string, string> {
	const whole: Written = {
		title: 'Under test',
		runtime: { kind: 'js', module: 'main.js' },
		inputs: {},
		emits: {
			selections: true,
			statements: ['class', 'detections'],
			decisions: ['trigger'],
			tables: ['rows']
		},
		...manifest
	};
	return { 'analysis.json': JSON.stringify(whole), 'main.js': module };
}

let minute = 0;

/** Puts an analysis into the store, known since a minute of 2026-05-01; the answer is its commit. */
export async function keep(
	archive: Archive,
	files: Record<string, string>,
	{ audience = 'public', deployed = false, parameters = {} as object } = {}
): Promise<string> {
	await makeRepository(archive.software);
	const { gitdir } = archive.software;
	const entries = await Promise.all(
		Object.entries(files).map(async ([path, text]) => ({
			mode: '100644',
			path,
			oid: await git.writeBlob({ fs, gitdir, blob: Buffer.from(text) }),
			type: 'blob' as const
		}))
	);
	const tree = await git.writeTree({ fs, gitdir, tree: entries });
	const knownAt = parseInstant(`2026-05-01T00:${String(minute++).padStart(2, '0')}:00Z`);
	const author = { name: 'A', email: 'a@example.org', timestamp: 1_700_000_000 + minute, timezoneOffset: 0 };
	const commit = await git.writeCommit({
		fs,
		gitdir,
		commit: { message: 'A version\n', tree, parent: [], author, committer: author }
	});
	const manifest = parseManifest(files['analysis.json']!);
	const { name } = manifest;
	const told = {
		collection: collectionOf(audience),
		known_at: knownAt,
		known_from: 'received' as const,
		version: hash63(`${commit}${knownAt}`),
		packet: null
	};
	const moved = { name, commit, moved_at: knownAt, actor: 'test', ...told };
	await recordFacts(
		archive,
		{ actor: 'test', kind: 'software', note: '' },
		null,
		() => [
			{
				relation: 'software',
				row: {
					name,
					commit,
					tree,
					parents: [],
					author: 'A',
					authored_at: knownAt,
					message: 'A version',
					manifest: JSON.parse(files['analysis.json']!),
					warnings: [],
					...told
				}
			},
			{ relation: 'software_ref', row: { ...moved, ref: 'branch/main', audience: null, parameters: null } },
			...(deployed
				? [
						{
							relation: 'software_ref' as const,
							row: { ...moved, ref: `deployment/${audience}`, audience, parameters }
						}
					]
				: [])
		],
		knownAt
	);
	return commit;
}
