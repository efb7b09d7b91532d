import { beforeAll, expect, test } from 'vitest';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { startPortal } from '../support/portal.ts';

let archive: SmallArchive;
let address: string;
let packet: string;
const broken = Buffer.from('{"circularId": 99002, "subject": ');

beforeAll(async () => {
	archive = await smallArchive();
	await archive.load([{ name: 'broken.json', bytes: broken, original: broken }], 'received', 'gcn.public');
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	const { refused } = await (await ask('/sources/refused.json')).json();
	packet = refused.find(({ name }: { name: string }) => name === 'broken.json').packet;
}, 300_000);

const ask = (path: string, isAdministrator = false) =>
	fetch(address + path, { headers: isAdministrator ? { authorization: `Bearer ${archive.token}` } : {} });

test('an administrator reads a refused packet: why, how it begins, and all of it', async () => {
	const page = await ask(`/sources/refused/${packet}`, true);
	expect(page.status).toBe(200);
	const html = await page.text();
	expect(html).toContain('broken.json');
	expect(html).toContain('&quot;circularId&quot;: 99002'.replaceAll('&quot;', '"'));
	expect(html).toMatch(/json\/malformed/);
	const original = await ask(`/sources/refused/${packet}.original`, true);
	expect(Buffer.from(await original.arrayBuffer())).toEqual(broken);
	expect(original.headers.get('content-disposition')).toContain('attachment');
});

test('its refusals are handed out as files, a page at a time', async () => {
	const csv = await (await ask(`/sources/refused/${packet}.csv`, true)).text();
	expect(csv.split('\n')[1]).toContain('json/malformed');
	const { refusals, next_cursor } = await (await ask(`/sources/refused/${packet}.json?limit=1`, true)).json();
	expect([refusals.length, next_cursor]).toEqual([1, null]);
	const behind = Buffer.from(JSON.stringify({ record: 0, batch: '0', fact: 0 })).toString('base64url');
	const rest = await (await ask(`/sources/refused/${packet}.json?cursor=${behind}`, true)).json();
	expect(rest.refusals).toEqual([]);
});

test('nobody else does', async () => {
	const formats = ['', '.original', '.json', '.csv'];
	for (const path of formats.map((format) => `/sources/refused/${packet}${format}`))
		expect((await ask(path)).status, path).toBe(401);
	expect(await (await ask('/sources/refused')).text()).not.toContain(`/sources/refused/${packet}"`);
});

test('a packet of which nothing was refused is not shown this way', async () => {
	for (const path of ['/sources/refused/1', '/sources/refused/1.original', '/sources/refused/999999'])
		expect((await ask(path, true)).status, path).toBe(404);
	expect((await ask('/sources/refused/nonsense', true)).status).toBe(400);
});

test('the sources count refusals by reason, and packets by time and collection', async () => {
	const sources = await (await ask('/sources.json')).json();
	expect(sources.reasons).toContainEqual(
		expect.objectContaining({ code: 'json/malformed', refused: 1, packets: 1 })
	);
	const packets = (rows: { packets: number }[]) => rows.reduce((sum, row) => sum + row.packets, 0);
	expect(packets(sources.received)).toBe(packets(sources.sources));
	expect(sources.collections.map(({ collection }: { collection: string }) => collection)).toContain(
		'gcn.public'
	);
});
