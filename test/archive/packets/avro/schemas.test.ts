import { describe, expect, test } from 'vitest';
import { readBare, readFramed } from '#lib/archive/packets/avro/bare.ts';
import { decodeAvro } from '#lib/archive/packets/avro/decode.ts';
import type { AvroSchema } from '#lib/archive/packets/avro/schema.ts';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import { alertRecord, alertSchema, framed, rubinSchemas } from '../lsst/make.ts';
import { contextOf, datum } from './make.ts';

describe('schemas given apart from packets', () => {
	test('may name each other in any order', () => {
		const store = new SchemaStore();
		for (const [name, json] of rubinSchemas('9_0').reverse()) store.add(name, json);
		expect(store.forConfluentId(900)).toMatchObject({ name: 'lsst.v9_0.alert', version: '9.0' });
	});

	test('that refer to a schema not given name it', () => {
		const store = new SchemaStore();
		const [alert] = rubinSchemas('9_0').filter(([name]) => name.includes('.alert.'));
		store.add(...alert!);
		expect(() => store.forConfluentId(900)).toThrow(
			/alert\.avsc refers to lsst\.v9_0\.\w+, which was not given/
		);
	});

	test('that refer to each other in a circle are refused', () => {
		const store = new SchemaStore();
		store.add('a.avsc', {
			type: 'record',
			name: 'lsst.v9_0.alert',
			fields: [{ name: 'diaSource', type: 'x.b' }]
		});
		store.add('b.avsc', { type: 'record', name: 'x.b', fields: [{ name: 'c', type: 'x.c' }] });
		store.add('c.avsc', { type: 'record', name: 'x.c', fields: [{ name: 'b', type: 'x.b' }] });
		expect(() => store.forConfluentId(900)).toThrow(/refers back to it/);
	});

	test('of one folder belong together where versions share their names', () => {
		const store = new SchemaStore();
		const alert = {
			type: 'record',
			namespace: 'ztf',
			name: 'alert',
			fields: [{ name: 'candidate', type: 'ztf.alert.candidate' }]
		};
		for (const [version, type] of [
			['1', 'int'],
			['2', 'string']
		]) {
			store.add(`${version}/alert.avsc`, alert);
			store.add(`${version}/candidate.avsc`, {
				type: 'record',
				name: 'ztf.alert.candidate',
				fields: [{ name: 'x', type }]
			});
		}
		const [second, first] = store.alertSchemas();
		expect((second as AvroSchema).type.fromBuffer(Buffer.from([2, 65]))).toEqual({ candidate: { x: 'A' } });
		expect((first as AvroSchema).type.fromBuffer(Buffer.from([2]))).toEqual({ candidate: { x: 1 } });
	});

	test('that are no schemas are refused by their name', () => {
		for (const json of [null, 7, [], {}, { type: 'record' }])
			expect(() => new SchemaStore().add('notes.json', json)).toThrow(/notes\.json is no Avro schema/);
	});
});

describe('messages in Confluent framing', () => {
	test('are read by the id of their schema', () => {
		const store = new SchemaStore();
		for (const version of ['9_0', '10_0'])
			for (const [name, json] of rubinSchemas(version)) store.add(name, json);
		const message = framed(1000, datum(alertSchema('10_0'), alertRecord()));
		expect(readFramed(message, contextOf('a', store)).schema.name).toBe('lsst.v10_0.alert');
		expect([...decodeAvro(message, contextOf('a', store))]).toMatchObject([
			{ schemaVersion: '10.0', source: 'lsst' }
		]);
	});

	test('without their schema say which one to give', () => {
		const message = framed(703, datum(alertSchema('7_3'), alertRecord()));
		expect(() => [...decodeAvro(message, contextOf('topic/1'))]).toThrow(
			/topic\/1 is framed with schema id 703 \(in Rubin's own numbering the alert schema 7\.3\), which is not at hand/
		);
	});

	test('under the number of another registry are read by the schema that takes them to the last byte', () => {
		const store = new SchemaStore();
		for (const version of ['9_0', '10_0'])
			for (const [name, json] of rubinSchemas(version)) store.add(name, json);
		const message = framed(4242, datum(alertSchema('9_0'), alertRecord()));
		expect(readFramed(message, contextOf('a', store)).schema.name).toBe('lsst.v9_0.alert');
		const other = framed(1634954497, Buffer.from('nonsense'));
		expect(() => readFramed(other, contextOf('a', store))).toThrow(/schema id 1634954497, which is not/);
	});

	test('with bytes after the record are refused', () => {
		const store = new SchemaStore();
		for (const [name, json] of rubinSchemas('9_0')) store.add(name, json);
		const message = Buffer.concat([framed(900, datum(alertSchema('9_0'), alertRecord())), Buffer.from([0])]);
		expect(() => [...decodeAvro(message, contextOf('a', store))]).toThrow(
			/so the bytes are of another schema/
		);
	});
});

describe('bare datums', () => {
	test('are read by the schema that takes them to the last byte and makes sense', () => {
		const store = new SchemaStore();
		for (const version of ['9_0', '10_0'])
			for (const [name, json] of rubinSchemas(version)) store.add(name, json);
		const bytes = datum(alertSchema('9_0'), alertRecord());
		expect(readBare(bytes, contextOf('a', store)).schema.name).toBe('lsst.v9_0.alert');
	});

	test('are not taken by a schema by which they would be no possible alert', () => {
		const store = new SchemaStore();
		for (const [name, json] of rubinSchemas('9_0')) store.add(name, json);
		const record = alertRecord();
		record.diaSource = { ...(record.diaSource as object), midpointMjdTai: 1 };
		const bytes = datum(alertSchema('9_0'), record);
		expect(() => readBare(bytes, contextOf('a', store))).toThrow(/fits none of the alert schemas/);
	});

	test('are read although another schema at hand cannot be used', () => {
		const store = new SchemaStore();
		for (const [name, json] of rubinSchemas('9_0')) store.add(name, json);
		const alert = { type: 'record', name: 'other.alert', fields: [{ name: 'candidate', type: 'not.given' }] };
		store.add('other/alert.avsc', alert);
		const bytes = datum(alertSchema('9_0'), alertRecord());
		expect(readBare(bytes, contextOf('a', store)).schema.name).toBe('lsst.v9_0.alert');
		expect(() => readBare(Buffer.from('nonsense'), contextOf('a', store))).toThrow(
			/lsst\.v9_0\.alert 9\.0.* other\/alert\.avsc refers to not\.given/
		);
	});

	test('that fit no schema name those that were tried', () => {
		const store = new SchemaStore();
		for (const [name, json] of rubinSchemas('9_0')) store.add(name, json);
		expect(() => [...decodeAvro(Buffer.from('nonsense'), contextOf('a', store))]).toThrow(
			/a is no Avro container and fits none of the alert schemas at hand \(lsst\.v9_0\.alert 9\.0\)/
		);
		expect(() => [...decodeAvro(Buffer.from('nonsense'), contextOf('a'))]).toThrow(/as none is at hand/);
	});
});
