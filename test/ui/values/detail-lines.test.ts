import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import Detail from '#lib/ui/values/Detail.svelte';
import { detailLines } from '#lib/ui/values/detail-lines.ts';

const read = (detail: unknown) => detailLines(detail).map(({ name, value }) => [name, value]);

test.each([
	['separationArcsec', 0.19, 'Separation', '0.19 arcsec'],
	['raDeg', 222.61070255218522, 'RA', '222.610703 deg'],
	['mag_err', 0.05, 'Error', '0.05 mag'],
	['std_mpc', 8, 'Standard deviation', '8 Mpc'],
	['area_90_deg2', 27.5, 'Area 90', '27.5 deg²'],
	['since_merger_ks', [53.8, 55.8], 'Since merger', '53.8, 55.8 ks'],
	['far_hz', 5.1e-8, 'False alarm rate', '5.1e-8 Hz'],
	['mag', 18.2, 'Mag', '18.2 mag'],
	['typeId', 3, 'Type ID', '3'],
	['visits_min', 2, 'Visits min', '2'],
	['HyperLEDA_name', 'NGC 4993', 'HyperLEDA name', 'NGC 4993'],
	['isVariable', false, 'Is variable', 'no'],
	['Energy estimate [TeV]', '174.655', 'Energy estimate [TeV]', '174.655'],
	['score', Math.fround(0.1), 'Score', '0.1'],
	[
		'description',
		'an <em>r=16.87</em> <a href="http://host">galaxy</a>, z < 0.1',
		'Description',
		'an r=16.87 galaxy, z < 0.1'
	],
	['instruments', ['H1', 'L1'], 'Instruments', 'H1, L1'],
	['day', '2023-02-30T00:00:00Z', 'Day', '2023-02-30T00:00:00Z']
])('%s of %j reads %s: %s', (key, value, name, text) => {
	expect(read({ [key]: value })).toEqual([[name, text]]);
});

test('moments are moments, whatever their offset', () => {
	const at = parseInstant('2017-08-18T02:19:00Z');
	expect(read({ observed_at: '2017-08-18T02:19:00+00:00', from: '2017-08-18T04:19:00+02:00' })).toEqual([
		['Observed at', { moment: at }],
		['From', { moment: at }]
	]);
});

test('what is below stands below, and what is empty is left out', () => {
	const detail = {
		explanation: null,
		url: '',
		classdict: { ncand: 153, none: {} },
		empty: [],
		cites: [{ how: 'followup' }]
	};
	expect(detailLines(detail)).toEqual([
		{ key: 'classdict', name: 'Classdict', value: [{ key: 'ncand', name: 'Ncand', value: '153' }] },
		{
			key: 'cites',
			name: 'Cites',
			value: [{ key: '1', name: '1', value: [{ key: 'how', name: 'How', value: 'followup' }] }]
		}
	]);
	expect(detailLines(null)).toEqual([]);
});

test('a key may have a heading of its own', () => {
	expect(detailLines({ limiting_mag: 20.5 }, { limiting_mag: 'Limit' })).toMatchObject([
		{ name: 'Limit', value: '20.5 mag' }
	]);
});

test('lists show moments as everywhere, and what is below in lists of its own', () => {
	const now = parseInstant('2017-08-20T02:19:00Z');
	const lines = detailLines({ observed_at: '2017-08-18T02:19:00Z', error: { dec_deg: 0.5 } });
	const { body } = render(Detail, { props: { lines, now } });
	expect(body).toContain('MJD 57983.09653 · 2 d ago');
	expect(body.replace(/<!--.*?-->/g, '')).toMatch(
		/<dt[^>]*>Error<\/dt> <dd[^>]*><dl[^]*Dec<\/dt> <dd[^>]*>0.5 deg/
	);
});
