import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookbackError } from '#lib/errors.ts';
import { parseJson, parseNdjson } from '#lib/archive/packets/json.ts';

const parse = (text: string) => parseJson(Buffer.from(text), 'x.json');

describe('JSON without loss', () => {
	it('keeps every digit of a 64-bit id', () => {
		expect(parse('{"candid": 1928343841615010003, "old": -9007199254740993}')).toEqual({
			candid: 1928343841615010003n,
			old: -9007199254740993n
		});
	});

	it('keeps small integers and all fractions as numbers', () => {
		expect(parse('[9007199254740991, 1.0, -0.5, 1e300, 1234567890.5]')).toEqual([
			9007199254740991, 1, -0.5, 1e300, 1234567890.5
		]);
	});

	it('reads any integer to its last digit, and whatever JSON.stringify writes', () => {
		fc.assert(fc.property(fc.bigInt(), (n) => BigInt(parse(String(n)) as bigint | number) === n));
		fc.assert(
			fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
				const text = JSON.stringify(value);
				expect(
					JSON.stringify(parse(text), (_key, v: unknown) => (typeof v === 'bigint' ? Number(v) : v))
				).toBe(text);
			})
		);
	});

	it.each([
		['{"a": NaN}', 6, /breaks at character 6/],
		['{"a": 1,}', 8, /character 8/],
		['[1, 2', 5, /character 5/],
		['{"a": 1, "a": 2}', 10, /[Dd]uplicate key 'a'/]
	])('refuses %s with the offset', (text, offset, message) => {
		const read = () => parse(text);
		expect(read).toThrow(message);
		expect(read).toThrow(
			expect.objectContaining({ code: 'json/malformed', data: { name: 'x.json', offset } })
		);
	});

	it('refuses what nests deeper than any packet, and brackets in text are no nesting', () => {
		expect(() => parse('['.repeat(100_000))).toThrow(expect.objectContaining({ code: 'json/too-deep' }));
		expect(parse(`["${'['.repeat(1000)}\\""]`)).toEqual([`${'['.repeat(1000)}"`]);
	});

	it('refuses a text longer than any packet has before it takes the parser seconds', () => {
		const long = (characters: number) => `{"x":"${'a'.repeat(characters)}"}`;
		expect(() => parse(long(17 * 2 ** 20))).toThrow(expect.objectContaining({ code: 'json/too-long' }));
		expect(parse(long(2 ** 20))).toMatchObject({ x: expect.stringMatching(/^a+$/) });
	});

	it.each(['', '-', '0.', '[1, ', '1e', '{"a": "1"}\n'])(
		'refuses a number of more than 1000 digits after %j, and says from where',
		(before) => {
			const data = { name: 'x.json', offset: before.length, longestNumber: 1000 };
			expect(() => parse(before + '9'.repeat(1001))).toThrow(
				expect.objectContaining({ code: 'json/long-number', data })
			);
		}
	);

	it('reads a number of 1000 digits, many numbers, and any digits in a text', () => {
		const longest = '9'.repeat(1000);
		expect(parse(longest)).toBe(BigInt(longest));
		expect(parse(`["\\"${'1'.repeat(5000)}", 2]`)).toEqual([`"${'1'.repeat(5000)}`, 2]);
		expect(parse(`[${'1,'.repeat(2000)}1]`)).toHaveLength(2001);
	});

	it('passes over a byte-order mark and refuses what is not UTF-8', () => {
		expect(parse('\ufeff{"a": 1}')).toEqual({ a: 1 });
		expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]), 'x')).toThrow(/not UTF-8/);
	});
});

describe('JSON a line', () => {
	it('gives every value, and the line of a bad one without stopping', () => {
		const values = [...parseNdjson(Buffer.from('{"a": 1}\n\n{bad}\r\n[2]\n'), 'x.ndjson')];
		expect(values).toEqual([{ a: 1 }, expect.any(LookbackError), [2]]);
		expect((values[1] as LookbackError).message).toMatch(/line 3 of x\.ndjson/);
	});

	it('refuses the line with a number of too many digits alone', () => {
		const values = [...parseNdjson(Buffer.from(`[1]\n[${'7'.repeat(1001)}]\n[2]\n`), 'x.ndjson')];
		expect(values).toEqual([[1], expect.objectContaining({ code: 'json/long-number' }), [2]]);
		expect((values[1] as LookbackError).message).toMatch(/line 2 of x\.ndjson .* character 1 on/);
	});
});
