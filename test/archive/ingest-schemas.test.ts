import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, inject, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import {
	folderStore,
	ingest,
	openPaths,
	readAlert,
	readCutout,
	resolveBasis
} from '#lib/archive/index.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { testDatabase } from '../support/database.ts';
import { containerOf, datum } from './packets/avro/make.ts';
import { alertRecord, alertSchema, rubinSchemas } from './packets/lsst/make.ts';

const now = parseInstant('2026-06-01T00:00:00Z');
const opened: Database[] = [];
afterAll(async () => {
	for (const one of opened) await one.close();
});

async function archive() {
	const database = openDatabase(await testDatabase(), { max: 4, role: 'lookback_app' });
	opened.push(database);
	const store = folderStore(mkdtempSync(join(inject('runFolder'), 'schemas-')));
	const load = (files: Readonly<Record<string, string | Uint8Array>>) => {
		const folder = mkdtempSync(join(inject('runFolder'), 'files-'));
		for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
		const options = { actor: 'test', note: '', rule: { kind: 'received' }, now: () => now } as const;
		return ingest(database, store, openPaths([folder]), options);
	};
	return { database, store, load };
}

const documents = rubinSchemas('9_0').map(([, json]) => JSON.stringify(json));
const schemasEach = (wrap: (text: string) => string | Uint8Array, suffix = '.avsc') =>
	Object.fromEntries(documents.map((text, index) => [`schema-${index}${suffix}`, wrap(text)]));
const bare = datum(alertSchema('9_0'), alertRecord());

it.each([
	['one a file, compressed', schemasEach(gzipSync, '.avsc.gz')],
	['one a file, with a byte-order mark', schemasEach((text) => `\ufeff${text}`)],
	['in a list', { 'all.avsc': `[${documents.join(', ')}]` }],
	['one a line', { 'all.avsc': `${documents.join('\n')}\n` }]
])(
	'schemas that come %s read the bare datums beside them, and those that come later',
	async (_what, files) => {
		const { load } = await archive();
		const first = await load({ ...files, 'z-alert.bin': bare });
		expect([first.total('refused'), first.recorded.get('alert')]).toEqual([0, 1]);
		const later = await load({ 'alert.bin': datum(alertSchema('9_0'), alertRecord({ diaSourceId: 78n })) });
		expect([later.total('refused'), later.recorded.get('alert')]).toEqual([0, 1]);
	}
);

it('cutouts are served from a packet that was compressed by itself', async () => {
	const { database, store, load } = await archive();
	const image = Buffer.from('SIMPLE  =                    T');
	const packet = containerOf(alertSchema('9_0'), [alertRecord({ cutoutScience: image })]);
	await load({ 'alert.avro.gz': gzipSync(packet) });
	const question = {
		database,
		viewer: await localViewer(database),
		basis: await resolveBasis(database, {}, now)
	};
	const [{ alert_id }] = await database.sql<[{ alert_id: bigint }]>`select alert_id from alert`;
	const alert = await readAlert(question, 'lsst', alert_id);
	expect(Buffer.from((await readCutout(question, store, alert, 'science')).bytes)).toEqual(image);
});
