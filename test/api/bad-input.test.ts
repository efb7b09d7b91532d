import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { getter, present, smallArchive, type SmallArchive } from '../support/archive.ts';

let archive: SmallArchive;
let get: ReturnType<typeof getter>;

beforeAll(async () => {
	archive = await smallArchive();
	get = getter(archive);
});

describe('what is wrong with a question is said in a sentence', () => {
	test.each([
		['/objects.json?ra=abc&dec=1', 400, 'ra must be a number of degrees from 0 to below 360; got abc.'],
		['/objects.json?ra=400&dec=1', 400, 'ra must be a number of degrees from 0 to below 360; got 400.'],
		['/objects.json?ra=1&dec=-95', 400, 'dec must be a number of degrees from -90 to 90; got -95.'],
		['/objects.json?ra=NaN&dec=1', 400, 'got NaN'],
		['/objects.json?ra=1e999&dec=1', 400, 'got 1e999'],
		['/objects.json?ra=1', 400, 'dec is missing'],
		['/objects.json?radius_arcsec=5', 400, 'ra and dec is missing'],
		['/objects.json?ra=1&dec=1&radius_arcsec=0', 400, 'a number above 0 and at most 36000'],
		['/objects.json?ra=1&dec=1&radius_arcsec=1e7', 400, 'a number above 0 and at most 36000'],
		['/objects.json?ra=1&ra=2&dec=1', 400, 'ra is given 2 times'],
		['/objects.json?radius=5', 400, "There is no parameter 'radius' here"],
		['/objects.json?limit=1001', 400, 'limit must be a whole number from 1 to 1000; got 1001.'],
		['/objects.json?limit=1.5', 400, 'limit must be a whole number'],
		['/objects.json?cursor=nonsense', 400, 'cursor must be one that an earlier answer'],
		['/objects.json?cursor=bnVsbA', 400, 'cursor must be one that an earlier answer'],
		['/objects.json?credible=0.5', 400, 'event is missing'],
		['/objects.json?event=S0&ra=1&dec=1', 400, 'one region'],
		['/objects.json?event=S000000a', 404, 'No skymap of S000000a'],
		['/objects.json?survey=a%00b', 400, 'survey must be text without nul'],
		['/objects.json?changed_since=yesterday', 400, "changed_since is not read: The time 'yesterday'"],
		['/objects.csv?table=stars', 400, 'table must be one of objects; got stars.'],
		['/objects.json?table=objects', 400, "There is no parameter 'table'"],
		['/objects/ztf/%E0%A4%A.json', 400, 'not UTF-8 in percent-encoding'],
		['/objects/ztf/nothing.json', 404, 'No object ztf/nothing is known'],
		['/objects/ztf/nothing.avro', 404, 'There is nothing at /objects/ztf/nothing.avro'],
		['/alerts/ztf/12x.json', 400, 'id must be a whole number of 64 bits; got 12x.'],
		['/alerts/ztf/9999999999999999999.json', 400, 'id must be a whole number of 64 bits'],
		['/alerts/ztf/1/side.fits', 400, 'image must be one of science, template, difference; got side.'],
		['/events.json?kind=comet', 400, 'kind must be one of gw, grb'],
		['/events.json?include_tests=perhaps', 400, 'include_tests must be true or false; got perhaps.'],
		['/events/S210914zz/skymap.json?level=2', 400, 'level must be a number above 0 and at most 1; got 2.'],
		['/history/stars/a/b.json', 400, "'stars/a/b' is no subject"],
		['/history/alerts/ztf/99999999999999999999.json', 400, 'is no subject'],
		['/diff.json?subject=events/S210914zz', 400, 'from must be a text'],
		['/diff.json?from=2021-01-01', 400, 'subject must be'],
		['/batches/0x1.json', 400, 'number must be a whole number'],
		['/batches/99999.json', 404, 'There is no batch 99999'],
		['/batches.json?batch=99999', 400, 'Batch 99999 is not sealed yet'],
		['/batches.json?batch=one', 400, "The batch 'one' is not a whole number"],
		['/batches.json?basis=2021-01-01', 400, "The basis '2021-01-01' is not of the form"],
		['/batches.json?known=2021-13-01', 400, 'has month 13'],
		['/batches.json?as_recorded=2200-01-01', 400, 'is not settled'],
		['/batches.json?basis=2021-01-01~1&known=2021-01-01', 400, 'give only one of them'],
		['/search.json?q=10 95', 400, 'declination 95'],
		['/stars.json', 404, 'There is nothing at /stars.json']
	])('%s', async (address, status, sentence) => {
		const response = await get(address);
		const problem = await response.json();
		expect(problem).toMatchObject({ status, detail: expect.stringContaining(sentence) });
		expect(response.status).toBe(status);
		expect(response.headers.get('content-type')).toBe('application/problem+json');
		expect(response.headers.get('cache-control')).toBe('no-store');
		expect(problem.detail).toMatch(/\.$/);
	});
});

describe('texts whose reading would take ages are refused at once', () => {
	test.each([
		['a time of blanks', `/events.json?known=${encodeURIComponent(`T0${' '.repeat(5000)}\nx`)}`],
		['a position of blanks', `/search.json?q=${encodeURIComponent(`ra${' '.repeat(400)}dec`)}`]
	])('%s', async (_, address) => {
		expect((await get(address)).status).toBeLessThan(500);
	});

	test('a number of a hundred thousand digits, which nobody needs to be anybody for', async () => {
		const body = { name: 'a.b', policy: 'public-after', public_after_months: `${'1'.repeat(200_000)}x` };
		const call = callerOf(contextOf(() => archive, { authorization: null, session: null }, present));
		await expect(call.collections.setPolicy(body as never)).rejects.toThrow(/whole number from 1 to 1200/);
	});

	test('a list that wants one at least', async () => {
		const call = callerOf(contextOf(() => archive, { authorization: null, session: null }, present));
		const span = { from: '2026-06-02', to: '2026-06-03' };
		await expect(call.plans.make({ campaigns: [], ...span })).rejects.toThrow(
			/campaigns must have at least 1 element\./
		);
	});

	test('a time on a page', async () => {
		const text = `T0${' '.repeat(5000)}\nx`;
		expect(() => parseInstant(text, present, present)).toThrow(/has more than 100 characters/);
	});
});

test('no text in any place makes a fault', async () => {
	const places = [
		(text: string) => `/objects/${text}/${text}.json`,
		(text: string) => `/alerts/ztf/${text}.json`,
		(text: string) => `/events/${text}.csv`,
		(text: string) => `/notices/${text}.json`,
		(text: string) => `/history/${text}.json`,
		(text: string) => `/history/objects/${text}/${text}.json`,
		(text: string) => `/batches/${text}.json`,
		(text: string) => `/search.json?q=${text}`,
		(text: string) => `/objects.json?class=${text}&survey=${text}`,
		(text: string) => `/events.json?cursor=${text}&known=${text}`,
		(text: string) => `/diff.json?subject=${text}&from=${text}`
	];
	const written = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 30 }),
		fc.bigInt().map(String),
		fc.double().map(String),
		fc.constantFrom('9223372036854775808', '-9223372036854775809', "'; drop table alert;--", '%', '..', '\0')
	);
	await fc.assert(
		fc.asyncProperty(fc.constantFrom(...places), written, async (place, text) => {
			fc.pre(text.isWellFormed());
			const response = await get(place(encodeURIComponent(text)));
			expect(response.status).toBeLessThan(500);
		}),
		{ numRuns: 150, endOnFailure: true }
	);
});
