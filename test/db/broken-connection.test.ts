import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, together, type Database, type Transaction } from '#lib/db/client.server.ts';
import { testDatabase } from '../support/database.ts';

// What is written to a lost connection fails where nobody can catch it, and ends a program.
const uncaught: unknown[] = [];
const note = (error: unknown) => void uncaught.push(error);

let database: Database;
let operator: Database;
beforeEach(async () => {
	process.on('uncaughtException', note);
	const url = await testDatabase();
	database = openDatabase(url, { max: 1 });
	operator = openDatabase(url, { max: 1 });
});
afterEach(async () => {
	await Promise.all([database.close(), operator.close()]);
	process.off('uncaughtException', note);
	expect(uncaught.splice(0)).toEqual([]);
});

async function endSessionOf(tx: Transaction): Promise<void> {
	const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
	await operator.sql`select pg_terminate_backend(${row!.pid})`;
	await pause(100);
}

const lost = { code: 'CONNECTION_CLOSED' };

it.each<[when: string, work: (tx: Transaction) => Promise<unknown>]>([
	['between its queries', (tx) => endSessionOf(tx).then(() => tx`select 1`)],
	['in a query', (tx) => Promise.all([endSessionOf(tx), pause(50).then(() => tx`select pg_sleep(5)`)])],
	[
		'before it fails by itself',
		(tx) => endSessionOf(tx).then(() => Promise.reject(new Error('for its own reasons')))
	],
	['before its commit', (tx) => endSessionOf(tx)],
	['in a part of it', (tx) => tx.savepoint((part) => endSessionOf(part).then(() => part`select 1`))],
	['before a part of it', (tx) => endSessionOf(tx).then(() => tx.savepoint((part) => part`select 1`))],
	['in a part that it goes on without', (tx) => tx.savepoint(endSessionOf).catch(() => tx`select 1`)]
])(
	'a transaction whose connection breaks off %s fails, and the next one has a new connection',
	async (_, work) => {
		await expect(database.sql.begin((tx) => work(tx))).rejects.toMatchObject(lost);
		await pause(200);
		const [row] = await database.sql.begin('read only', (tx) => tx<{ two: number }[]>`select 1 + 1 as two`);
		expect(row!.two).toBe(2);
	}
);

it('what is done together fails together when the connection breaks off', async () => {
	const work = together(database, async ({ sql }) => {
		const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
		await operator.sql`select pg_terminate_backend(${row!.pid})`;
		await pause(100);
		await sql.begin((tx) => tx`select 1`);
	});
	await expect(work).rejects.toMatchObject(lost);
	await pause(200);
	expect(await database.sql`select 1 as one`).toMatchObject([{ one: 1 }]);
});

it('a transaction commits and rolls back as ever, by parts too', async () => {
	await database.sql`create table kept (name text)`;
	await database.sql.begin(async (tx) => {
		await tx`insert into kept values ('whole')`;
		await tx.savepoint((part) => part`insert into kept values ('part')`);
		const undone = tx.savepoint(async (part) => {
			await part`insert into kept values ('undone')`;
			throw new Error('undo');
		});
		await expect(undone).rejects.toThrow('undo');
	});
	const failed = database.sql.begin(async (tx) => {
		await tx`insert into kept values ('never')`;
		await tx`select 1 / 0`;
	});
	await expect(failed).rejects.toMatchObject({ code: '22012' });
	expect(await database.sql.begin((tx) => [tx`select 1 as n`, tx`select 2 as n`])).toMatchObject([
		[{ n: 1 }],
		[{ n: 2 }]
	]);
	expect(await database.sql`select name from kept order by name`).toMatchObject([
		{ name: 'part' },
		{ name: 'whole' }
	]);
});
