import { hash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { generateNights, type NightPacket } from '#lib/archive/demo/nights.ts';
import { generateNotices } from '#lib/archive/demo/notices.ts';
import type { PacketFacts, PhotometryFact } from '#lib/archive/facts.ts';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import { cutoutsOf } from '#lib/archive/packets/cutouts.ts';
import { recognise } from '#lib/archive/packets/recognise.ts';

const options = { seed: 7, nights: 12, alertsPerNight: 20, stampPixels: 31 };
const context = { name: 'packet', schemas: new SchemaStore() };
let packets: NightPacket[];
let facts: PacketFacts[];
beforeAll(async () => {
	packets = [...generateNights(options)];
	facts = (await Promise.all(packets.map(({ bytes }) => factsIn(bytes)))).flat();
});

async function factsIn(bytes: Uint8Array): Promise<PacketFacts[]> {
	const read: PacketFacts[] = [];
	for await (const record of recognise(bytes, context).decode(bytes, context)) {
		if (record instanceof LookbackError) throw record;
		read.push(record);
	}
	return read;
}

function digest(all: readonly { readonly bytes: Uint8Array }[]): string {
	return hash('sha256', Buffer.concat(all.map(({ bytes }) => bytes)));
}

describe('generated nights', () => {
	it('are the same bytes for the same seed and others for another', () => {
		expect(digest([...generateNights(options)])).toBe(digest(packets));
		expect(digest([...generateNights({ ...options, seed: 8 })])).not.toBe(digest(packets));
	});

	it('hold about as many alerts as asked for, each with about 27 rows of history', () => {
		expect(packets.length / options.nights).toBeGreaterThan(options.alertsPerNight / 2);
		expect(packets.length / options.nights).toBeLessThan(options.alertsPerNight * 2);
		const rows = facts.reduce((sum, { photometry }) => sum + photometry.length - 1, 0);
		expect(rows / facts.length).toBeGreaterThan(18);
		expect(rows / facts.length).toBeLessThan(36);
	});

	it('repeat a detection rounded, and never otherwise than within the rounding', () => {
		const own = new Map<bigint, PhotometryFact>();
		packets.forEach(({ delivery }, index) => {
			if (delivery.kind !== 'corrected')
				own.set(facts[index]!.photometry[0]!.measurement, facts[index]!.photometry[0]!);
		});
		const copies = facts.flatMap(({ photometry }) =>
			photometry.filter((row) => row.origin === 'history' && own.has(row.measurement))
		);
		expect(copies.length).toBeGreaterThan(100);
		for (const copy of copies)
			expect(Math.abs(copy.mag! - own.get(copy.measurement)!.mag!)).toBeLessThan(5.3e-5);
		expect(copies.some((copy) => copy.mag !== own.get(copy.measurement)!.mag)).toBe(true);
	});

	it('mix upper limits, both signs and rows of three programs in one history', () => {
		const rows = facts.flatMap(({ photometry }) => photometry);
		expect(new Set(rows.map((row) => row.kind))).toEqual(new Set(['detection', 'limit']));
		expect(new Set(rows.map((row) => row.isPositive))).toEqual(new Set([true, false, null]));
		const mixed = facts.filter(
			({ photometry }) => new Set(photometry.map((row) => row.collection)).size === 3
		);
		expect(mixed.length).toBeGreaterThan(facts.length / 4);
	});

	it('tell one measurement alike in all packets but the corrected ones', () => {
		const mags = Map.groupBy(
			facts.flatMap(({ alerts }) => alerts),
			(alert) => alert.alertId
		);
		const told = [...mags.values()].filter((alerts) => new Set(alerts.map(({ mag }) => mag)).size > 1);
		expect(told.length).toBe(packets.filter(({ delivery }) => delivery.kind === 'corrected').length);
	});

	it('carry three images in gzipped FITS', () => {
		const { science, template, difference } = cutoutsOf(packets[0]!.bytes, 0, context);
		for (const image of [science, template, difference]) expect(image?.contentEncoding).toBe('gzip');
	});
});

describe('generated notices', () => {
	it('are observations of four events, one of them retracted, with two maps of one', async () => {
		const read = (await Promise.all(generateNotices().map(({ bytes }) => factsIn(bytes)))).flat();
		const notices = read.flatMap((packet) => packet.notices);
		expect(new Set(notices.map(({ eventKind }) => eventKind))).toEqual(new Set(['gw', 'neutrino', 'grb']));
		expect(new Set(notices.map(({ event }) => event)).size).toBe(4);
		expect(notices.filter(({ kind }) => kind === 'retraction').map(({ event }) => event)).toEqual([
			'S210921zz'
		]);
		expect(new Set(read.map(({ role }) => role))).toEqual(new Set(['observation']));
		const maps = read.flatMap((packet) => packet.localizations);
		expect(maps.map(({ event }) => event)).toEqual(['S210914zz', 'S210914zz']);
		for (const { noticeId, title } of notices) expect(title, noticeId).toMatch(/Invented/);
	});
});
