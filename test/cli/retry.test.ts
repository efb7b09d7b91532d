import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { testFolder } from '../support/folder.ts';
import { sample, samples } from '../support/samples.ts';
import { datum } from '../archive/packets/avro/make.ts';
import { alertRecord, alertSchema, diaSource, framed, rubinSchemas } from '../archive/packets/lsst/make.ts';
import { commandLine, folderOf, type CommandLine } from './command-line.ts';

const version = '10_0';

/** A Rubin alert as its stream sends it: without the schema, which has id 1000. It does not say when it was processed. */
function message(id: bigint): Buffer {
	const source = diaSource({ diaSourceId: id, timeProcessedMjdTai: null });
	return framed(1000, datum(alertSchema(version), alertRecord({ diaSourceId: id, diaSource: source })));
}

function schemaFolder(): string {
	const folder = testFolder();
	for (const [name, json] of rubinSchemas(version)) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), JSON.stringify(json));
	}
	return folder;
}

describe('packets without their schema', () => {
	let line: CommandLine;
	let received: { sha256: string; received_at: bigint }[];
	beforeAll(async () => {
		line = await commandLine();
		const packets = folderOf([
			{ name: 'bare.avro', bytes: message(1n) },
			{ name: 'packed.avro.gz', bytes: gzipSync(message(2n)) },
			{ name: 'README', bytes: Buffer.from('No packet.') }
		]);
		expect(await line.lookback('ingest', packets)).toMatchObject({ code: 0 });
		received = await receipts(line);
	});

	test('are listed with their reasons', async () => {
		const refused = await line.rows('quarantine');
		expect(refused.map(({ code }) => code).sort()).toEqual([
			'archive/unrecognised',
			'avro/missing-schema',
			'avro/missing-schema'
		]);
		expect(refused.map(({ reason }) => reason).join()).toContain('schema id 1000');
	});

	test('stay where they are when they are read again without it', async () => {
		const { code, stderr } = await line.lookback('retry');
		expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(', 3 left in quarantine.') });
		expect(await line.rows('batches')).toHaveLength(1);
	});

	test('are recorded as of their receipt once the schema is given, compressed or not', async () => {
		expect(await line.lookback('ingest', schemaFolder())).toMatchObject({ code: 0 });
		const { code, stdout, stderr } = await line.lookback('retry');
		expect({ code, stdout }).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(/^lsst +avro +2 +2 +0 +0$/m)
		});
		expect(stderr).toContain(', 1 left in quarantine.');
		const alerts = await line.database.sql<{ alert_id: bigint; known_at: bigint; known_from: string }[]>`
			select alert_id, known_at, known_from from alert order by alert_id`;
		expect(alerts.map(({ alert_id, known_from }) => [alert_id, known_from])).toEqual([
			[1n, 'received'],
			[2n, 'received']
		]);
		const first = received.map(({ received_at }) => received_at);
		for (const { known_at } of alerts) expect(first).toContain(known_at);
		expect((await line.rows('quarantine')).map(({ code }) => code)).toEqual(['archive/unrecognised']);
		expect(await receipts(line)).toEqual(received);
	});

	test('are read once: another retry changes nothing, and the ledger stands', async () => {
		const before = await line.rows('batches');
		await line.lookback('retry');
		expect(await line.rows('batches')).toEqual(before);
		expect(await line.lookback('verify')).toMatchObject({ code: 0 });
	});
});

test('packets of a closed collection stay closed when they are read again', async () => {
	const line = await commandLine();
	const packets = folderOf([{ name: 'bare.avro', bytes: message(1n) }]);
	await line.lookback('ingest', packets, '--collection', 'lsst.partners');
	await line.lookback('ingest', schemaFolder());
	await line.lookback('retry');
	expect(await line.rows('objects')).toHaveLength(1);
	expect(await line.rows('objects', '--as', 'anonymous')).toEqual([]);
});

describe.skipIf(!samples)("Rubin's own messages", () => {
	test('are read from quarantine with the schemas of lsst/alert_packet', async () => {
		const line = await commandLine();
		await line.lookback('ingest', sample('lsst/boom_confluent_framed'));
		expect(await line.rows('quarantine')).toHaveLength(3);
		const schemas = sample('lsst/alert_packet/python/lsst/alert/packet/schema');
		await line.lookback('ingest', join(schemas, '7/3'), join(schemas, '7/1'), join(schemas, '9/0'));
		await line.lookback('retry');
		const refused = await line.rows('quarantine');
		expect(refused.filter(({ code }) => code === 'avro/missing-schema')).toEqual([]);
	});
});

function receipts({ database }: CommandLine): Promise<{ sha256: string; received_at: bigint }[]> {
	return database.sql<{ sha256: string; received_at: bigint }[]>`
		select encode(sha256, 'hex') as sha256, min(received_at) as received_at
		from packet
		where format <> 'avro-schema'
		group by sha256
		order by sha256`.then((rows) => [...rows]);
}
