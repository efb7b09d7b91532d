import { everyone } from '#lib/access/audience.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import { assertMay, may } from '#lib/access/permits.ts';
import { groupsOf, type Viewer } from '#lib/access/viewer.ts';
import { LookbackError } from '#lib/errors.ts';
import { collectionOf } from '../audience.ts';

/**
 * Whether somebody may push, tag and deploy what an audience sees: contributors of a group for their group, administrators
 * of the archive for everyone.
 */
export function mayKeep(viewer: Viewer, audience: string): boolean {
	return audience === everyone
		? may(viewer, 'administrator', archiveGroup)
		: may(viewer, 'contributor', audience);
}

/** Audiences for which somebody may push, tag and deploy; everyone first. */
export function audiencesKept(viewer: Viewer): string[] {
	return [everyone, ...groupsOf(viewer)].filter((audience) => mayKeep(viewer, audience));
}

/** @throws LookbackError `access/not-allowed`, or `versioning/bad-audience` for a group whose name has a full stop. */
export function assertMayKeep(viewer: Viewer, audience: string): void {
	// the collection of a group is its own by the first word of its name
	if (audience !== everyone && !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(audience))
		throw new LookbackError(
			'incorrect',
			'versioning/bad-audience',
			`The audience must be public or a group whose name has only letters, digits, _ and -, since its collection is called ${collectionOf('<group>')}; got ${JSON.stringify(audience.slice(0, 100))}.`,
			{ audience }
		);
	if (audience === everyone) assertMay(viewer, 'administrator', archiveGroup);
	else assertMay(viewer, 'contributor', audience);
}
