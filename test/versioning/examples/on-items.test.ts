import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Output } from '#lib/versioning/runtime/evaluation.ts';
import { call } from '../../support/analysis.ts';
import { catalogue, example, run } from '../../support/example.ts';
import { hasSandbox } from '../../support/sandbox.ts';

const day = (date: string, days: number) => new Date(Date.parse(date) + days * 86_400_000).toISOString();

/** An object as an input has it: mag by band and days since its first detection. */
function object(
	points: readonly [days: number, band: string, mag: number, more?: Record<string, unknown>][],
	more: Record<string, unknown> = {}
) {
	const first = '2019-09-25T04:00:00Z';
	return {
		object: { survey: 'ztf', object_id: 'ZTF19abc', ra_deg: 197.45, dec_deg: -23.38, ...more },
		photometry: points.map(([days, band, mag, told]) => ({
			kind: 'detection',
			observed_at: day(first, days),
			band,
			mag,
			mag_err: 0.05,
			limiting_mag: 20.5,
			is_positive: true,
			real_bogus: 0.9,
			...told
		})),
		statements: []
	};
}

const statements = (outputs: readonly Output[]) =>
	Object.fromEntries(
		outputs.flatMap((one) =>
			'statement' in one
				? [[[one.statement.property, one.statement.qualifier].filter(Boolean).join(' '), one.statement]]
				: []
		)
	);

describe('the worked examples', () => {
	it('are all there', () => {
		expect(readdirSync(new URL('../../../examples/analyses', import.meta.url)).sort()).toEqual([
			'catalogue-match',
			'inside-localization',
			'light-curve-fit',
			'neutrino-blazar',
			'young-transients'
		]);
	});

	it('young-transients selects what rises, and none of what looks like it', async () => {
		const rising: Parameters<typeof object>[0] = [
			[0, 'r', 19.5],
			[1, 'r', 18.9],
			[2, 'r', 18.2]
		];
		const plain = object(rising);
		const said = await run(example('young-transients'), [
			call('rising', plain),
			call('later', plain, '2019-12-01T00:00:00Z'),
			call('fading', object(rising.map(([days, band, mag]) => [2 - days, band, mag]))),
			call('few', object(rising.slice(0, 2))),
			call('bogus', object(rising.map(([days, band, mag]) => [days, band, mag, { real_bogus: 0.3 }]))),
			call('moving', object(rising.map(([days, band, mag]) => [days / 1000, band, mag]))),
			call('dimmed', object([...rising, [2.5, 'r', 19, { is_positive: false }]])),
			call('galactic', object(rising, { ra_deg: 266.4, dec_deg: -28.9 })),
			call('star', { ...plain, statements: [{ property: 'crossmatch', value_text: 'RRLyrae' }] }),
			call('asteroid', { ...plain, statements: [{ property: 'class', value_text: 'Solar System MPC' }] }),
			call('supernova', { ...plain, statements: [{ property: 'class', value_text: 'SN candidate' }] })
		]);
		expect(Object.keys(said).filter((key) => said[key]!.length > 0)).toEqual(['rising', 'supernova']);
		expect(said.rising).toEqual([
			{
				select: 'objects/ztf/ZTF19abc',
				reason: '3 detections in 5.8 d, rising by 0.65 mag/d in r',
				score: expect.closeTo(0.65, 6)
			}
		]);
	});

	it('light-curve-fit finds the times that a light curve was made with', async () => {
		const flux = (t: number) => (30_000 * Math.exp(-t / 25)) / (1 + Math.exp(-t / 3));
		const mag = (t: number) => 31.4 - 2.5 * Math.log10(flux(t - 15));
		const days = Array.from({ length: 25 }, (_, i) => i * 2);
		const curve = object(
			days.flatMap((t): [number, string, number][] => [
				[t, 'g', mag(t)],
				[t + 0.1, 'r', mag(t) - 0.3]
			])
		);
		const { made, few } = await run(example('light-curve-fit'), [
			call('made', curve),
			call(
				'few',
				object([
					[0, 'r', 18],
					[1, 'r', 18]
				])
			)
		]);
		const told = statements(made!);
		expect(told['rise_time g']).toMatchObject({ value_number: expect.closeTo(3, 1), unit: 'd' });
		expect(told['fall_time g']!.value_number).toBeCloseTo(25, 0);
		expect(told['peak_magnitude g']!.value_number).toBeCloseTo(Math.min(...days.map(mag)), 1);
		expect(told['colour g-r']!.value_number).toBeCloseTo(0.3, 1);
		expect(told['decline_rate g']!.value_number).toBeCloseTo(2.5 / Math.LN10 / 25, 2);
		expect(few).toEqual([]);
	});

	it('catalogue-match finds the galaxy of an object and how bright it is there', async () => {
		const galaxies = catalogue('catalogue-match', 'galaxies.csv');
		expect(galaxies).toHaveLength(12);
		const said = await run(
			example('catalogue-match'),
			[
				call('near', object([[0, 'i', 17.5]], { ra_deg: 197.450417, dec_deg: -23.381472 })),
				call('far', object([[0, 'i', 17.5]], { ra_deg: 197.45, dec_deg: -25.38 })),
				call('nowhere', object([[0, 'i', 17.5]], { ra_deg: null, dec_deg: null }))
			],
			{ galaxies }
		);
		expect(said.near![0]).toMatchObject({ select: 'objects/ztf/ZTF19abc', score: expect.closeTo(2, 0) });
		const told = statements(said.near!);
		expect(told.host).toMatchObject({
			value_text: 'NGC 4993',
			detail: { source: expect.stringContaining('Cantiello') }
		});
		expect(told['absolute_magnitude i']!.value_number).toBeCloseTo(17.5 - (5 * Math.log10(40.7) + 25), 6);
		expect([said.far, said.nowhere]).toEqual([[], []]);
	});

	it.skipIf(!hasSandbox)(
		'neutrino-blazar finds the blazar of a neutrino, and none of a badly known one',
		async () => {
			const notice = {
				ra_deg: 77.43,
				dec_deg: 5.72,
				error_deg: 1.3,
				known_at: '2017-09-23T01:09:26Z',
				superseded: false
			};
			const event = { event: 'IceCube-170922A', retracted: false };
			const blazars = catalogue('neutrino-blazar', 'blazars.csv');
			const said = await run(
				example('neutrino-blazar'),
				[
					call('known', { event, notices: [notice] }),
					call('vague', { event, notices: [{ ...notice, error_deg: 20 }] }),
					call('elsewhere', { event, notices: [{ ...notice, ra_deg: 100 }] }),
					call('retracted', { event: { ...event, retracted: true }, notices: [notice] }),
					call('silent', { event, notices: [{ ...notice, ra_deg: null, dec_deg: null, error_deg: null }] })
				],
				{ blazars }
			);
			expect(Object.keys(said).filter((key) => said[key]!.length > 0)).toEqual(['known']);
			expect(said.known).toMatchObject([
				{ select: 'events/IceCube-170922A' },
				{
					statement: {
						subject: 'events/IceCube-170922A',
						property: 'possible_counterpart',
						value_text: 'TXS 0506+056',
						value_number: expect.closeTo(0.08, 2)
					}
				},
				{ decision: { subject: 'events/IceCube-170922A', action: 'observe' } }
			]);
		}
	);
});
