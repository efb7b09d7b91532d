import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import { recognise } from '#lib/archive/packets/recognise.ts';
import { tellingJsonSchema } from '#lib/archive/packets/telling/schema.ts';
import { skymapOfCircle } from '#lib/archive/packets/telling/skymap.ts';
import { LookbackError } from '#lib/errors.ts';
import { centerOf } from '#lib/sky/healpix.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import { cellAreaSr, totalProbability } from '#lib/sky/skymap.ts';

const docs = join(import.meta.dirname, '../../../docs');
const context = { name: 'told.json', schemas: new SchemaStore() };

async function read(told: unknown): Promise<{ facts: PacketFacts[]; refused: LookbackError[] }> {
	const bytes = Buffer.from(typeof told === 'string' ? told : JSON.stringify(told));
	const facts: PacketFacts[] = [];
	const refused: LookbackError[] = [];
	for await (const one of recognise(bytes, context).decode(bytes, context))
		if (one instanceof LookbackError) refused.push(one);
		else facts.push(one);
	return { facts, refused };
}

const frame = {
	lookback: 'telling/1',
	agent: 'hilltop/robot',
	stated_at: '2026-03-01T04:20:00Z',
	collection: 'hilltop.public'
};
const detection = { survey: 'hilltop', object: 'HT26a', mjd_utc: 61100.125, ra_deg: 10, dec_deg: -20 };

describe('a telling', () => {
	it('of the documentation is read whole', async () => {
		const [, example] = /```json\n([^]*?)```/.exec(readFileSync(join(docs, 'telling.md'), 'utf8'))!;
		const { facts, refused } = await read(example);
		expect(refused).toEqual([]);
		expect(facts).toHaveLength(1);
		const [{ photometry, statements, notices, localizations, ...packet }] = facts as [PacketFacts];
		expect(packet).toMatchObject({ source: 'hilltop', format: 'lookback-telling', role: 'observation' });
		expect(packet.statedAt).toBe(parseInstant('2026-03-01T04:20:00Z'));
		expect(photometry).toMatchObject([{ survey: 'hilltop', objectId: 'HT26a', band: 'r', mag: 18.31 }]);
		expect(statements).toMatchObject([
			{ property: 'class', valueText: 'SN Ia', valueNumber: null, unit: null },
			{ property: 'redshift', valueText: null, valueNumber: 0.021, unit: '' }
		]);
		expect(notices[0]!.detail).toEqual({ agent: 'hilltop', source: 'night log of 1 March, page 2' });
		expect(localizations[0]).toMatchObject({ event: 'GRB260301A', noticeId: 'hilltop/2026-03-01' });
	});

	it('goes into the collection it names, and says whose each thing is', async () => {
		const { facts } = await read({
			...frame,
			detections: [{ ...detection, survey: 'valley' }],
			statements: [{ subject: 'objects/ztf/ZTF18abc', property: 'class', value: 'SN' }],
			notices: [{ id: 'ivo://gwnet/LVC#S1', kind: 'other' }]
		});
		const [{ photometry, statements, notices }] = facts as [PacketFacts];
		const places = [...photometry, ...statements, ...notices].map(({ collection, native }) => [
			collection,
			native
		]);
		expect(places).toEqual([
			['hilltop.public', 'valley.public'],
			['hilltop.public', 'hilltop.public'],
			['hilltop.public', 'ivo.public']
		]);
	});

	it('told again with another magnitude is about the same measurement; of another time, band or agent it is not', async () => {
		const keyOf = async (change: object, agent = frame.agent) =>
			(await read({ ...frame, agent, detections: [{ ...detection, band: 'r', mag: 18, ...change }] }))
				.facts[0]!.photometry[0]!.measurement;
		const key = await keyOf({});
		expect(await keyOf({ mag: 18.4 })).toBe(key);
		for (const change of [{ mjd_utc: 61100.126 }, { band: 'g' }, { id: '2' }, { kind: 'forced' }])
			expect(await keyOf(change), JSON.stringify(change)).not.toBe(key);
		expect(await keyOf({}, 'valley')).not.toBe(key);
	});

	it('is read in lists and line by line', async () => {
		const lines = [1, 2].map((n) => ({ ...frame, detections: [{ ...detection, object: `HT${n}` }] }));
		const names = ({ facts }: { facts: PacketFacts[] }) =>
			facts.map(({ photometry }) => photometry[0]!.objectId);
		expect(names(await read(lines))).toEqual(['HT1', 'HT2']);
		expect(names(await read(lines.map((one) => JSON.stringify(one)).join('\n')))).toEqual(['HT1', 'HT2']);
	});
});

describe('what is wrong in a telling', () => {
	it.each([
		['detections', { ...detection, ra_deg: 400 }, 'ra_deg must be a number from 0 to 360; got 400'],
		[
			'detections',
			{ ...detection, mjd_utc: '61100' },
			'mjd_utc must be a number from 15000 to 90000; got "61100"'
		],
		[
			'detections',
			{ ...detection, dec_deg: undefined },
			'ra_deg must be told together with dec_deg, or both left out'
		],
		['detections', { ...detection, magnitude: 3 }, 'has no member magnitude'],
		['detections', { ...detection, mag: 18, flux_njy: 5 }, 'mag must be left out where flux_njy is told'],
		['detections', { ...detection, kind: 'limit' }, 'limiting_mag must be told of a limit, or flux_err_njy'],
		['detections', { ...detection, kind: 'limit', mag: 18 }, 'kind must be detection or forced where a mag'],
		['statements', { subject: 'HT26a', property: 'class', value: 'SN' }, 'must be objects/<survey>/<name>'],
		[
			'statements',
			{ subject: 'events/G1', property: 'class', value: 'SN', unit: 'm' },
			'unit must be left out where the value is a text'
		],
		[
			'statements',
			{ subject: 'events/G1', property: 'identity', value: 'G2' },
			'value must be the address of another subject'
		],
		['notices', { id: '21505', kind: 'circular' }, "id must be an id that begins with its owner's name"],
		['notices', { id: 'a/1', kind: 'note' }, 'kind must be one of early-warning, preliminary'],
		['notices', { id: 'a/1', kind: 'other', event_at: 'noon' }, 'event_at must be a moment such as'],
		[
			'localizations',
			{ event: 'G1', notice: 'a/1', name: 'm' },
			'circle must be told, or cells, and not both'
		],
		[
			'localizations',
			{ event: 'G1', notice: 'a/1', name: 'm', cells: [[0, 3, 0.5]] },
			'their probabilities sum to 0.5, and 1 within 0.01 is wanted'
		],
		[
			'localizations',
			{
				event: 'G1',
				notice: 'a/1',
				name: 'm',
				cells: [
					[0, 3, 0.5],
					[1, 13, 0.5]
				]
			},
			'the cell 1/13 lies in another one'
		],
		[
			'localizations',
			{ event: 'G1', notice: 'a/1', name: 'm', cells: [[0, 12, 1]] },
			'at order 0 it must be a whole number from 0 to 11'
		]
	])('is refused alone, with a sentence that names it: %s %j', async (list, item, sentence) => {
		const good = { subject: 'events/G1', property: 'class', value: 'BNS' };
		const told = { ...frame, statements: [good] as object[], [list]: [] as object[] };
		if (list !== 'statements') told[list as 'statements'] = [item];
		else told.statements.push(item);
		const { facts, refused } = await read({
			...told,
			statements: list === 'statements' ? [good, item] : [good]
		});
		expect(facts[0]!.statements).toHaveLength(1);
		expect(refused).toHaveLength(1);
		expect(refused[0]!.message).toContain(sentence);
		expect(refused[0]!.message).toContain(`${list}[${list === 'statements' ? 1 : 0}]`);
	});

	it.each([
		[{ lookback: 'telling/2' }, 'lookback must be "telling/1"; got "telling/2"'],
		[{ agent: undefined }, 'agent must be a name of letters'],
		[{ stated_at: 'yesterday' }, 'stated_at must be a moment'],
		[{ detections: {} }, 'detections must be a list; got {}'],
		[{ observations: [] }, 'has no member observations'],
		[{ collection: 'everything' }, "A collection's name wants its group's name"]
	])('refuses the whole where it frames the rest: %j', async (change, sentence) => {
		await expect(read({ ...frame, ...change })).rejects.toThrow(sentence);
	});
});

it('a circle holds what it claims, wherever it lies', () => {
	fc.assert(
		fc.property(
			fc.double({ min: 0, max: 360, noNaN: true }),
			fc.double({ min: -90, max: 90, noNaN: true }),
			fc.double({ min: 0.05, max: 20, noNaN: true }),
			fc.constantFrom(0.5, 0.68, 0.9),
			(ra_deg, dec_deg, radius_deg, containment) => {
				const map = skymapOfCircle({ ra_deg, dec_deg, radius_deg, containment });
				expect(totalProbability(map)).toBeCloseTo(1, 9);
				const isWithin = (order: number, pixel: number) => {
					const { raDeg, decDeg } = centerOf(order, pixel);
					return separationDeg(ra_deg, dec_deg, raDeg, decDeg) <= radius_deg;
				};
				/** Probability within the circle; a cell is taken as 64 of its parts, since the edge goes through some. */
				let within = 0;
				for (let row = 0; row < map.order.length; row++) {
					const [order, pixel] = [map.order[row]!, map.pixel[row]!];
					const parts = Array.from({ length: 64 }, (_, part) => isWithin(order + 3, 64 * pixel + part));
					within += (map.density[row]! * cellAreaSr[order]! * parts.filter(Boolean).length) / 64;
				}
				expect(Math.abs(within - containment)).toBeLessThan(0.05);
			}
		),
		{ numRuns: 20 }
	);
});

it('docs/telling.schema.json is the schema by which tellings are read', () => {
	const written: unknown = JSON.parse(readFileSync(join(docs, 'telling.schema.json'), 'utf8'));
	expect(written).toEqual(JSON.parse(JSON.stringify(tellingJsonSchema())));
});
