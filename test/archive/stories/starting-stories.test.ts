import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { setPolicy } from '#lib/access/policies.server.ts';
import { loadStartingStories } from '#lib/archive/demo/starting-stories.server.ts';
import { folderStore, type RawStore } from '#lib/archive/index.server.ts';
import { verify } from '#lib/archive/verify.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { present } from '../../support/archive.ts';
import { testDatabase } from '../../support/database.ts';
import { testFolder } from '../../support/folder.ts';

const now = () => present;
const open: Database[] = [];
async function fresh() {
	const database = openDatabase(await testDatabase(), { max: 4, role: 'lookback_app' });
	open.push(database);
	return { database, store: folderStore(join(testFolder(), 'raw')) };
}
afterAll(async () => {
	for (const database of open) await database.close();
});

async function contents({ sql }: Database) {
	const [row] = await sql`
		select (select count(*)::integer from packet) as packets, (select count(*)::integer from notice) as notices,
			(select count(*)::integer from statement) as statements,
			(select count(*)::integer from photometry) as measurements,
			(select count(*)::integer from localization) as maps,
			(select count(*)::integer from quarantine) as refused,
			(select count(*)::integer from batch where kind = 'ingest') as ingests,
			(select count(*)::integer from batch where kind = 'policy') as policies`;
	return row!;
}

describe('the stories of a first start', () => {
	it('are recorded once, in one batch that says what they are, and stand up to verification', async () => {
		const { database, store } = await fresh();
		const packets = await loadStartingStories(database, store, now);
		const loaded = await contents(database);
		expect(loaded).toMatchObject({ packets, refused: 0, ingests: 1, policies: 4 });
		for (const name of ['packets', 'notices', 'statements', 'measurements', 'maps'])
			expect(loaded[name], name).toBeGreaterThan(3);
		const [{ note }] = await database.sql<[{ note: string }]>`select note from batch where kind = 'ingest'`;
		expect(note).toMatch(/real events, retold from published facts/);
		expect(await loadStartingStories(database, store, now)).toBeNull();
		expect(await contents(database)).toEqual(loaded);
		expect((await verify(database, store)).findings).toEqual([]);
	});

	it('say of every notice and statement where it is written', async () => {
		const { database, store } = await fresh();
		await loadStartingStories(database, store, now);
		const silent = await database.sql`
			select notice_id as what from notice where coalesce(detail->>'source', '') = ''
			union all
			select subject || ' ' || property from statement where coalesce(detail->>'source', '') = ''`;
		expect([...silent]).toEqual([]);
	});

	it('are completed by the next start when the first was cut off', async () => {
		const { database, store } = await fresh();
		const failing: RawStore = {
			...store,
			write: () => {
				throw new Error('the power went');
			}
		};
		await expect(loadStartingStories(database, failing, now)).rejects.toThrow('the power went');
		expect(await contents(database)).toMatchObject({ packets: 0, policies: 4 });
		expect(await loadStartingStories(database, store, now)).toBeGreaterThan(20);
		expect(await contents(database)).toMatchObject({ policies: 4, ingests: 1 });
	});

	it('leave an archive alone in which anyone has recorded something', async () => {
		const { database, store } = await fresh();
		await database.sql`
			insert into batch (batch, sealed_at, actor, kind, note, facts, previous, digest, manifest)
			values (1, now(), 'someone', 'ingest', '', 0, '\\x00', '\\x01', '')`;
		expect(await loadStartingStories(database, store, now)).toBeNull();
		expect(await contents(database)).toMatchObject({ packets: 0, policies: 0 });
	});

	it('leave a policy as its owner has decided it', async () => {
		const { database, store } = await fresh();
		const own = { name: 'lvc.circulars', owner: 'lvc', policy: 'group', title: 'Ours' } as const;
		const knownAt = parseInstant('2020-01-01');
		await setPolicy(database, { ...own, publicFrom: null, publicAfterMonths: null, knownAt }, 'ada', present);
		expect(await loadStartingStories(database, store, now)).toBeGreaterThan(20);
		const policies = await database.sql`select owner from collection_policy where name = 'lvc.circulars'`;
		expect([...policies]).toEqual([{ owner: 'lvc' }]);
	});
});
