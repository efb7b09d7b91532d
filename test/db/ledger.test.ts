import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveBasis, verify } from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record } from '#lib/db/ledger.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { testDatabase } from '../support/database.ts';

let url: string;
let database: Database;
let owner: Database;
beforeAll(async () => {
	url = await testDatabase();
	database = openDatabase(url, { max: 8, role: 'lookback_app' });
	owner = openDatabase(url, { max: 2 });
});
afterAll(async () => {
	await database?.close();
	await owner?.close();
});

const known_at = 1_500_000_000_000_000 as Instant;
const noRaw = {
	place: 'nowhere',
	write: async () => {},
	read: async () => Buffer.alloc(0),
	discard: async () => {}
};

function saying(subject: string, ...values: string[]): FactSet {
	const facts = new FactSet();
	for (const value_text of values) {
		facts.add('statement', {
			subject,
			property: 'comment',
			qualifier: value_text,
			agent: 'test',
			software: null,
			value_text,
			value_number: 0.1,
			unit: null,
			detail: { note: 'é "quoted"\n', list: [1, 2.5, null] },
			collection: 'test.public',
			known_at,
			known_from: 'stated',
			version: 1n,
			packet: null
		});
	}
	return facts;
}

const entry = { actor: 'test', kind: 'test', note: '', segment: null };

describe('the ledger', () => {
	it('numbers and seals batches in the order of their commits, with many writers at once', async () => {
		const polls: { batch: bigint; sealedAt: Instant }[] = [];
		let writing = true;
		const poll = (async () => {
			while (writing) {
				const [row] = await owner.sql<{ batch: bigint; sealed_at: Instant }[]>`
					select batch, sealed_at from batch order by batch desc limit 1`;
				if (row) polls.push({ batch: row.batch, sealedAt: row.sealed_at });
			}
		})();
		const writers = Array.from({ length: 6 }, async (_, writer) => {
			for (let turn = 0; turn < 15; turn++) {
				await record(
					database,
					{ ...entry, actor: `writer ${writer}` },
					saying(`objects/t/${writer}`, `turn ${turn}`)
				);
			}
		});
		await Promise.all(writers);
		writing = false;
		await poll;
		const batches = await owner.sql<{ batch: bigint; sealed_at: Instant }[]>`
			select batch, sealed_at from batch order by batch`;
		expect(batches.map((row) => Number(row.batch))).toEqual(
			Array.from({ length: 90 }, (_, index) => index + 1)
		);
		for (const [index, row] of batches.slice(1).entries()) {
			expect(row.sealed_at).toBeGreaterThan(batches[index]!.sealed_at);
		}
		// what a reader once saw as the newest is never preceded by something sealed later
		for (const seen of polls) {
			const [at] = await owner.sql<{ batch: bigint }[]>`
				select max(batch) as batch from batch where sealed_at <= ${seen.sealedAt}`;
			expect(at!.batch).toBe(seen.batch);
		}
		expect((await verify(database, noRaw)).findings).toEqual([]);
	});

	it('makes no batch of what is on record already', async () => {
		expect(await record(database, entry, saying('objects/t/again', 'once'))).not.toBeNull();
		expect(await record(database, entry, saying('objects/t/again', 'once'))).toBeNull();
		const sealed = await record(database, entry, saying('objects/t/again', 'once', 'twice', 'twice'));
		expect(sealed!.recorded.get('statement')).toBe(1);
	});

	it('leaves nothing of a batch whose writing failed', async () => {
		const before = await owner.sql`select count(*) from batch`;
		const facts = saying('objects/t/fails', 'never seen');
		facts.add('collection_policy', {
			name: 'x',
			owner: 'x',
			policy: 'nonsense',
			public_from: null,
			public_after_months: null,
			title: '',
			collection: 'x',
			known_at,
			known_from: 'stated',
			version: 1n,
			packet: null
		});
		await expect(record(database, entry, facts)).rejects.toThrow(/check constraint/);
		expect(await owner.sql`select count(*) from batch`).toEqual(before);
		expect(await owner.sql`select from statement where value_text = 'never seen'`).toHaveLength(0);
	});

	it('lets the application neither change nor remove a fact', async () => {
		for (const statement of [
			`update statement set value_text = 'other'`,
			'delete from statement',
			'truncate statement',
			`update batch set actor = 'other'`,
			'delete from batch'
		]) {
			await expect(database.sql.unsafe(statement)).rejects.toThrow(/permission denied/);
		}
	});

	it('refuses the state as recorded at an instant that is not settled yet', async () => {
		const [newest] = await owner.sql<{ sealed_at: Instant; batch: bigint }[]>`
			select sealed_at, batch from batch order by batch desc limit 1`;
		const now = (newest!.sealed_at + 10_000_000) as Instant;
		const asRecorded = (at: number) =>
			resolveBasis(database, { asRecorded: formatInstant(at as Instant) }, now);
		expect((await asRecorded(newest!.sealed_at)).batch).toBe(newest!.batch);
		await expect(asRecorded(newest!.sealed_at + 1)).rejects.toThrow(/not settled/);
	});
});

describe('verification', () => {
	const tampered = async (change: string, undo: string) => {
		await owner.sql.unsafe(change);
		const { findings } = await verify(database, noRaw);
		await owner.sql.unsafe(undo);
		expect((await verify(database, noRaw)).findings).toEqual([]);
		return findings.map((finding) => finding.what).join('; ');
	};

	it('names a row of which one field was changed', async () => {
		const what = await tampered(
			`update statement set value_number = 0.2 where value_text = 'once'`,
			`update statement set value_number = 0.1 where value_text = 'once'`
		);
		expect(what).toMatch(
			/^statement objects\/t\/again\/comment\/once\/test \(batch \d+, fact 0\) was changed/
		);
	});

	it('names a row that is gone and a row that was slipped in', async () => {
		await owner.sql`create table kept as select * from statement where value_text = 'once'`;
		expect(
			await tampered(
				`delete from statement where value_text = 'once'`,
				'insert into statement select * from kept'
			)
		).toMatch(/^statement has lost the row of batch \d+, fact 0$/);
		expect(
			await tampered(
				`insert into statement select (jsonb_populate_record(s, '{"subject": "objects/t/forged", "fact": 77}')).* from kept s`,
				`delete from statement where subject = 'objects/t/forged'`
			)
		).toMatch(/did not record/);
		await owner.sql`drop table kept`;
	});

	it('names a batch whose words, time or place in the chain were changed', async () => {
		for (const [column, value] of [
			['actor', `'somebody else'`],
			['sealed_at', `sealed_at + interval '1 microsecond'`],
			['note', `'nothing to see'`]
		] as const) {
			await owner.sql.unsafe(`create table kept as select * from batch where batch = 7`);
			expect(
				await tampered(
					`update batch set ${column} = ${value} where batch = 7`,
					`update batch set ${column} = kept.${column} from kept where batch.batch = 7`
				)
			).toMatch(/^batch 7 itself was changed/);
			await owner.sql`drop table kept`;
		}
	});
});
