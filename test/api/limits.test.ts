import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { GET } from '../../src/routes/api/trpc/[...path]/+server.ts';
import { getter, smallArchive, type SmallArchive } from '../support/archive.ts';

let archive: SmallArchive;
let hasty: Database;

beforeAll(async () => {
	archive = await smallArchive();
	await archive.recordEvents(3000);
	hasty = openDatabase(archive.url, { role: 'lookback_app', statementMs: 1000 });
});

afterAll(() => hasty.close());

test('a question that takes too long is stopped, and that is said in a sentence', async () => {
	const owner = openDatabase(archive.url, { max: 1 });
	try {
		await owner.sql.begin(async (tx) => {
			await tx`lock table notice in access exclusive mode`;
			const response = await getter({ ...archive, database: hasty })('/events.json');
			expect(response.status).toBe(503);
			expect(response.headers.get('retry-after')).not.toBeNull();
			expect(await response.json()).toMatchObject({
				code: 'api/long-question',
				detail: expect.stringContaining('The question took too long and was stopped; ask for less')
			});
		});
	} finally {
		await owner.close();
	}
	expect((await getter({ ...archive, database: hasty })('/events.json')).status).toBe(200);
});

test('a batch of too many calls is refused with a sentence', async () => {
	const batch = (calls: number, comma = ',') => {
		const url = new URL(
			`/api/trpc/${Array(calls).fill('sources.list').join(comma)}?batch=1`,
			'http://lookback.test'
		);
		const event = { locals: {}, request: new Request(url), url };
		return GET(event as unknown as Parameters<typeof GET>[0]);
	};
	const response = await batch(1000);
	expect(response.status).toBe(400);
	expect(await response.json()).toMatchObject({
		code: 'api/long-batch',
		detail: 'A batch must have at most 20 calls; it has 1000.'
	});
	for (const comma of [',', '%2C', '%2c'])
		expect((await (await batch(21, comma)).json()).code).toBe('api/long-batch');
});

test.each<Record<string, string>>([
	{ 'trpc-accept': 'application/jsonl' },
	{ accept: 'text/html, application/jsonl' }
])(
	'a batch whose answers would come one by one, after the head that ends its turn, is refused: %j',
	async (headers) => {
		const url = new URL('/api/trpc/sources.list,sources.list?batch=1', 'http://lookback.test');
		const event = { locals: {}, request: new Request(url, { headers }), url };
		const response = await GET(event as unknown as Parameters<typeof GET>[0]);
		expect(response.status).toBe(400);
		expect((await response.json()).code).toBe('api/no-stream');
	}
);

describe('answers that nobody reads on', () => {
	test('hold no session of the database, and hold up nobody who reads', async () => {
		const get = getter(archive);
		const unread = await Promise.all(Array.from({ length: 8 }, () => get('/events.csv')));
		const readers = unread.map(({ body }) => body!.getReader());
		await Promise.all(readers.map((reader) => reader.read()));
		const whole = await (await get('/events.csv')).text();
		expect(whole.trim().split('\n').length).toBeGreaterThan(3000);
		const watching = openDatabase(archive.url, { max: 1 });
		const inUse = () => watching.sql`
			select query from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid() and usename = current_user
				and application_name = 'lookback' and (state <> 'idle' or xact_start is not null)`;
		await expect.poll(inUse).toEqual([]);
		await watching.close();
		await Promise.all(readers.map((reader) => reader.cancel()));
	});
});
