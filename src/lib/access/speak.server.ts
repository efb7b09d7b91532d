import type { Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { everyone } from './audience.ts';
import { groupsFor } from './groups.server.ts';
import { assertMay, assertMayWrite, may } from './permits.ts';
import { archiveGroup, type Role } from './roles.ts';
import { groupsOf, type Viewer } from './viewer.ts';

/**
 * Whether the viewer may say something for an audience: who has the role in a group for it, administrators of the archive
 * for the public. @throws LookbackError `access/...`, `access/unknown-audience` among them.
 */
export async function assertMaySpeakFor(
	database: Database,
	viewer: Viewer,
	role: Role,
	audience: string,
	now: Instant
): Promise<void> {
	if (audience === everyone) return assertMay(viewer, 'administrator', archiveGroup);
	assertMayWrite(viewer);
	if (viewer.isAdministrator && !viewer.roles.has(audience)) {
		const basis = { knownAt: now, batch: newestOfAll };
		const groups = await groupsFor({ database, basis, viewer }, null);
		if (!groups.some(({ name }) => name === audience))
			throw new LookbackError(
				'incorrect',
				'access/unknown-audience',
				`The audience must be public or a group that there is; got '${audience.slice(0, 100)}'.`,
				{ audience }
			);
	}
	assertMay(viewer, role, audience);
}

/** Audiences for which the viewer may say something, of those it belongs to. */
export function audiencesOf(viewer: Viewer, role: Role): string[] {
	const groups = groupsOf(viewer).filter((group) => may(viewer, role, group));
	return [...(may(viewer, 'administrator', archiveGroup) ? [everyone] : []), ...groups];
}
