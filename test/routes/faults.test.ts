import { beforeAll, expect, test } from 'vitest';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { makeLink } from '#lib/access/people/links.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { startPortal } from '../support/portal.ts';

const password = 'umbrella teapot lantern river';
const by = { name: 'test', address: null };
const clock = () => (Date.now() * 1000) as Instant;

let archive: SmallArchive;
let address: string;
/** All that the portal has written to its outputs. */
let written = '';
let link: string;
let session: string;

beforeAll(async () => {
	archive = await smallArchive();
	const { database } = archive;
	await makeAccount(database, { person: 'ada', password }, by, clock());
	link = await makeLink(database, 'ada', by, clock());
	session = (await openSession(database, 'ada', 'link', null, clock())).secret;
	const portal = await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir });
	({ address } = portal);
	for (const output of [portal.process.stdout!, portal.process.stderr!])
		output.on('data', (text: Buffer) => (written += text.toString()));
}, 300_000);

/** Does something while a table has another name, which nobody foresaw. */
async function without<T>(table: string, work: () => Promise<T>): Promise<T> {
	const owner = openDatabase(archive.url, { max: 1 });
	try {
		await owner.sql.unsafe(`alter table ${table} rename to ${table}_elsewhere`);
		return await work();
	} finally {
		await owner.sql.unsafe(`alter table ${table}_elsewhere rename to ${table}`);
		await owner.close();
	}
}
function form(path: string, fields: Record<string, string>): Promise<Response> {
	const headers = { origin: address, accept: 'text/html' };
	const body = new URLSearchParams(fields);
	return fetch(address + path, { method: 'POST', body, headers, redirect: 'manual' });
}

test.each([
	['a link', 'link', () => form(`/enter/${link}`, {}), 'form /enter/[secret]'],
	['a password', 'account', () => form('/sign-in', { person: 'ada', password }), 'form /sign-in'],
	[
		'a token',
		'token',
		() => fetch(`${address}/events.json`, { headers: { authorization: `Bearer ${archive.token}` } }),
		'GET /events.json'
	],
	[
		'a cookie',
		'session',
		() => fetch(`${address}/events`, { headers: { cookie: `lookback_session=${session}` } }),
		'/events'
	]
])(
	'a fault with %s is logged under the number that is told, and its secret is not',
	async (_, table, ask, what) => {
		written = '';
		const answer = await without(table, ask);
		const told = await answer.text();
		expect(answer.status).toBe(500);
		await expect.poll(() => written).toContain(what);
		const [number] = /[\da-f]{8}-[\da-f-]{27}/.exec(told) ?? [];
		expect(written).toContain(`[fault ${number}]`);
		for (const secret of [link, password, archive.token, session]) expect(written).not.toContain(secret);
		expect(told).not.toContain('relation');
	}
);
