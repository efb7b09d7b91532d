import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPaths } from '#lib/archive/packets/open.server.ts';
import { decodeVoevent } from '#lib/archive/packets/voevent/decode.ts';
import type { NoticeFact, PacketFacts } from '#lib/archive/facts.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { sample, samples } from '../../../support/samples.ts';
import { packetContext } from '../gcn/context.ts';

interface Known {
	readonly statedAt: Instant | null;
	readonly notice: NoticeFact;
}

async function noticesIn(path: string): Promise<Map<string, Known>> {
	const notices = new Map<string, Known>();
	for await (const arrival of openPaths([sample(path)])) {
		if ('refused' in arrival) throw arrival.refused;
		for (const facts of decodeVoevent(arrival.bytes, packetContext(arrival.name)) as Iterable<PacketFacts>)
			for (const notice of facts.notices) notices.set(notice.noticeId, { statedAt: facts.statedAt, notice });
	}
	return notices;
}

const rowsOf = (path: string): Record<string, string>[] =>
	parse(readFileSync(sample(path)), { columns: true });
const numberOrNull = (text: string): number | null => (text === '' ? null : Number(text));

describe.skipIf(!samples)('real LVK notices of 2019 to 2023', () => {
	let notices: Map<string, Known>;
	let reference: Record<string, string>[];
	beforeAll(async () => {
		notices = await noticesIn('gcn/voevents/lvc_observation.tar.xz');
		reference = rowsOf('gcn/voevents/lvc_lifecycle.csv');
	}, 120_000);

	it('are 2,811 of 1,331 superevents', () => {
		expect(notices.size).toBe(2811);
		expect(new Set([...notices.values()].map(({ notice }) => notice.event)).size).toBe(1331);
	});

	it('agree with the list of their revisions in every kind, time, rate and sky map', () => {
		const read = reference.map(({ ivorn }) => {
			const { statedAt, notice } = notices.get(ivorn!)!;
			return [
				notice.event,
				notice.kind,
				statedAt,
				notice.eventAt,
				notice.farHz,
				String(notice.detail['Pkt_Ser_Num'])
			];
		});
		const listed = reference.map((row) => [
			row['superevent'],
			row['alert_type']!.toLowerCase().replace('earlywarning', 'early-warning'),
			parseInstant(row['notice_date_utc']!),
			parseInstant(row['event_time_utc']!),
			numberOrNull(row['far_hz']!),
			row['seq']
		]);
		expect(read).toEqual(listed);
		for (const row of reference.filter(({ skymap_url }) => skymap_url)) {
			const detail = Object.entries(notices.get(row['ivorn']!)!.notice.detail);
			expect(
				detail.some(
					([name, value]) => name.endsWith('.skymap_fits') && [value].flat().includes(row['skymap_url'])
				)
			).toBe(true);
		}
	});

	it('let S190405ar stand at 15:10 and be retracted at 15:30 on 2019-04-12', () => {
		const known = (at: string) =>
			[...notices.values()]
				.filter(({ notice, statedAt }) => notice.event === 'S190405ar' && statedAt! <= parseInstant(at))
				.sort((a, b) => a.statedAt! - b.statedAt!)
				.map(({ notice }) => notice.kind);
		expect(known('2019-04-12T15:10:00Z')).toEqual(['update']);
		expect(known('2019-04-12T15:30:00Z')).toEqual(['update', 'retraction']);
		const retraction = notices.get('ivo://gwnet/LVC#S190405ar-2-Retraction')!;
		expect(formatInstant(retraction.statedAt!)).toBe('2019-04-12T15:21:47Z');
		expect(retraction.notice.cites).toEqual([
			{ noticeId: 'ivo://gwnet/LVC#S190405ar-1-Update', how: 'retraction' }
		]);
	});
});

describe.skipIf(!samples)('real IceCube notices of 2016 to 2023', () => {
	it('agree with the list of their revisions in event, revision, times, position, error and rate', async () => {
		const notices = await noticesIn('gcn/voevents/amon_icecube_observation.tar.xz');
		const reference = rowsOf('gcn/voevents/icecube_lifecycle.csv');
		expect(reference).toHaveLength(85);
		const secondsPerYear = 365.25 * 86_400;
		for (const row of reference) {
			const { statedAt, notice } = notices.get(row['ivorn']!)!;
			expect(notice.event).toBe(`IC${row['run_event']}`);
			expect(notice.kind).toBe(row['revision'] === '0' ? 'initial' : 'update');
			expect(statedAt).toBe(parseInstant(row['notice_date_utc']!));
			expect(notice.eventAt).toBe(parseInstant(row['event_time_utc']!));
			expect([notice.raDeg, notice.decDeg]).toEqual([Number(row['ra_deg']), Number(row['dec_deg'])]);
			const far = numberOrNull(row['far_per_yr']!);
			if (far === null) expect(notice.farHz).toBeNull();
			else expect(notice.farHz! * secondsPerYear).toBeCloseTo(far, 9);
		}
	});
});
