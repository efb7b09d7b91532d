import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { decodeAvro } from '#lib/archive/packets/avro/decode.ts';
import { LookbackError } from '#lib/errors.ts';
import { sample, samples } from '../../../support/samples.ts';
import { contextOf } from '../avro/make.ts';

function decode(path: string): PacketFacts[] {
	return [...decodeAvro(readFileSync(path), contextOf(path))].map((read) => {
		if (read instanceof LookbackError) throw read;
		return read;
	});
}

function decodeAll(pattern: string): PacketFacts[] {
	return globSync(sample(pattern)).flatMap(decode);
}

describe.skipIf(!samples)('real ZTF packets', () => {
	test('hold rows of programs 1, 2 and 3 in one packet', () => {
		const [packet] = decode(sample('ztf/ztf-avro-alert/472263571115115000.avro'));
		expect(packet!.alerts[0]!.alertId).toBe(472263571115115000n);
		expect(new Set(packet!.photometry.map((row) => row.collection))).toContain('ztf.caltech');
		expect(new Set(packet!.photometry.map((row) => row.collection)).size).toBeGreaterThan(1);
	});

	test('of Fink are read record by record from snappy containers', () => {
		const packets = decodeAll('ztf/skyportal/fink_sample/*.avro');
		expect(packets).toHaveLength(124);
		expect(new Set(packets.map((packet) => packet.alerts[0]!.objectId)).size).toBe(104);
		expect(packets.every((packet) => packet.source === 'fink' && packet.schemaVersion === '3.3')).toBe(true);
		expect(packets.some((packet) => packet.statements.length > 0)).toBe(true);
	});

	test('with forced photometry keep every row of it, with a flux or a limit', () => {
		const forced = decodeAll('ztf/kowalski/*.avro')
			.flatMap((packet) => packet.photometry)
			.filter((row) => row.kind === 'forced');
		expect(forced).toHaveLength(416);
		expect(forced.filter((row) => row.fluxNjy === null)).toHaveLength(158);
		expect(forced.every((row) => row.fluxNjy !== null || row.limitingMag !== null)).toBe(true);
	});

	test('with something else behind them are read, and the rest is refused for its sync marker', () => {
		const path = sample('ztf/ampel-ztf-archive/schema_4.02.avro');
		const [packet, rest] = [...decodeAvro(readFileSync(path), contextOf(path))];
		expect(packet).toMatchObject({ schemaVersion: '4.02', alerts: [{ collection: 'ztf.partnership' }] });
		expect((packet as PacketFacts).photometry.filter(({ kind }) => kind === 'forced')).toHaveLength(30);
		expect(String(rest)).toMatch(/without the container's sync marker/);
	});

	test('of Fink cut off in the middle of a container are read up to there', () => {
		const [path] = globSync(sample('ztf/skyportal/fink_sample/part-00002*.avro'));
		const bytes = readFileSync(path!);
		const read = [...decodeAvro(bytes.subarray(0, bytes.length * 0.9), contextOf(path!))];
		expect(read.length).toBeGreaterThan(50);
		expect(read.filter((one) => one instanceof LookbackError)).toEqual([read.at(-1)]);
	});

	test('that lost a byte are refused', () => {
		const path = sample('ztf/ampel-ztf/ztf_public_20180601/516401801315010009.avro');
		expect(() => decode(path)).toThrow(/ends or gives an impossible length/);
	});
});
