import { everyone } from '#lib/access/audience.ts';
import type { Viewer } from '#lib/access/viewer.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { audienceOf, collectionOf } from '../audience.ts';
import { analysisName } from '../manifest.ts';
import { assertMayKeep, mayKeep } from './may-keep.ts';
import { homeOf } from './state.server.ts';

/**
 * The collection that an analysis goes to: the one it has been in since its first commit, else that of the audience given,
 * everyone unless told.
 * @throws LookbackError `versioning/bad-name`, `versioning/name-taken`, and what `assertMayKeep` throws.
 */
export async function homeFor(
	database: Database,
	viewer: Viewer,
	name: string,
	audience: string | null
): Promise<string> {
	assertAnalysisName(name);
	const home = await homeOf(database, name);
	if (home === null) {
		assertMayKeep(viewer, audience ?? everyone);
		return collectionOf(audience ?? everyone);
	}
	const kept = audienceOf(home);
	// whose it is, where that is not for them to know, is not told
	if ((audience !== null && audience !== kept) || !mayKeep(viewer, kept)) {
		if (viewer.collections.includes(home) && audience === null) assertMayKeep(viewer, kept);
		throw new LookbackError(
			'conflict',
			'versioning/name-taken',
			`The name ${name} is taken by an analysis of another audience; an analysis stays with its audience, and a name is given once.`,
			{ name }
		);
	}
	return home;
}

/** @throws LookbackError `versioning/bad-name`. */
export function assertAnalysisName(name: string): void {
	if (analysisName.safeParse(name).success) return;
	throw new LookbackError(
		'incorrect',
		'versioning/bad-name',
		`The name of an analysis must be 2 to 63 lower-case letters, digits and hyphens, a letter first; got ${JSON.stringify(name.slice(0, 100))}.`,
		{ name }
	);
}
