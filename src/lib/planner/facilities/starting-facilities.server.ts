import { localViewer } from '#lib/access/viewer.server.ts';
import { storiesActor } from '#lib/archive/demo/starting-stories.server.ts';
import type { RawStore } from '#lib/archive/index.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { recordFacilities } from './record.server.ts';
import { seedFacilities } from './seed.server.ts';

/**
 * Records the facilities that come with the project in an archive that holds nothing beside the stories of a first start. The
 * answer is how many were recorded now; null where the archive is in use, or has them already.
 */
export async function recordStartingFacilities(
	archive: { readonly database: Database; readonly store: RawStore },
	now: () => Instant
): Promise<number | null> {
	const { database } = archive;
	const [use] = await database.sql<[{ isUsed: boolean }]>`
		select exists (
			select from batch where kind not in ('membership', 'policy') and actor <> ${storiesActor}) as "isUsed"`;
	if (use.isUsed) return null;
	const wishes = seedFacilities().map((facility) => ({ facility }));
	return recordFacilities(archive, wishes, {
		viewer: await localViewer(database),
		actor: 'lookback/facilities',
		now: now()
	});
}
