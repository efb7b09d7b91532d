import type { Row } from '#lib/archive/ingest/rows.ts';
import { LookbackError } from '#lib/errors.ts';
import { hash63 } from '#lib/db/hash63.ts';
import type { Instant } from '#lib/sky/time.ts';
import { manifestFile, parseManifest, type Manifest } from '../manifest.ts';
import { parseCommit } from './commit.ts';
import { readObject, type SoftwareStore } from './repository.server.ts';
import { filesOf, readBlob } from './trees.server.ts';
import { warningsOf } from './warnings.ts';

/** What the manifest of a commit says, or in a sentence why it says nothing. */
export async function manifestOf(
	store: SoftwareStore,
	tree: string
): Promise<
	| { readonly manifest: Manifest; readonly trouble: null }
	| { readonly manifest: null; readonly trouble: string }
> {
	const file = (await filesOf(store, tree)).find(({ path }) => path === manifestFile);
	if (!file)
		return {
			manifest: null,
			trouble: `It has no ${manifestFile} at its top, so that it cannot be carried out.`
		};
	try {
		return {
			manifest: parseManifest(Buffer.from(await readBlob(store, file.oid)).toString('utf8')),
			trouble: null
		};
	} catch (error) {
		if (!(error instanceof LookbackError)) throw error;
		return { manifest: null, trouble: `It cannot be carried out: ${error.message}` };
	}
}

/** The fact that a commit of an analysis is there. One without a manifest has an empty one. */
export async function softwareRow(
	store: SoftwareStore,
	name: string,
	commit: string,
	collection: string,
	knownAt: Instant
): Promise<Row> {
	const said = parseCommit(commit, (await readObject(store, commit)).content);
	const { manifest, trouble } = await manifestOf(store, said.tree);
	const files = await filesOf(store, said.tree);
	const read = async ({ oid }: { readonly oid: string }) =>
		Buffer.from(await readBlob(store, oid)).toString('utf8');
	return {
		relation: 'software',
		row: {
			name,
			commit,
			tree: said.tree,
			parents: [...said.parents],
			author: said.author,
			authored_at: said.authoredAt,
			message: said.message,
			manifest: manifest ?? {},
			warnings: await warningsOf(manifest, trouble, files, read),
			collection,
			known_at: knownAt,
			known_from: 'received',
			// what a commit is called follows from all it holds
			version: hash63(`software ${commit}`),
			packet: null
		}
	};
}

/** Where a branch, a tag or a deployment moves to. */
export interface Movement {
	/** `branch/main`, `tag/v1`, `deployment/public`. */
	readonly ref: string;
	/** Null takes it away. */
	readonly commit: string | null;
	readonly audience: string | null;
	readonly parameters: Readonly<Record<string, unknown>> | null;
	readonly collection: string;
}

/** The fact of a movement: a version of its own by its moment, so that going back to an older commit is news. */
export function refRow(name: string, movement: Movement, actor: string, movedAt: Instant): Row {
	const { ref, commit, audience, parameters, collection } = movement;
	return {
		relation: 'software_ref',
		row: {
			name,
			ref,
			commit,
			audience,
			parameters,
			moved_at: movedAt,
			actor,
			collection,
			known_at: movedAt,
			known_from: 'received',
			version: hash63(JSON.stringify([name, ref, commit, audience, parameters, movedAt, actor])),
			packet: null
		}
	};
}
