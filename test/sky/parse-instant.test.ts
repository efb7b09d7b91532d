import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { countsFrom, parseInstant, parseWrittenInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, instantFromUnixMicroseconds, type Instant } from '#lib/sky/time.ts';

const read = (text: string, now?: Instant): string => formatInstant(parseInstant(text, now));
const instants = fc
	.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
	.map(instantFromUnixMicroseconds);

describe('parseInstant', () => {
	it.each([
		['2019-10-01', '2019-10-01T00:00:00Z'],
		['2019-10-01T20:59', '2019-10-01T20:59:00Z'],
		['2019-10-01 20:59:01', '2019-10-01T20:59:01Z'],
		['2019-10-01T20:59:01z', '2019-10-01T20:59:01Z'],
		['2019-10-01 20:59:01 UTC', '2019-10-01T20:59:01Z'],
		['2019-10-01 20:59:00.123456+00', '2019-10-01T20:59:00.123456Z'],
		['2019-10-01T23:59:00-05:30', '2019-10-02T05:29:00Z'],
		['2020-01-01T00:00:00+0100', '2019-12-31T23:00:00Z'],
		['2020-02-29', '2020-02-29T00:00:00Z'],
		['  1969-12-31T23:59:59.5 ', '1969-12-31T23:59:59.5Z'],
		['MJD 58757.87', '2019-10-01T20:52:48Z'],
		['mjd58757', '2019-10-01T00:00:00Z'],
		['58757.87', '2019-10-01T20:52:48Z'],
		['JD 2458758.37', '2019-10-01T20:52:48Z'],
		['2458758.37', '2019-10-01T20:52:48Z'],
		['2458757.500000000012', '2019-10-01T00:00:00.000001Z'],
		['MJD 0', '1858-11-17T00:00:00Z']
	])('reads %s', (text, expected) => expect(read(text)).toBe(expected));

	it.each([
		['2019-10-01T00:00:00.1234564', '2019-10-01T00:00:00.123456Z'],
		['2019-10-01T00:00:00.1234565', '2019-10-01T00:00:00.123457Z'],
		['2019-12-31T23:59:59.9999999', '2020-01-01T00:00:00Z'],
		['1969-12-31T23:59:59.9999995', '1970-01-01T00:00:00Z']
	])('rounds the digits past the microsecond in %s, a half to the later', (text, expected) =>
		expect(read(text)).toBe(expected)
	);

	it.each([
		['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
		['2016-12-31T23:59:60.25Z', '2017-01-01T00:00:00.25Z'],
		['2012-07-01T05:29:60+05:30', '2012-07-01T00:00:00Z']
	])('reads the leap second %s as the first second of the next day', (text, expected) =>
		expect(read(text)).toBe(expected)
	);

	const now = parseInstant('2019-10-01T20:59:00Z');
	it.each([
		['now', '2019-10-01T20:59:00Z'],
		['3 d ago', '2019-09-28T20:59:00Z'],
		['2h ago', '2019-10-01T18:59:00Z'],
		['1.5 hours ago', '2019-10-01T19:29:00Z'],
		['10 min ago', '2019-10-01T20:49:00Z'],
		['30s ago', '2019-10-01T20:58:30Z'],
		['1 week ago', '2019-09-24T20:59:00Z']
	])('reads %s from the given present', (text, expected) => expect(read(text, now)).toBe(expected));

	it.each(['now', '3 d ago'])('refuses %s where no present is given', (text) =>
		expect(() => parseInstant(text)).toThrow(LookbackError)
	);

	it.each([
		...['2019-13-01', '2019-00-01', '2019-02-29', '2019-02-30', '2100-02-29', '2019-04-31', '2019-01-00'],
		...['2019-10-01T24:00', '2019-10-01T23:60', '2019-10-01T23:59:61', '2019-10-01T23:59:60Z'],
		...[
			'2016-12-31T23:59:60+01:00',
			'1971-12-31T23:59:60Z',
			'2019-10-01T00:00+24:00',
			'2019-10-01T00:00+01:60'
		],
		...['0000-01-01', '0099-01-01', '1684-01-01', '2256-01-01', '9999-12-31', 'MJD 2458757.5', 'JD 58757'],
		...[
			'',
			' ',
			'x',
			'NaN',
			'Infinity',
			'1e5',
			'0x10',
			'-58757',
			'58757,87',
			'14999',
			'90001',
			'2019',
			'2500001'
		],
		...['2019-10', '20191001', '01/10/2019', '2019-10-01T', '2019-10-01T20', '2019-10-01Z', 'JD', 'MJD x'],
		...['3 d', '-3 d ago', '3 months ago', '99999999 weeks ago', '2019-10-01T20:59:00.', 'MJD 58757 TAI']
	])('refuses %j with a sentence that repeats it', (text) => {
		const refusal = expect(() => parseInstant(text, now));
		refusal.toThrow(LookbackError);
		refusal.toThrow(`'${text}'`);
	});

	it('reads back every instant that formatInstant prints', () => {
		fc.assert(fc.property(instants, (t) => Object.is(parseInstant(formatInstant(t)), t)));
	});

	it('gives an instant or a LookbackError for any text', () => {
		const digits = fc.string({
			unit: fc.constantFrom(...'0123456789-:T .+ZJMDago'.split('')),
			maxLength: 30
		});
		fc.assert(
			fc.property(fc.oneof(fc.string(), digits), (text) => {
				try {
					return Number.isSafeInteger(parseInstant(text, now));
				} catch (error) {
					return error instanceof LookbackError;
				}
			}),
			{ numRuns: 5000 }
		);
	});
});

describe('an instant counted from T0', () => {
	const now = parseInstant('2019-10-01T20:59:00Z');
	const origin = parseInstant('2017-08-17T12:41:04.4Z');
	const since = (text: string) => formatInstant(parseInstant(text, now, origin));

	it.each([
		['T0', '2017-08-17T12:41:04.4Z'],
		['T0+2h', '2017-08-17T14:41:04.4Z'],
		['t0 + 2 hours', '2017-08-17T14:41:04.4Z'],
		['T0-1d', '2017-08-16T12:41:04.4Z'],
		['T0−1d', '2017-08-16T12:41:04.4Z'],
		['T0+90s', '2017-08-17T12:42:34.4Z'],
		['T0 + 1.5 weeks', '2017-08-28T00:41:04.4Z']
	])('is read from %s', (text, expected) => expect(since(text)).toBe(expected));

	it('is read from an address, where a plus stands for a blank', () => {
		const known = new URLSearchParams('known=T0+2h').get('known')!;
		expect(since(known)).toBe(since('T0+2h'));
	});

	it.each(['T0+', 'T0 2', 'T0+2 parsecs', 'T0+-2h', 'T02h', 'T0+2h+3h', 'T1+2h', 'T0+99999999w'])(
		'is refused where %j stands, with a sentence that repeats it',
		(text) => expect(() => since(text)).toThrow(`'${text}'`)
	);

	it('is refused where nothing begins', () =>
		expect(() => parseInstant('T0+2h', now)).toThrow(/'T0\+2h' counts from T0, .* and this has not/));

	it('lies as far after T0 as the text says, or before', () => {
		const units = { s: 1e6, min: 6e7, h: 3.6e9, d: 8.64e10, w: 6.048e11 };
		const length = fc.record({
			count: fc.integer({ min: 0, max: 10_000 }),
			unit: fc.constantFrom('s', 'min', 'h', 'd', 'w' as const),
			sign: fc.constantFrom('+', '-')
		});
		fc.assert(
			fc.property(length, ({ count, unit, sign }) => {
				const at = parseInstant(`T0${sign}${count}${unit}`, now, origin);
				expect(at - origin).toBe((sign === '-' ? -1 : 1) * count * units[unit as keyof typeof units] + 0);
			})
		);
	});

	it('is told from a text that names an instant by itself', () => {
		expect(['T0+2h', 't0', '3 d ago', 'now', '2019-10-01', 'MJD 58757.87'].map(countsFrom)).toEqual([
			'T0',
			'T0',
			'now',
			'now',
			null,
			null
		]);
	});
});

describe('parseWrittenInstant', () => {
	const now = parseInstant('2019-10-01T20:59:00Z');

	it.each([
		['2019-10-01 20:59', '2019-10-01T20:59:00Z'],
		['MJD 58757.87', '2019-10-01T20:52:48Z'],
		['58757.87', '2019-10-01T20:52:48Z'],
		['2458758.37', '2019-10-01T20:52:48Z'],
		['3 d ago', '2019-09-28T20:59:00Z']
	])('reads %s as a time', (text, expected) =>
		expect(formatInstant(parseWrittenInstant(text, now)!)).toBe(expected)
	);

	it.each(['ZTF18abc', 'S190425z', '12345', '99999', '1.5', 'AT 2018cow', '20190425', '2019ejj', ''])(
		'takes %s for something else',
		(text) => expect(parseWrittenInstant(text, now)).toBeNull()
	);

	it.each(['2019-02-30', 'MJD x', '2019-13-01'])('refuses the time %s, which there is not', (text) =>
		expect(() => parseWrittenInstant(text, now)).toThrow(LookbackError)
	);
});
