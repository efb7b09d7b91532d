import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeGcnJson, isGcnNotice, isJsonSchema } from '#lib/archive/packets/gcn/decode.ts';
import { parseJson } from '#lib/archive/packets/json.ts';
import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { isLvkAlert } from '#lib/archive/packets/lvk/facts.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { sample, samples } from '../../../support/samples.ts';
import { packetContext } from './context.ts';

const readAll = (json: unknown) => [...decodeGcnJson(json, packetContext('notice.json'))];
function decode(json: unknown): PacketFacts {
	const [facts, ...refused] = readAll(json);
	for (const reason of refused) throw reason as LookbackError;
	return facts as PacketFacts;
}
const schema = (path: string, tag = 'v6.0.0') =>
	`https://gcn.nasa.gov/schema/${tag}/gcn/notices/${path}.schema.json`;

const gold = {
	$schema: schema('icecube/gold_bronze_track_alerts'),
	mission: 'IceCube',
	record_number: 1,
	event_name: ['IceCube-230416A'],
	id: ['137840_57034692_1'],
	alert_datetime: '2023-04-16T05:42:00.0Z',
	alert_type: 'update',
	alert_tense: 'current',
	ra: 345.82,
	dec: 9.01,
	ra_dec_error: 0.5,
	healpix_url: 'https://roc.icecube.wisc.edu/public/map.fits',
	trigger_time: '2023-04-16T05:22:26.150574Z',
	far: 8.029e-8
};

describe('decodeGcnJson', () => {
	it.each([
		[400, -5],
		[12, 95],
		[12, null]
	])('gives no place for right ascension %s and declination %s, and keeps what was told', (ra, dec) => {
		const [notice] = decode({ ...gold, ra, dec }).notices;
		expect(notice).toMatchObject({ raDeg: null, decDeg: null, detail: { ra, dec } });
	});

	it('gives identity, times, position and rate of a notice', () => {
		const facts = decode(gold);
		expect(facts).toMatchObject({
			source: 'gcn',
			format: 'gcn-json',
			schemaVersion: 'v6.0.0',
			role: 'observation'
		});
		expect(facts.statedAt).toBe(parseInstant('2023-04-16T05:42:00Z'));
		expect(facts.notices[0]).toMatchObject({
			noticeId: 'gcn.notices.icecube.gold_bronze_track_alerts/IC137840_57034692/1',
			event: 'IC137840_57034692',
			eventKind: 'neutrino',
			kind: 'update',
			eventAt: parseInstant('2023-04-16T05:22:26.150574Z'),
			raDeg: 345.82,
			decDeg: 9.01,
			errorDeg: 0.5,
			farHz: 8.029e-8,
			detail: { healpix_url: gold.healpix_url }
		});
		expect(facts.statements).toMatchObject([
			{ subject: 'events/IC137840_57034692', property: 'identity', valueText: 'events/IceCube-230416A' }
		]);
	});

	it.each([
		[0.5, 0.5],
		[[0.5], 0.5],
		[[0.5, 0.5, 30], 0.5],
		[[0.5, 0.2, 30], null],
		[[], null],
		[0, null]
	])('takes an error of %j for a circle of %s degrees', (told, errorDeg) => {
		expect(decode({ ...gold, ra_dec_error: told }).notices[0]).toMatchObject({
			errorDeg,
			detail: { ra_dec_error: told }
		});
	});

	it.each([[['137840_57034692_0']], [['137840_57034692']], [['137840', '57034692']]])(
		'joins IceCube ids written as %j',
		(id) => {
			expect(decode({ ...gold, id }).notices[0]!.event).toBe('IC137840_57034692');
		}
	);

	it('gives the same notice the same id, and without a record number one for its content', () => {
		const unnumbered = { ...gold, record_number: null };
		const idOf = (json: object) => decode(json).notices[0]!.noticeId;
		const turned = Object.fromEntries(Object.entries(unnumbered).reverse());
		expect(idOf(unnumbered)).toBe(idOf(turned));
		expect(idOf(unnumbered)).not.toBe(idOf({ ...unnumbered, ra: 345.83 }));
		expect(idOf({ ...gold, ra: 345.83 })).toBe(idOf(gold));
	});

	it('files a neutrino search under the superevent it searched for', () => {
		const search = {
			$schema: schema('icecube/lvk_nu_track_search'),
			ref_ID: 'S230914ak',
			alert_datetime: '2023-09-14T11:49:16.526Z'
		};
		expect(decode(search).notices[0]).toMatchObject({ event: 'S230914ak', eventKind: 'gw' });
	});

	it('marks tests and injections, and knows retractions', () => {
		expect(decode({ ...gold, alert_tense: 'test' }).role).toBe('test');
		expect(decode({ ...gold, alert_tense: 'injection' }).role).toBe('test');
		expect(decode({ ...gold, $schema: schema('icecube/test/gold_bronze_track_alerts') }).role).toBe('test');
		expect(decode({ ...gold, alert_type: 'retraction' }).notices[0]!.kind).toBe('retraction');
		expect(decode({ ...gold, alert_type: 'constructor' }).notices[0]!.kind).toBe('other');
	});

	it('names a Fermi burst by its trigger number, as its VOEvents do', () => {
		const facts = decode({
			$schema: schema('fermi/gbm/trigger'),
			id: ['745121685', 'bn240824093'],
			alert_type: 'initial',
			record_number: 1
		});
		expect(facts.notices[0]!.event).toBe('Fermi-745121685');
		expect(facts.statements.map(({ valueText }) => valueText)).toEqual(['events/bn240824093']);
	});

	it('keeps whole numbers beyond 2^53 to the last digit', () => {
		const json = parseJson(
			Buffer.from(
				`{"$schema":"${schema('swift/bat/guano')}","id":[1253910],"far":1e-8,"big":9007199254740993}`
			)
		);
		expect(decode(json).notices[0]!.detail['big']).toBe('9007199254740993');
	});

	it.each([
		['a schema document', { $schema: 'https://json-schema.org/draft/2020-12/schema' }, 'gcn/json-schema'],
		['other JSON', { foo: 'bar' }, 'gcn/not-notice'],
		['a notice of nothing', { $schema: schema('core/Pointing'), ra_pointing: 1 }, 'gcn/empty']
	])('refuses %s', (_, json, code) => {
		expect(() => readAll(json)).toThrow(expect.objectContaining({ code }));
	});

	it('reads a notice without its sky map where that is none, and refuses the map', () => {
		const [facts, refused, ...rest] = readAll({ ...gold, healpix_file: 'c3R1ZmY=' });
		expect(facts).toEqual(decode(gold));
		expect(refused).toBeInstanceOf(LookbackError);
		expect(refused).toMatchObject({
			code: 'fits/bad-embedded',
			message: expect.stringContaining(decode(gold).notices[0]!.noticeId)
		});
		expect(rest).toEqual([]);
	});

	it('says of a sky map of no event why it is not kept', () => {
		const nameless = { $schema: schema('core/Pointing'), alert_datetime: gold.alert_datetime };
		const [facts, refused] = readAll({ ...nameless, healpix_file: 'c3R1ZmY=' });
		expect((facts as PacketFacts).notices).toHaveLength(1);
		expect(refused).toMatchObject({ code: 'gcn/map-without-event' });
	});
});

describe.skipIf(!samples)('the examples of the unified schema', () => {
	it('are read, or refused for being cut short or about nothing', () => {
		const root = sample('gcn/gcn-schema/gcn/notices');
		const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
			path.endsWith('.json')
		);
		const refusals = new Map<string, number>();
		let read = 0;
		for (const path of paths) {
			try {
				const json = parseJson(readFileSync(join(root, path)));
				if (isLvkAlert(json)) continue;
				expect([path, isGcnNotice(json) || isJsonSchema(json)]).toEqual([path, true]);
				decode(json);
				read += 1;
			} catch (error) {
				if (!(error instanceof LookbackError)) throw error;
				refusals.set(error.code, (refusals.get(error.code) ?? 0) + 1);
			}
		}
		expect(read).toBeGreaterThan(170);
		// Three documents give a key twice.
		expect(refusals.get('json/malformed')).toBe(3);
		expect([...refusals.keys()].sort()).toEqual([
			'fits/bad-embedded',
			'gcn/empty',
			'gcn/json-schema',
			'json/malformed'
		]);
	});
});
