import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { listBlocks } from '#lib/planner/bookings/index.server.ts';
import { resolveBasis } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { facilityServer } from '../support/facility-server.ts';
import { planSomething, polaris } from '../support/planned.ts';
import { startPortal } from '../support/portal.ts';
import { storyArchive } from '../support/story-archive.ts';

test('a running portal asks the systems of facilities, and tells their operators what the trouble is', async () => {
	const archive = await storyArchive();
	const { database, dataDir, url } = archive;
	const now = () => (Date.now() * 1000) as Instant;
	const { secret } = await openSession(database, null, 'link', null, now());
	const { plan, block } = await planSomething(archive);
	const blocks = async () => {
		const basis = await resolveBasis(database, {}, now());
		const question = { database, basis, viewer: await localViewer(database) };
		return listBlocks(question, { plan, limit: 100 });
	};
	const waiting = (await blocks()).find(({ state }) => state === 'proposed')!;
	const system = await facilityServer(now);
	system.courses.set(polaris.name, [{ state: 'accepted' }]);
	const facilities = [...new Set((await blocks()).map(({ facility }) => facility))];
	const adapter = { kind: 'json', name: 'queue', facilities, url: system.url, every_seconds: 5 };
	writeFileSync(join(dataDir, 'adapters.json'), JSON.stringify([adapter]));
	const portal = await startPortal({ DATABASE_URL: url, LOOKBACK_DATA: dataDir });
	const stateOf = async () => (await blocks()).find((one) => one.block === waiting.block)!.state;
	await expect.poll(stateOf, { timeout: 60_000, interval: 500 }).toBe('accepted');
	const { facility } = (await blocks()).find((one) => one.block === block)!;
	const page = async (headers: Record<string, string> = {}) =>
		(await fetch(`${portal.address}/facilities/${facility}`, { headers })).text();
	// it was accepted here before there was a system that could have known
	const trouble = `${block}: It is accepted here, and queue knows nothing of it.`;
	expect(await page({ cookie: `lookback_session=${secret}` })).toContain(trouble);
	const open = await page();
	expect(open).toContain('queue answers for it');
	expect(open).not.toContain(trouble);
});

test('a start with an adapters.json that cannot be used ends with a sentence', async () => {
	const archive = await storyArchive();
	writeFileSync(join(archive.dataDir, 'adapters.json'), '[{"kind": "json"}]');
	await expect(startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).rejects.toThrow(
		/adapters\.json of the data folder cannot be used/
	);
});
