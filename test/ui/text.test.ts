import { expect, test } from 'vitest';
import { instantFromUnixMilliseconds } from '#lib/sky/time.ts';
import { formatAge, formatDuration } from '#lib/ui/values/age.ts';
import {
	carriedParameters,
	inBasis,
	inFormat,
	subjectLink,
	withLaterAsBasis,
	withParameters
} from '#lib/ui/parts/links.ts';
import { cellLinks, noticeLink } from '#lib/ui/tables/cell-links.ts';
import { layoutTimeline } from '#lib/ui/plots/timeline.ts';

const url = new URL('http://host/objects/ztf/ZTF19x?known=2019-10-01T20:59:00Z&band=g&cursor=7');

test('a link keeps what it does not change, and its times readable', () => {
	expect(withParameters(url, { cursor: null })).toBe('/objects/ztf/ZTF19x?known=2019-10-01T20:59:00Z&band=g');
	expect(withParameters(url, { known: null, cursor: null, basis: '2019-10-01T20:59:00Z~17' })).toBe(
		'/objects/ztf/ZTF19x?band=g&basis=2019-10-01T20:59:00Z~17'
	);
});

test('a value cannot leave its parameter', () => {
	const link = new URL(withParameters(url, { known: 'a&b=c#d"<' }), url);
	expect(link.searchParams.get('known')).toBe('a&b=c#d"<');
	expect(link.hash).toBe('');
});

test('another format is the same address with a suffix, from its first row on', () => {
	expect(inFormat(url, '.vot')).toBe('/objects/ztf/ZTF19x.vot?known=2019-10-01T20:59:00Z&band=g');
	const parts = new URL('http://host/plans/p1?outcome_from=101&left_out_from=201&table=left_out');
	expect(inFormat(parts, '.csv')).toBe('/plans/p1.csv?table=left_out');
});

test('a form carries the parameters it does not set', () => {
	expect(carriedParameters(url, ['known', 'cursor'])).toEqual([['band', 'g']]);
});

test('a link to another page keeps the basis, and nothing else of the page', () => {
	const pinned = new URL('http://host/objects?survey=ztf&batch=17&as_recorded=&known=2019-10-01T20:59:00Z');
	expect(inBasis(pinned, '/events?kind=gw')).toBe('/events?kind=gw&batch=17&known=2019-10-01T20:59:00Z');
});

test('a subject or notice with odd letters stays one address', () => {
	const here = new URL('http://host/');
	expect(subjectLink(here, 'objects/x/a b#c?d')).toBe('/objects/x/a%20b%23c%3Fd');
	expect(new URL(noticeLink(here, 'ivo://a/b#c-1'), here).hash).toBe('');
	expect(decodeURIComponent(new URL(noticeLink(here, 'ivo://a/b#c-1'), here).pathname)).toBe(
		'/notices/ivo://a/b#c-1'
	);
});

test('cells lead to what they name, and to nothing where they are empty', () => {
	const link = cellLinks(new URL('http://host/?known=2019-10-01'));
	const column = (name: string) => ({ name, type: 'text', description: '' }) as const;
	expect(link(column('object_id'), { survey: 'ztf', object_id: 'ZTF1' })).toBe(
		'/objects/ztf/ZTF1?known=2019-10-01'
	);
	expect(link(column('batch'), { batch: 9007199254740993n })).toBe(
		'/batches/9007199254740993?known=2019-10-01'
	);
	expect(link(column('event'), { event: null })).toBeUndefined();
	expect(link(column('mag'), { mag: 18 })).toBeUndefined();
});

test("a comparison's later moment is the basis of its page", () => {
	const compared = (query: string) => withLaterAsBasis(new URL(`http://host/diff?${query}`)).search;
	expect(compared('from=2019-01-01&to=2019-10-01')).toBe('?from=2019-01-01&known=2019-10-01');
	expect(compared('from=2019-01-01&to=2019-10-01~17&known=2020-01-01')).toBe(
		'?from=2019-01-01&basis=2019-10-01%7E17'
	);
	expect(compared('from=2019-01-01&known=2020-01-01')).toBe('?from=2019-01-01&known=2020-01-01');
});

test.each([
	[0, '0 s'],
	[59.9e6, '59 s'],
	[90e6, '1.5 min'],
	[3600e6 * 31, '31 h'],
	[86_400e6 * 420, '420 d'],
	[31_557_600e6 * 7.16, '7.1 yr']
])('%d microseconds are %s', (microseconds, text) => {
	expect(formatDuration(microseconds)).toBe(text);
});

test('an age tells the past from the future', () => {
	expect([formatAge(0, 120e6), formatAge(120e6, 0), formatAge(5, 5)]).toEqual([
		'2 min ago',
		'in 2 min',
		'now'
	]);
});

test('a timeline keeps the order of its moments and leaves room between minutes and months', () => {
	const origin = instantFromUnixMilliseconds(Date.UTC(2020, 0, 29, 6, 54, 58));
	const after = (minutes: number) => instantFromUnixMilliseconds(origin / 1000 + minutes * 60_000);
	const moments = [-1, 5, 30, 1440, 1440 * 50].map(after);
	const axis = layoutTimeline(moments, origin);
	const places = moments.map(axis.percent);
	expect(places).toEqual([...places].sort((a, b) => a - b));
	for (let k = 1; k < places.length; k++) expect((places[k] ?? 0) - (places[k - 1] ?? 0)).toBeGreaterThan(4);
	expect(axis.ticks.map(({ label }) => label)).toEqual([
		'T0',
		'1 min',
		'10 min',
		'1 h',
		'6 h',
		'1 d',
		'1 week',
		'30 d'
	]);
});

test('a timeline of one moment is one too', () => {
	const at = instantFromUnixMilliseconds(Date.UTC(2020, 0, 29));
	expect(layoutTimeline([at], null).percent(at)).toBeCloseTo(49, 6);
	expect(Number.isFinite(layoutTimeline([at], at).percent(at))).toBe(true);
});
