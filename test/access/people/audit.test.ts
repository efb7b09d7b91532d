import { beforeEach, describe, expect, it } from 'vitest';
import { audited, listAudit, note, verifyAudit } from '#lib/access/people/audit.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { account, by, emptyDatabase, later, now } from './people.ts';

let database: Database;
let url: string;
beforeEach(async () => {
	({ database, url } = await emptyDatabase());
});

const entry = (detail: string) => ({ act: 'link-made', person: 'ada', detail }) as const;
const noteMany = async (count: number) => {
	for (let i = 0; i < count; i++) await note(database, by, entry(String(i)), later(i));
};
/** What whoever owns the database can do. */
async function asOwner(work: (sql: Database['sql']) => PromiseLike<unknown>): Promise<void> {
	const owner = openDatabase(url, { max: 1 });
	try {
		await work(owner.sql);
	} finally {
		await owner.close();
	}
}

describe('the audit log', () => {
	it('keeps who did what, when and from where, and lists the newest first', async () => {
		await note(database, { name: 'eva', address: '192.0.2.7' }, entry('first'), now);
		await note(database, by, { ...entry('second'), person: null }, later(1));
		await note(database, by, entry('third'), later(2));
		const list = (person: string | null, before = newestOfAll, limit = 10) =>
			listAudit(database, { before, person, limit });
		expect((await list(null)).map(({ detail }) => detail)).toEqual(['third', 'second', 'first']);
		expect((await list('ada')).map(({ detail }) => detail)).toEqual(['third', 'first']);
		expect((await list(null, 3n, 1)).map(({ detail }) => detail)).toEqual(['second']);
		expect((await list('ada')).at(-1)).toEqual({
			entry: 1n,
			at: now,
			actor: 'eva',
			address: '192.0.2.7',
			act: 'link-made',
			person: 'ada',
			detail: 'first'
		});
		expect(await verifyAudit(database)).toEqual({ entries: 3, findings: [] });
	});

	it('notes nothing of what failed', async () => {
		const failed = audited(database, by, entry(''), now, () => Promise.reject(new Error('no')));
		await expect(failed).rejects.toThrow('no');
		await account(database, 'ada', null);
		await expect(account(database, 'ada', null)).rejects.toThrow(/already/);
		expect(await verifyAudit(database)).toEqual({ entries: 1, findings: [] });
	});

	it('is one chain of entries that come at the same moment', async () => {
		await Promise.all(Array.from({ length: 60 }, (_, i) => note(database, by, entry(String(i)), now)));
		expect(await verifyAudit(database)).toEqual({ entries: 60, findings: [] });
		const entries = await listAudit(database, { before: newestOfAll, person: null, limit: 100 });
		expect(new Set(entries.map(({ detail }) => detail)).size).toBe(60);
		expect(entries.at(-1)!.entry).toBe(1n);
	});

	it('is added to by the application, and neither changed nor shortened', async () => {
		await noteMany(2);
		const { sql } = database;
		for (const wish of [
			sql`update audit set actor = 'eve'`,
			sql`delete from audit where entry = 1`,
			sql`truncate audit`,
			sql`alter table audit disable trigger all`
		])
			await expect(Promise.resolve(wish)).rejects.toThrow(/permission denied|must be owner/);
		expect(await verifyAudit(database)).toEqual({ entries: 2, findings: [] });
	});

	it.each([
		[
			"update audit set actor = 'eve' where entry = 3",
			['Entry 3 of the audit log is not as it was written.']
		],
		[
			"update audit set at = at + interval '1 microsecond' where entry = 3",
			['Entry 3 of the audit log is not as it was written.']
		],
		[
			'update audit set person = null where entry = 3',
			['Entry 3 of the audit log is not as it was written.']
		],
		['delete from audit where entry = 3', ['Entry 3 of the audit log is missing.']],
		['delete from audit where entry = 1', ['Entry 1 of the audit log is missing.']],
		[
			'delete from audit where entry = 5; update audit set entry = 5 where entry = 6',
			[
				'Entry 5 of the audit log does not follow the one before it.',
				'Entry 5 of the audit log is not as it was written.'
			]
		],
		[
			"update audit set digest = decode('00', 'hex') where entry = 3",
			[
				'Entry 3 of the audit log is not as it was written.',
				'Entry 4 of the audit log does not follow the one before it.'
			]
		]
	])('that somebody changed tells where: %s', async (change, findings) => {
		await noteMany(6);
		await asOwner((sql) => sql.unsafe(change));
		expect((await verifyAudit(database)).findings).toEqual(findings);
	});
});
