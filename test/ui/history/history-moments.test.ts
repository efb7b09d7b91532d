import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { historyMoments } from '#lib/ui/history/history-moments.ts';
import { tellingWords } from '#lib/ui/history/telling-words.ts';

let fact = 0;
function entry(relation: string, at: number, detail: Record<string, unknown>, version = 1n): HistoryEntry {
	return {
		relation,
		known_at: at as Instant,
		known_from: 'stated',
		batch: 1n,
		fact: fact++,
		collection: 'c',
		version,
		what: '',
		detail
	};
}
const classified = (at: number, value: string, version = 1n) =>
	entry('statement', at, { property: 'class', qualifier: '', agent: 'tns', value_text: value }, version);
const measured = (at: number, measurement: number, mag: number, version = 1n) =>
	entry(
		'photometry',
		at,
		{
			kind: 'detection',
			band: 'g',
			observed_at: '2019-04-25T08:18:26+00:00',
			mag,
			mag_err: 0.1,
			measurement: String(measurement)
		},
		version
	);

describe('in words', () => {
	const sentence = (relation: string, detail: Record<string, unknown>) =>
		tellingWords({ relation, detail, what: 'as the archive has it' }).sentence;

	test('a statement is what its agent did', () => {
		expect(
			sentence('statement', { property: 'class', qualifier: '', agent: 'tns', value_text: 'SN Ia' })
		).toBe('tns classified it SN Ia');
		expect(
			sentence('statement', { property: 'redshift', qualifier: '', agent: 'tns', value_number: 0.0512 })
		).toBe('tns gave it redshift 0.0512');
		expect(
			sentence('statement', {
				property: 'probability',
				qualifier: 'SNIa',
				agent: 'alerce/lc',
				value_number: 0.83
			})
		).toBe('alerce/lc gave SNIa a probability of 0.83');
		expect(
			sentence('statement', {
				property: 'parallax',
				qualifier: 'gaia',
				agent: 'ztf',
				value_number: 2,
				unit: 'mas'
			})
		).toBe('ztf said parallax (gaia): 2 mas');
	});

	test('a measurement has its band, epoch, error and unit', () => {
		expect(tellingWords(measured(1, 7, 18.3)).sentence).toBe(
			'a detection in g of 2019-04-25 08:18: 18.300 ± 0.100 mag'
		);
		expect(sentence('photometry', { kind: 'limit', band: 'r', limiting_mag: 20.123 })).toBe(
			'an upper limit in r: fainter than 20.12 mag'
		);
		expect(sentence('photometry', { kind: 'forced', flux_njy: 1234.56, flux_err_njy: 20 })).toBe(
			'forced photometry: 1235 ± 20 nJy'
		);
	});

	test('what has no words of its own is told as the archive has it', () => {
		expect(sentence('something new', {})).toBe('as the archive has it');
	});
});

describe('a history', () => {
	test('is grouped by the moment at which things became known', () => {
		const moments = historyMoments([classified(1, 'SN Ia'), measured(1, 1, 18), measured(2, 2, 19)]);
		expect(moments.map(({ at, tellings }) => [at, tellings.length])).toEqual([
			[1, 2],
			[2, 1]
		]);
	});

	test('shows what a revision replaces, and that a repetition is none', () => {
		const tellings = historyMoments([
			classified(1, 'SN Ia', 1n),
			classified(2, 'SN Ia', 1n),
			classified(3, 'SN II', 2n)
		]).flatMap((moment) => moment.tellings);
		expect(tellings.map(({ was, isRepeated }) => [was, isRepeated])).toEqual([
			[null, false],
			[null, true],
			['SN Ia', false]
		]);
	});

	test('counts the measurements of a packet instead of listing them', () => {
		const first = [1, 2, 3, 4].map((id) => measured(1, id, 18, BigInt(id)));
		const again = [1, 2, 3, 4, 5].map((id) =>
			measured(2, id, id === 2 ? 17 : 18, BigInt(id === 2 ? 20 : id))
		);
		const [one, two] = historyMoments([...first, ...again]);
		expect(one).toMatchObject({ summary: '4 measurements: 4 detections', tellings: [] });
		expect(two!.summary).toBe('5 measurements: 5 detections; 1 revised, 3 told before');
		expect(two!.measurements.find(({ was }) => was !== null)?.was).toBe('18.000 ± 0.100 mag');
	});
});
