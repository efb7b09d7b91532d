import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PacketFacts } from '#lib/archive/facts.ts';
import { decodeLvkJson } from '#lib/archive/packets/lvk/decode.ts';
import { decodeVoevent } from '#lib/archive/packets/voevent/decode.ts';
import { LookbackError } from '#lib/errors.ts';
import { sourceTold } from '#lib/archive/source-told.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { sample, samples } from '../support/samples.ts';

const context = { name: 'sample', receivedAt: parseInstant('2026-01-01T00:00:00Z') };

/** What the first notice of a real packet tells. */
async function toldBy(path: string) {
	const bytes = readFileSync(sample(path));
	const read = path.endsWith('.json')
		? decodeLvkJson(JSON.parse(bytes.toString()), context as never)
		: decodeVoevent(bytes, context as never);
	const [facts] = await Array.fromAsync<PacketFacts | LookbackError>(read);
	if (!facts || facts instanceof LookbackError) throw new Error(`${path} holds no notice`);
	return sourceTold(facts.notices[0]!.detail);
}

const percent = (list: readonly { name: string; probability: number }[]) =>
	Object.fromEntries(list.map(({ name, probability }) => [name, Math.round(probability * 100)]));

describe.skipIf(!samples)('of real notices', () => {
	test('VOEvent and JSON of one alert tell the same', async () => {
		const [xml, json] = [
			await toldBy('gw/userguide/MS181101ab-3-Initial.xml'),
			await toldBy('gw/userguide/MS181101ab-initial_displayexample.json')
		];
		expect(xml).toEqual(json);
		expect(percent(json.classes)).toEqual({ BNS: 95, NSBH: 1, BBH: 3, Terrestrial: 1 });
		expect(percent(json.properties)).toEqual({ HasNS: 95, HasRemnant: 91, HasMassGap: 1 });
		expect(json).toMatchObject({
			isSignificant: true,
			instruments: 'H1, L1, V1',
			pipeline: 'gstlal',
			group: 'CBC'
		});
	});

	test('the mass gap was a class in 2019, when no alert said that it was significant', async () => {
		const told = await toldBy('gw/skyportal/GW190814.xml');
		expect(told.classes.map(({ name }) => name)).toEqual(['BNS', 'NSBH', 'MassGap', 'BBH', 'Terrestrial']);
		expect(percent(told.classes)).toMatchObject({ NSBH: 100, BBH: 0 });
		expect(told.isSignificant).toBeNull();
	});

	test('the notice of GW170817 gave two properties and no classes', async () => {
		const told = await toldBy('gw/gwcelery_tests/G298048-1-Initial.xml');
		expect(told.classes).toEqual([]);
		expect(percent(told.properties)).toEqual({ HasNS: 100, HasRemnant: 100 });
	});

	test('a retraction tells nothing of the source', async () => {
		const told = await toldBy('gw/userguide/MS181101ab-retraction.json');
		expect([told.classes, told.properties, told.isSignificant]).toEqual([[], [], null]);
	});
});

test('GCN notices have their classes at the top, and neutrinos a signalness', () => {
	expect(sourceTold({ classification: { GRB: 0.95, SF: 0.03 } }).classes).toEqual([
		{ name: 'GRB', probability: 0.95 },
		{ name: 'SF', probability: 0.03 }
	]);
	expect(sourceTold({ signalness: 0.2714 }).properties).toEqual([
		{ name: 'Signalness', probability: 0.2714 }
	]);
});

test('what is no probability is not told as one', () => {
	const told = sourceTold({
		classification: { GRB: 95, SF: 'low', other: null },
		Significant: 2,
		signalness: -1
	});
	expect([told.classes, told.properties, told.isSignificant]).toEqual([[], [], null]);
	expect(sourceTold(null).classes).toEqual([]);
});
