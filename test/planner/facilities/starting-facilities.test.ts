import { expect, it } from 'vitest';
import {
	listFacilities,
	recordStartingFacilities,
	seedFacilities
} from '#lib/planner/facilities/index.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { resolveBasis } from '#lib/archive/index.server.ts';
import { present, smallArchive } from '../../support/archive.ts';
import { storyArchive } from '../../support/story-archive.ts';

it('an archive of stories alone is given the facilities that come along, once', async () => {
	const archive = await storyArchive();
	const { database } = archive;
	const count = seedFacilities().length;
	expect(await recordStartingFacilities(archive, () => present)).toBe(count);
	expect(await recordStartingFacilities(archive, () => present)).toBeNull();
	const basis = await resolveBasis(database, {}, present);
	expect(await listFacilities({ database, basis, viewer: await localViewer(database) })).toHaveLength(count);
});

it('an archive that is in use is left alone', async () => {
	const archive = await smallArchive();
	expect(await recordStartingFacilities(archive, () => present)).toBeNull();
});
