import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalizationFact, PacketFacts } from '#lib/archive/facts.ts';
import { decodeAvro } from '#lib/archive/packets/avro/decode.ts';
import { decodeLvkJson } from '#lib/archive/packets/lvk/decode.ts';
import { isLvkAlert } from '#lib/archive/packets/lvk/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import { openPaths } from '#lib/archive/packets/open.server.ts';
import { parseJson } from '#lib/archive/packets/json.ts';
import { uniqOf } from '#lib/sky/healpix.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { sample, samples } from '../../../support/samples.ts';
import { cardOf, tableFile } from '../fits/make.ts';
import { packetContext } from '../gcn/context.ts';

const readAll = (json: unknown) => [...decodeLvkJson(json, packetContext('alert.json'))];
function decode(json: unknown): PacketFacts {
	const [facts, ...refused] = readAll(json);
	expect(refused).toEqual([]);
	return facts as PacketFacts;
}

/** The whole sky at one density: twelve cells of order 0, of a probability of 1 in all. */
function wholeSky(probability = 1): Buffer {
	const data = Buffer.alloc(12 * 16);
	for (let pixel = 0; pixel < 12; pixel += 1) {
		data.writeBigInt64BE(uniqOf(0, pixel), 16 * pixel);
		data.writeDoubleBE(probability / (4 * Math.PI), 16 * pixel + 8);
	}
	const forms = [
		['UNIQ', 'K'],
		['PROBDENSITY', 'D']
	] as const;
	return tableFile({ forms, rowBytes: 16, rows: 12, data, cards: [cardOf('DISTMEAN', 150)] });
}

const alert = {
	alert_type: 'PRELIMINARY',
	time_created: '2023-09-14T11:15:00Z',
	superevent_id: 'S230914ak',
	urls: { gracedb: 'https://gracedb.ligo.org/superevents/S230914ak/view/' },
	event: {
		time: '2023-09-14T11:14:01.25Z',
		far: 1.5e-9,
		significant: true,
		classification: { BBH: 0.9 },
		skymap: wholeSky().toString('base64')
	},
	external_coinc: null
};

describe('LVK alerts', () => {
	it('give a notice and its sky map', () => {
		const facts = decode(alert);
		expect(facts).toMatchObject({
			source: 'lvk',
			format: 'lvk-json',
			role: 'observation',
			statedAt: parseInstant('2023-09-14T11:15:00Z')
		});
		expect(facts.notices[0]).toMatchObject({
			noticeId: 'lvk/S230914ak/preliminary/2023-09-14T11:15:00Z',
			event: 'S230914ak',
			eventKind: 'gw',
			kind: 'preliminary',
			eventAt: parseInstant('2023-09-14T11:14:01.25Z'),
			farHz: 1.5e-9,
			detail: { event: { significant: true, classification: { BBH: 0.9 } } }
		});
		expect(JSON.stringify(facts.notices[0]!.detail)).not.toContain('U0lNUExF');
		expect(facts.localizations).toMatchObject([
			{ event: 'S230914ak', noticeId: facts.notices[0]!.noticeId, name: 'event.skymap', distanceMeanMpc: 150 }
		]);
		expect(facts.localizations[0]!.skymap.order).toHaveLength(12);
	});

	it.each([
		['EARLYWARNING', 'early-warning'],
		['EARLY_WARNING', 'early-warning'],
		['EarlyWarning', 'early-warning'],
		['Update', 'update'],
		['SOMETHING', 'other']
	])('of type %s are %s', (alert_type, kind) => {
		expect(decode({ ...alert, alert_type }).notices[0]!.kind).toBe(kind);
	});

	it('of a retraction have no event', () => {
		const facts = decode({ ...alert, alert_type: 'RETRACTION', event: null });
		expect(facts.notices[0]).toMatchObject({
			event: 'S230914ak',
			kind: 'retraction',
			eventAt: null,
			farHz: null
		});
		expect(facts.localizations).toEqual([]);
	});

	it('with a coincidence cite its notice and bring the combined map too', () => {
		const ivorn = 'ivo://nasa.gsfc.gcn/Fermi#GBM_Fin_Pos2017-08-17T12:41:06.47_524666471_0-389';
		const facts = decode({ ...alert, external_coinc: { ivorn, combined_skymap: wholeSky() } });
		expect(facts.notices[0]!.cites).toEqual([{ noticeId: ivorn, how: 'followup' }]);
		expect(facts.localizations.map(({ name }) => name)).toEqual([
			'event.skymap',
			'external_coinc.combined_skymap'
		]);
	});

	it('of mock events and injections are marked', () => {
		expect(decode({ ...alert, superevent_id: 'MS230914ak' }).role).toBe('mock');
		expect(decode({ ...alert, is_injection: true }).role).toBe('test');
	});

	it.each([
		['none', 'U0lNU...', 'fits/bad-embedded'],
		['cut short', wholeSky().subarray(0, -2880).toString('base64'), 'fits/cut-off'],
		['half the sky', wholeSky(0.5).toString('base64'), 'skymap/total'],
		['a number', 5, 'fits/bad-embedded']
	])('with a map that is %s are read without it, and the map is refused', (_, skymap, code) => {
		const [facts, refused, ...rest] = readAll({ ...alert, event: { ...alert.event, skymap } });
		const [whole] = readAll(alert);
		expect(facts).toEqual({ ...whole, localizations: [] });
		expect(refused).toBeInstanceOf(LookbackError);
		expect(refused).toMatchObject({
			code,
			message: expect.stringMatching(/^The sky map of lvk\/S230914ak\/preliminary\/\S+ cannot be read\. /)
		});
		expect(rest).toEqual([]);
	});

	it('keep the map that can be read of two', () => {
		const combined = { combined_skymap: 'U0lNU...' };
		const [facts, refused] = readAll({ ...alert, external_coinc: combined });
		expect((facts as PacketFacts).localizations.map(({ name }) => name)).toEqual(['event.skymap']);
		expect(refused).toMatchObject({ data: { field: 'external_coinc.combined_skymap' } });
	});

	it('are read whatever a damaged map holds', () => {
		const map = wholeSky();
		const damage = fc.array(fc.tuple(fc.nat({ max: map.length - 1 }), fc.integer({ min: 0x20, max: 0x7e })), {
			minLength: 1,
			maxLength: 6
		});
		fc.assert(
			fc.property(damage, (bytes) => {
				const skymap = Buffer.from(map);
				for (const [at, byte] of bytes) skymap[at] = byte;
				const [facts, refused] = readAll({ ...alert, event: { ...alert.event, skymap } });
				expect((facts as PacketFacts).notices).toHaveLength(1);
				expect((facts as PacketFacts).localizations).toHaveLength(refused ? 0 : 1);
			}),
			{ numRuns: 400 }
		);
	});

	it('are refused without a time', () => {
		expect(() => decode({ ...alert, time_created: 'soon' })).toThrow(
			expect.objectContaining({ code: 'sky/bad-time' })
		);
		expect(isLvkAlert({ superevent_id: 'S1' })).toBe(false);
		expect(() => decode({})).toThrow(expect.objectContaining({ code: 'lvk/not-alert' }));
	});
});

const digested = ({ fits, ...fact }: LocalizationFact) => ({ ...fact, fits: hash('sha256', fits!) });

describe.skipIf(!samples)('the alerts of the LVK user guide', () => {
	it('say the same in JSON and in Avro', async () => {
		const facts = new Map<string, PacketFacts[]>();
		for await (const arrival of openPaths([sample('gw/userguide/MS181101ab_alerts_json_avro.tar.xz')])) {
			if ('refused' in arrival) throw arrival.refused;
			const [name, kind] = /([\w-]+)\.(json|avro)$/.exec(arrival.name)!.slice(1);
			const context = packetContext(arrival.name);
			const [read] =
				kind === 'avro'
					? [...decodeAvro(arrival.bytes, context)]
					: [...decodeLvkJson(parseJson(arrival.bytes), context)];
			facts.set(name!, [...(facts.get(name!) ?? []), read as PacketFacts]);
		}
		expect(facts.size).toBe(5);
		for (const [json, avro] of facts.values()) {
			expect(new Set([json!.format, avro!.format])).toEqual(new Set(['lvk-json', 'lvk-avro']));
			expect(avro!.role).toBe('mock');
			expect(avro!.notices).toEqual(json!.notices);
			// a matcher would take a minute for a megabyte
			expect(avro!.localizations.map(digested)).toEqual(json!.localizations.map(digested));
		}
	}, 60_000);

	it('include a retraction from the stream', () => {
		const json = parseJson(readFileSync(sample('gw/skyportal/igwn_gwalert_retraction.json')));
		expect(decode(json).notices[0]).toMatchObject({ event: 'MS260605l', kind: 'retraction' });
	});
});
