import { expect, test } from 'vitest';
import { getter, smallArchive } from '../support/archive.ts';

test('tables of a list go on to its end, over as many pages as it has', async () => {
	const archive = await smallArchive();
	const get = getter(archive);
	await archive.recordEvents(2100);
	const lines = (await (await get('/events.csv')).text()).trim().split('\r\n');
	expect(new Set(lines.filter((line) => line.startsWith('many')))).toHaveProperty('size', 2100);
	const cut = await get('/events.vot?limit=5');
	expect(cut.headers.get('link')).toContain('rel="next"');
	expect(await cut.text()).toContain('OVERFLOW');
	const [{ batch }] = await archive.database.sql<[{ batch: bigint }]>`select max(batch) as batch from batch`;
	const subjects = (await (await get(`/batches/${batch}.csv?table=subjects`)).text()).trim().split('\r\n');
	expect(new Set(subjects.slice(1))).toHaveProperty('size', 2100);
	expect((await (await get(`/batches/${batch}.csv`)).text()).trim().split('\r\n')).toHaveLength(2);
	const page = await (await get(`/batches/${batch}.json?limit=7`)).json();
	const after = await (await get(page.next)).json();
	expect(new Set([...page.subjects, ...after.subjects].map(({ subject }) => subject))).toHaveProperty(
		'size',
		14
	);
});
