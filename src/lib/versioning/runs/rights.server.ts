import { groupsFor } from '#lib/access/groups.server.ts';
import { assertMay, assertMayWrite, may } from '#lib/access/permits.ts';
import { archiveGroup } from '#lib/access/roles.ts';
import { sightOf } from '#lib/access/viewer.server.ts';
import { groupsOf, type Viewer } from '#lib/access/viewer.ts';
import type { Basis } from '#lib/archive/basis.ts';
import type { Question } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { everyone } from '../audience.ts';

/** What an audience could see at a basis, as far as the viewer may see it now: all that a run for it reads. */
export async function questionFor(
	database: Database,
	viewer: Viewer,
	audience: string,
	{ knownAt, batch }: Basis
): Promise<Question> {
	const basis = { knownAt, batch, pinned: true, isNow: false };
	return { database, basis, viewer: await sightOf(database, viewer, audience, basis) };
}

/**
 * Whether the viewer may say something for an audience: contributors of a group for it, administrators of the archive for
 * the public. @throws LookbackError `access/...`, `versioning/unknown-audience`.
 */
export async function assertMaySpeakFor(
	database: Database,
	viewer: Viewer,
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
				'versioning/unknown-audience',
				`The audience must be public or a group that there is; got '${audience.slice(0, 100)}'.`,
				{ audience }
			);
	}
	assertMay(viewer, 'contributor', audience);
}

/** Audiences for which the viewer may say something, of those it belongs to. */
export function audiencesOf(viewer: Viewer): string[] {
	const groups = groupsOf(viewer).filter((group) => may(viewer, 'contributor', group));
	return [...(may(viewer, 'administrator', archiveGroup) ? [everyone] : []), ...groups];
}

/**
 * What is known at a moment to come cannot be told yet, and nothing can rest on it.
 * @throws LookbackError `versioning/future-basis`.
 */
export function assertNotFuture({ knownAt }: Basis, now: Instant): void {
	if (knownAt <= now) return;
	throw new LookbackError(
		'incorrect',
		'versioning/future-basis',
		`known is ${formatInstant(knownAt)}, which is still to come; it must be no later than now, ${formatInstant(now)}.`,
		{ known: formatInstant(knownAt), now: formatInstant(now) }
	);
}
