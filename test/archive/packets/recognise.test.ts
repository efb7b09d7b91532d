import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import { openPaths } from '#lib/archive/packets/open.server.ts';
import { recognise } from '#lib/archive/packets/recognise.ts';
import { sample, samples } from '../../support/samples.ts';
import { decodeAll } from './recognise/decode-all.ts';

const circular = (id: number) =>
	`{"circularId": ${id}, "subject": "GRB 230101A: x", "body": "y", "submitter": "z", "createdOn": 1672531200000}`;

describe('recognising packets', () => {
	it.each([
		['an empty file', '', 'archive/empty', /is empty/],
		['a README', '# Alerts\n\nSee below.', 'archive/unrecognised', /is a text, starting with '# Alerts'/],
		['a web page', '<!DOCTYPE html><html></html>', 'archive/unrecognised', /a web page/],
		[
			'other XML',
			'<?xml version="1.0"?><VOTABLE/>',
			'archive/unrecognised',
			/an XML document that is no VOEvent/
		],
		['another table', 'a,b,c\n1,2,3\n', 'archive/unrecognised', /comma-separated values .* 'a,b,c'/],
		[
			'a region file',
			'# Region file format: DS9\ncircle(1,2,3)',
			'archive/unrecognised',
			/region file of DS9/
		],
		['other JSON', '{"foo": 1, "baz": 2}', 'archive/unrecognised', /an object with the keys foo, baz/],
		['broken JSON', '{"foo": ', 'json/malformed', /breaks at character 8/],
		[
			'unknown bytes',
			Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
			'archive/unrecognised',
			/bytes starting with ffd8ffe0/
		],
		['an archive without files', Buffer.alloc(10_240), 'archive/unrecognised', /nothing but zeros/],
		['UTF-16', Buffer.from('\ufeff{"a": 1}', 'utf16le'), 'archive/unrecognised', /text in UTF-16, and UTF-8/],
		['Latin-1', Buffer.from('Ein Märchen', 'latin1'), 'archive/unrecognised', /an encoding of single bytes/]
	])('refuses %s and says what it looks like', (_what, content, code, message) => {
		const read = () => recognise(Buffer.from(content), { name: 'x', schemas: new SchemaStore() });
		expect(read).toThrow(LookbackError);
		expect(read).toThrow(expect.objectContaining({ code }));
		expect(read).toThrow(message);
	});

	it('knows an Avro schema, from which there are no facts', async () => {
		const schema = '{"type": "record", "name": "alert", "fields": [{"name": "candid", "type": "long"}]}';
		expect(await decodeAll(schema)).toEqual({ format: 'avro-schema', packets: [], refused: [] });
		expect((await decodeAll(`[${schema}]`)).format).toBe('avro-schema');
	});

	it('reads a list item by item, and refuses alone what it does not know', async () => {
		const { format, packets, refused } = await decodeAll(`[${circular(1)}, {"foo": 1}, ${circular(2)}]`);
		expect([format, packets.length]).toEqual(['gcn-circular', 2]);
		expect(refused).toMatchObject([{ code: 'archive/unrecognised' }]);
	});

	it('reads NDJSON line by line', async () => {
		const { format, packets } = await decodeAll(`${circular(1)}\n${circular(2)}\n`);
		expect([format, packets.length]).toEqual(['gcn-circular', 2]);
	});

	it.each([
		['cut off in its last line', `${circular(1)}\n${circular(2)}\n${circular(3).slice(0, -9)}`, /line 3 of/],
		['broken in its first line', `{"foo":\n${circular(1)}\n${circular(2)}\n`, /line 1 of/],
		['whose first line is of no kind', `{"foo": 1}\n${circular(1)}\n${circular(2)}\n`, /the keys foo/]
	])('reads the other lines of NDJSON %s', async (_what, lines, reason) => {
		const { format, packets, refused } = await decodeAll(lines);
		expect([format, packets.length]).toEqual(['gcn-circular', 2]);
		expect(refused.map(({ message }) => message)).toEqual([expect.stringMatching(reason)]);
	});

	it('does not take a broken document for NDJSON', async () => {
		const pretty = JSON.stringify([JSON.parse(circular(1)), { list: [1, {}] }], null, 1);
		await expect(decodeAll(pretty.slice(0, -3))).rejects.toThrow(/breaks at character/);
		await expect(decodeAll(`[\n${circular(1)},\n${circular(2)}\n`)).rejects.toThrow(/breaks at character/);
	});
});

describe('broken packets', () => {
	const starts = [
		'',
		'Obj\x01',
		'PAR1',
		'SIMPLE  =',
		'<voe:VOEvent ',
		'{"lco_id": 1, ',
		'[{"objid": 1',
		'\0\0\0\x02\xbd'
	];

	it('are refused with a reason, whatever their bytes are', async () => {
		const bytes = fc
			.tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }))
			.map(([start, rest]) => Buffer.concat([Buffer.from(start, 'latin1'), rest]));
		await fc.assert(
			fc.asyncProperty(bytes, async (given) => {
				await expect(decodeAll(given)).rejects.toBeInstanceOf(LookbackError);
			}),
			{ numRuns: 300 }
		);
	});
});

describe.skipIf(!samples)('recognising real packets', () => {
	it.each([
		['ztf/kowalski', { avro: 36 }],
		['ztf/ztf-avro-alert/schema_4.02', { 'avro-schema': 9 }],
		['lsst/boom_confluent_framed', { avro: 3 }],
		['lsst/lasair', { 'lsst-json': 4 }],
		['gw/skyportal', { voevent: 12, 'gcn-json': 1, 'lvk-json': 2 }],
		['gcn/hop-client', { avro: 1, voevent: 2, '?': 4 }],
		['tns', { 'tns-json': 2, parquet: 2 }]
	])('%s', async (path, expected) => {
		const formats: Record<string, number> = {};
		for await (const arrival of openPaths([sample(path)])) {
			if ('refused' in arrival) throw arrival.refused;
			let format = '?';
			try {
				format = recognise(arrival.bytes, { name: arrival.name, schemas: new SchemaStore() }).format;
			} catch (error) {
				if (!(error instanceof LookbackError)) throw error;
			}
			formats[format] = (formats[format] ?? 0) + 1;
		}
		expect(formats).toEqual(expected);
	});

	it('reads a ZTF alert that came as JSON, with what Sherlock says of it', async () => {
		const { format, packets } = await decodeAll(await readFile(sample('brokers/lasair4/ZTF22aacisjd.json')));
		expect(format).toBe('ztf-json');
		expect(packets).toMatchObject([
			{
				format: 'ztf-json',
				alerts: [{ alertId: 1928343841615010003n }],
				statements: [{ agent: 'lasair/sherlock', valueText: 'VS' }, { qualifier: 'SDSS/GSC/PS1' }]
			}
		]);
	});

	it('says which column a ZTF alert lacks', async () => {
		await expect(decodeAll(await readFile(sample('brokers/lasair4/no_fid.json')))).rejects.toMatchObject({
			code: 'ztf/bad-filter'
		});
	});
});
