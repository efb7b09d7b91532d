import { describe, expect, it } from 'vitest';
import { checkGoals } from '#lib/planner/campaigns/record.server.ts';
import { noGoals, readGoals, writeGoals } from '#lib/planner/campaigns/written-goals.ts';

const read = (told: Partial<typeof noGoals>) => checkGoals(readGoals({ ...noGoals, ...told }));

describe('goals in a form', () => {
	it('are targets a line, in degrees or sexagesimal, with as many bands as there are lines of a name', () => {
		const { targets } = read({
			targets: [
				'name, ra, dec, band, exposure',
				'# tonight',
				'M 13, 250.42, 36.46, r, 3x300',
				'',
				'M 13, 250.42, 36.46, any, 900',
				'SSS17a\t13:09:48.1\t-23:22:53\tg\t60 s\tobjects/swope/SSS17a'
			].join('\r\n')
		});
		expect(targets.map(({ name, subject, sets }) => ({ name, subject, sets }))).toEqual([
			{
				name: 'M 13',
				subject: null,
				sets: [
					{ band: 'r', exposureSec: 300, exposures: 3 },
					{ band: null, exposureSec: 900, exposures: 1 }
				]
			},
			{
				name: 'SSS17a',
				subject: 'objects/swope/SSS17a',
				sets: [{ band: 'g', exposureSec: 60, exposures: 1 }]
			}
		]);
		expect(targets[1]!.raDeg).toBeCloseTo(197.4504, 3);
		expect(targets[1]!.decDeg).toBeCloseTo(-23.3814, 3);
	});

	it('say in a sentence which field is missing or wrong, and take positions as they are written', () => {
		const target = { name: 'M 13', raDeg: 250.42, decDeg: 36.46, sets: [{ band: 'r', exposureSec: 60 }] };
		const check = (more: object) => () => checkGoals({ targets: [{ ...target, ...more }] });
		expect(check({ raDeg: '13:09:48' })).toThrow(
			"The campaign cannot be recorded: of its goals, targets 1 raDeg must be a number of degrees; got '13:09:48'."
		);
		expect(check({ sets: undefined })).toThrow(/ targets 1 sets is missing; it must be a list\.$/);
		expect(check({ subject: 'foo' })).toThrow(
			"the subject of the target 'M 13' must be objects/<survey>/<name> or events/<name>; got 'foo'."
		);
		expect(check({ deadline: 'yesterday at noon' })).toThrow(
			/ targets 1 deadline is wrong: The time 'yesterday at noon' is not a time; .*[^.]\.$/
		);
		const [written] = check({ raDeg: '13:09:48.1', decDeg: '-23:22:53' })().targets;
		expect(written!.raDeg).toBeCloseTo(197.4504, 3);
		expect(written!.decDeg).toBeCloseTo(-23.3814, 3);
	});

	it('may be a localization, with a set of exposures for each band', () => {
		const { coverage } = read({ event: ' S190814bv ', bands: 'g, r', exposure: '60' });
		expect(coverage).toMatchObject([
			{
				event: 'S190814bv',
				probability: 0.9,
				sets: [
					{ band: 'g', exposureSec: 60 },
					{ band: 'r', exposureSec: 60 }
				]
			}
		]);
		expect(read({ event: 'x', exposure: '60' }).coverage[0]!.sets).toMatchObject([{ band: null }]);
	});

	it('ask spectrographs alone for a spectrum, and are written with that word', () => {
		const targets = 'AT2017gfo, 197.4503, -23.3815, spectrum, 900';
		const goals = read({ targets });
		expect(goals.targets[0]).toMatchObject({
			kinds: ['spectrograph', 'imaging-spectrograph'],
			sets: [{ band: null, exposureSec: 900 }]
		});
		expect(writeGoals(goals).targets).toBe(targets);
		expect(read({ targets: targets.replace('spectrum', 'any') }).targets[0]!.kinds).toBeNull();
	});

	it('add what JSON says to what lines say', () => {
		const json = JSON.stringify({
			targets: [
				{ name: 'M 3', raDeg: 205.5, decDeg: 28.4, sets: [{ band: null, exposureSec: 60 }], priority: 3 }
			],
			constraint: { airmassMax: 2 }
		});
		const goals = read({ targets: 'M 13, 250.42, 36.46, r, 60', json });
		expect(goals.targets.map(({ name }) => name)).toEqual(['M 3', 'M 13']);
		expect(goals.constraint).toEqual({ airmassMax: 2 });
	});

	it.each([
		[{ targets: 'M 13, 250.42' }, /^Line 1 of the targets wants name, ra, dec, band and exposure/],
		[{ targets: '\nM 13, 1, 2, r, 60, x, y' }, /^Line 2 of the targets wants/],
		[{ targets: 'M 13, 250.42, 95, r, 60' }, /^Line 1 of the targets: .*declination.*95/],
		[{ targets: 'M 13, here, there, r, 60' }, /has no position in 'here there'/],
		[{ targets: 'M 13, 1, 2, r, long' }, /its exposure wants seconds, such as 300, .* got 'long'/],
		[{ targets: 'M 13, 1, 2, r, 60\nM 13, 1, 3, g, 60' }, /^Line 2 .* 'M 13' at another place/],
		[
			{ targets: 'M 13, 1, 2, r, 60\nM 13, 1, 2, spectrum, 60' },
			/^Line 2 .* wants a spectrum of 'M 13', and a line before images; these are two targets/
		],
		[{ event: 'x', exposure: '' }, /^The exposure of the localization wants seconds/],
		[{ event: 'x', exposure: '60', probability: '2' }, /coverage 1 probability/],
		[{ json: '{' }, /its goals as JSON cannot be read/],
		[{ json: '[]' }, /want an object/],
		[{ json: '{"targets": 3}' }, /want a list as targets/],
		[{}, /wants one target or one localization at least/]
	])('say what is wrong with %j', (told, message) => {
		expect(() => read(told)).toThrow(message);
	});

	it('are refused where they nest so deep that nobody could walk through them', () => {
		const constraint = (levels: number) =>
			`${'{"not":'.repeat(levels)}{"altitudeMinDeg":1}${'}'.repeat(levels)}`;
		const goals = (levels: number) =>
			read({ targets: 'M 13, 250.42, 36.46, r, 60', json: `{"constraint":${constraint(levels)}}` });
		expect(goals(40).constraint).not.toBeNull();
		for (const levels of [60, 20_000])
			expect(() => goals(levels)).toThrow('its goals nest deeper than 50 levels');
	});

	it('are written so that they read back as the same, as lines where lines can say them', () => {
		const plain = read({
			targets:
				'M 13, 250.42, 36.46, r, 3x300\nM 13, 250.42, 36.46, any, 900\nM 3, 205.5, 28.4, g, 60, objects/a/b',
			event: 'S190814bv',
			bands: 'g, r',
			exposure: '2x30',
			probability: '0.8'
		});
		const written = writeGoals(plain);
		expect(written.json).toBe('');
		expect(written.targets.split('\n')).toHaveLength(3);
		expect(checkGoals(readGoals(written))).toEqual(plain);
		const [target] = plain.targets;
		for (const more of [
			{ priority: 2 },
			{ visits: 3 },
			{ kinds: ['spectrograph'] },
			{ deadline: '2026-01-01' },
			{ facilities: ['not'] },
			{ name: 'a, b' },
			{ name: '#1' }
		]) {
			const goals = checkGoals({ targets: [{ ...target, ...more }] });
			const other = writeGoals(goals);
			expect(other.targets, JSON.stringify(more)).toBe('');
			expect(checkGoals(readGoals(other))).toEqual(goals);
		}
		const [localization] = plain.coverage;
		const imaged = checkGoals({ coverage: [{ ...localization, kinds: ['imager'] }] });
		expect(checkGoals(readGoals(writeGoals(imaged)))).toEqual(imaged);
		const constrained = checkGoals({ targets: [target], constraint: { airmassMax: 2 } });
		expect(checkGoals(readGoals(writeGoals(constrained)))).toEqual(constrained);
	});
});
