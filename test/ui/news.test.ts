import { describe, expect, test } from 'vitest';
import { nightAt } from '#lib/sky/night.ts';
import { observatoryOf } from '#lib/sky/observatories.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { feedOf, newestOfEach } from '#lib/ui/ledger/feed.ts';
import { objectSentence } from '#lib/ui/objects/object-sentence.ts';
import { layoutNight } from '#lib/ui/plots/night-strip.ts';
import { packObjects, unpackObjects } from '#lib/ui/plots/packed-objects.ts';

const at = (time: string) => parseInstant(`2026-01-01T${time}Z`);

const event = (name: string, time: string, more: object = {}) => ({
	event: name,
	event_kind: 'gw',
	event_at: null,
	notices: 1,
	first_known_at: at(time),
	last_known_at: at(time),
	last_kind: 'preliminary',
	far_hz: null,
	significant: null,
	retracted: false,
	...more
});
const notice = (name: string | null, time: string, more: object = {}) => ({
	notice_id: `${name}/${time}`,
	event: name,
	event_kind: 'gw',
	stream: 'LVC',
	kind: 'preliminary',
	title: null,
	ra_deg: null,
	dec_deg: null,
	error_deg: null,
	known_at: at(time),
	...more
});
const statement = (subject: string, property: string, value: string, agent: string, time: string) => ({
	subject,
	property,
	qualifier: '',
	agent,
	software: null,
	value_text: value,
	value_number: null,
	unit: null,
	detail: null,
	collection: 'x',
	known_at: at(time),
	known_from: 'stated' as const,
	version: 1n,
	packet: null,
	batch: 1n,
	fact: 0
});
const object = (id: string, time: string, isNew: boolean) => ({
	survey: 'ztf',
	object_id: id,
	ra_deg: 10.123_456,
	dec_deg: -5.5,
	last_observed_at: at(time),
	last_known_at: at(time),
	is_new: isNew
});

describe('the feed', () => {
	const news = {
		events: [
			event('S1', '10:00', { notices: 2, retracted: true }),
			event('S2', '09:00'),
			event('S3', '08:00', { notices: 3, last_kind: 'update' }),
			event('S4', '07:00', { notices: 5 })
		],
		notices: [
			notice('S1', '10:00'),
			notice('S2', '09:00'),
			notice('S3', '08:00'),
			notice('S4', '07:00', { kind: 'circular', title: 'A host', stream: 'gcn.circulars' })
		],
		statements: [
			statement('objects/ztf/ZTF1', 'class', 'SN Ia', 'tns', '09:30'),
			statement('objects/ztf/ZTF2', 'class', 'SN II', 'tns', '09:20'),
			statement('objects/ztf/ZTF1', 'identity', 'objects/tns/2026abc', 'tns', '06:00')
		]
	};
	const objects = [
		object('ZTF9', '09:50', true),
		object('ZTF8', '09:45', true),
		object('ZTF7', '09:55', false)
	];
	const feed = feedOf(news, objects, 20);

	test('tells everything newest first, in words, with who said so', () => {
		expect(feed.map(({ sign, name, what, who }) => `${sign} ${name} ${what} (${who})`)).toEqual([
			'− S1 was retracted (LVC)',
			'+ ZTF9 is new, and 1 other object (ztf)',
			'+ ZTF1 is classed SN Ia; 1 more class (tns)',
			'+ S2 is a new gravitational-wave event (LVC)',
			'~ S3 has 3 notices; the last is an update (LVC)',
			'~ S4 has a circular: A host (gcn.circulars)',
			'+ ZTF1 is 2026abc (tns)'
		]);
	});

	test('leads to what it tells of, and is no longer than asked', () => {
		expect(feed[1]!.subject).toBe('objects/ztf/ZTF9');
		expect(feedOf(news, objects, 3)).toHaveLength(3);
	});
});

test('notices of one event stand as the newest of them, and those of none for themselves', () => {
	const found = newestOfEach([
		notice('S1', '10:00'),
		notice(null, '09:00'),
		notice('S1', '08:00'),
		notice(null, '07:00')
	]);
	expect(found.map(({ notice: { notice_id }, others }) => [notice_id, others])).toEqual([
		['S1/10:00', 1],
		['null/09:00', 0],
		['null/07:00', 0]
	]);
});

describe('what a list of objects was asked for', () => {
	test.each([
		['', 'Objects'],
		[
			'survey=ztf&near=whatever&within=2m&class=SN+Ia&changed_since=2019-10-01',
			'Objects of ztf within 2 arcmin of 13:09:48.00 -23:22:48.0 classed SN Ia by anyone with alerts that became known after 2019-10-01'
		],
		['class_by=tns', 'Objects classed as anything by tns'],
		['event=S190425z&credible=0.5', 'Objects in the 50 % credible region of the newest map of S190425z']
	])('%s reads as a sentence', (query, sentence) => {
		const around = query.includes('near') ? { raDeg: 197.45, decDeg: -23.38, radiusArcsec: 120 } : null;
		expect(objectSentence(new URLSearchParams(query), around)).toBe(sentence);
	});
});

describe('the strip of a night', () => {
	const place = observatoryOf('palomar')!;

	test('goes from day through the twilights into the dark and back, without gaps', () => {
		const strip = layoutNight(nightAt(at('08:00'), place), at('08:00'));
		expect(strip.stretches.map(({ darkness }) => darkness)).toEqual([0, 1, 2, 3, 4, 3, 2, 1, 0]);
		strip.stretches.forEach(({ from, to }, k) => {
			expect(from).toBeCloseTo(k === 0 ? 0 : strip.stretches[k - 1]!.to);
			expect(to).toBeGreaterThan(from);
		});
		expect(strip.now).toBeGreaterThan(30);
		expect(strip.now).toBeLessThan(70);
	});

	test('of a day without a night is all day, and of a night yet to come has no now', () => {
		const north = { latDeg: 80, lonDeg: 0, heightM: 0 };
		const june = parseInstant('2026-06-21T12:00:00Z');
		expect(layoutNight(nightAt(june, north), june).stretches.map(({ darkness }) => darkness)).toEqual([0]);
		expect(layoutNight(nightAt(at('18:00'), place), at('18:00')).now).toBeNull();
	});
});

test('objects packed for a map are the same when unpacked, to its precision', () => {
	const [back] = unpackObjects(packObjects([object('ZTF1', '10:00', true)]));
	expect(back).toEqual({
		survey: 'ztf',
		object_id: 'ZTF1',
		ra_deg: 10.1235,
		dec_deg: -5.5,
		last_known_at: at('10:00'),
		is_new: true
	});
});
