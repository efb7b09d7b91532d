import { everyone } from '#lib/access/audience.ts';
import type { Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { audienceOf, collectionOf } from '../audience.ts';
import { parametersOf } from '../inputs/parameters.ts';
import type { Manifest } from '../manifest.ts';
import { treeOf } from './check-out.server.ts';
import { manifestOf } from './facts.server.ts';
import { assertMayKeep } from './may-keep.ts';
import { oneAtATime } from './one-at-a-time.server.ts';
import { recordMovements, type Moved, type Writing } from './record-movements.server.ts';
import { homeSeen, readSoftware } from './read-software.server.ts';
import { resolveCommit, type NamedCommit } from './resolve.server.ts';
import type { SoftwareStore } from './repository.server.ts';
import { filesOf } from './trees.server.ts';
import { assertFiles } from './warnings.ts';

/** The version that is to run on every batch from now on. */
export interface Deploying {
	/** `name@<commit, tag or branch>`, or a name alone. */
	readonly version: string;
	/** Who sees what it says, and so what it may see; those who see the analysis unless given. */
	readonly audience: string | null;
	/** Values of its parameters by name; the manifest's defaults for the rest. */
	readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Deploys a version of an analysis for an audience, in place of the one that was.
 * @throws LookbackError `versioning/unknown-analysis`, `versioning/unknown-commit`, `versioning/bad-parameter`,
 * `versioning/wider-audience`, `versioning/no-manifest`, `versioning/missing-file`, and what `assertMayKeep` throws.
 */
export async function deploy(
	archive: Writing,
	question: Question,
	{ version, audience: wanted, parameters }: Deploying,
	now: Instant
): Promise<Moved & NamedCommit & { readonly audience: string }> {
	const { name, commit } = await resolveCommit(question, version);
	const { home } = await readSoftware(question, { name, commit });
	const audience = wanted ?? audienceOf(home);
	assertMayKeep(question.viewer, audience);
	assertNotWider(name, home, audience);
	const manifest = await assertComplete(archive.software, { name, commit });
	const movement = {
		ref: `deployment/${audience}`,
		commit,
		audience,
		parameters: parametersOf(manifest, parameters),
		collection: collectionOf(audience)
	};
	const entry = {
		actor: question.viewer.name,
		kind: 'deployment',
		note: `${name}@${commit} for ${audience}`
	};
	const moved = await oneAtATime(archive.database, () =>
		recordMovements(archive, entry, name, home, [movement], now)
	);
	return { ...moved, name, commit, audience };
}

/** Ends the deployment of an analysis for an audience. @throws LookbackError `versioning/not-deployed`, and as `deploy`. */
export async function endDeployment(
	archive: Writing,
	question: Question,
	name: string,
	wanted: string | null,
	now: Instant
): Promise<Moved> {
	const home = await homeSeen(question, name);
	const audience = wanted ?? audienceOf(home);
	assertMayKeep(question.viewer, audience);
	const movement = {
		ref: `deployment/${audience}`,
		commit: null,
		audience,
		parameters: null,
		collection: collectionOf(audience)
	};
	const entry = { actor: question.viewer.name, kind: 'deployment', note: `no ${name} for ${audience}` };
	const moved = await oneAtATime(archive.database, () =>
		recordMovements(archive, entry, name, home, [movement], now)
	);
	if (moved.moved.length > 0) return moved;
	throw new LookbackError('conflict', 'versioning/not-deployed', `${name} is not deployed for ${audience}.`, {
		name,
		audience
	});
}

/** What an audience sees must not be made by what it may not see. @throws LookbackError `versioning/wider-audience`. */
function assertNotWider(name: string, home: string, audience: string): void {
	const kept = audienceOf(home);
	if (kept === everyone || kept === audience) return;
	throw new LookbackError(
		'incorrect',
		'versioning/wider-audience',
		`${name} is for ${kept} to see, so that it can be deployed for ${kept} alone; got the audience ${audience}.`,
		{ name, audience }
	);
}

/** The manifest of a version that can be carried out. @throws LookbackError `versioning/no-manifest`, `versioning/missing-file`. */
async function assertComplete(software: SoftwareStore, { name, commit }: NamedCommit): Promise<Manifest> {
	const tree = await treeOf(software, commit);
	const { manifest, trouble } = await manifestOf(software, tree);
	const version = `${name}@${commit.slice(0, 10)}`;
	if (!manifest)
		throw new LookbackError(
			'incorrect',
			'versioning/no-manifest',
			`${version} cannot be deployed. ${trouble}`,
			{ name, commit }
		);
	assertFiles(version, manifest, await filesOf(software, tree));
	return manifest;
}
