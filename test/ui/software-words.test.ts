import { expect, test } from 'vitest';
import { settingLines, settingWords } from '#lib/ui/software/software-words.ts';

test('parameters are read in words, with the unit of the manifest or of their names', () => {
	const settings = {
		radius_kpc: 20,
		rise: 1.5,
		lowest_latitude_deg: 10,
		survey: 'ztf',
		event: '',
		oldest: 3
	};
	const lines = settingLines(settings, { radius_kpc: 'kpc', rise: 'mag', oldest: '' });
	expect(lines.map(({ name, value }) => `${name} ${value}`)).toEqual([
		'Radius 20 kpc',
		'Rise 1.5 mag',
		'Lowest latitude 10 deg',
		'Survey ztf',
		'Event nothing',
		'Oldest 3'
	]);
	expect(settingWords({ radius_kpc: 20, survey: 'ztf' })).toBe('radius 20 kpc, survey ztf');
});
