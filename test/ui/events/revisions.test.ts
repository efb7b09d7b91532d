import { expect, test } from 'vitest';
import type { EventPage, Localization } from '#lib/archive/index.server.ts';
import { instantFromUnixMilliseconds } from '#lib/sky/time.ts';
import { revisionsOf } from '#lib/ui/events/revisions.ts';

const minute = (count: number) => instantFromUnixMilliseconds(Date.UTC(2019, 3, 25, 8, count));

type JudgedNotice = EventPage['notices'][number];

function notice(minutes: number, changes: Partial<JudgedNotice> = {}): JudgedNotice {
	return {
		notice_id: `n${minutes}`,
		event: 'S190425z',
		event_kind: 'gw',
		stream: 'LVC',
		kind: 'update',
		role: 'observation',
		stated_at: null,
		event_at: minute(0),
		ra_deg: null,
		dec_deg: null,
		error_deg: null,
		far_hz: null,
		title: null,
		body: null,
		cites: [],
		detail: {},
		collection: 'gcn.public',
		known_at: minute(minutes),
		known_from: 'stated',
		version: 1n,
		packet: null,
		batch: 1n,
		fact: minutes,
		retracted: false,
		superseded: false,
		...changes
	};
}

function map(minutes: number, noticeId: string, area90Deg2: number): Localization {
	return {
		notice_id: noticeId,
		name: 'bayestar.fits',
		event: 'S190425z',
		creator: 'BAYESTAR',
		event_at: minute(0),
		distance_mean_mpc: 155.4,
		distance_std_mpc: 45,
		area_50_deg2: 2.3456,
		area_90_deg2: area90Deg2,
		cell_count: 12,
		collection: 'lvk.public',
		known_at: minute(minutes),
		known_from: 'stated',
		version: 1n,
		packet: null,
		batch: 1n,
		fact: minutes
	};
}

function revisions(notices: JudgedNotice[], localizations: Localization[] = []) {
	return revisionsOf({ notices, localizations } as unknown as EventPage);
}

test('a revision says what it changed, and nothing of what it repeats', () => {
	const [first, second, third] = revisions(
		[notice(1, { far_hz: 4.5e-13 }), notice(2, { far_hz: 4.5e-13 }), notice(3, { far_hz: 1 / 31_557_600 })],
		[map(1, 'n1', 10182.4), map(3, 'n3', 7461)]
	);
	expect(first?.values).toMatchObject({
		area50: { text: '2.3', was: null },
		area90: { text: '10182', was: null },
		distance: { text: '155 ± 45', was: null },
		far: { text: '4.5e-13 Hz, one in 7.0e4 yr', was: null }
	});
	expect(second?.values).toMatchObject({ area90: null, far: { was: null } });
	expect(third?.values).toMatchObject({
		area50: { was: null },
		area90: { text: '7461', was: '10182' },
		far: { text: '3.2e-8 Hz, one in 365 d', was: '4.5e-13 Hz, one in 7.0e4 yr' }
	});
});

test('a map that came by itself is a revision of its own, and a circular is none', () => {
	const told = revisions([notice(1), notice(4, { kind: 'circular' })], [map(2, 'skymap/abc', 30)]);
	expect(told.map(({ kind, stream }) => [kind, stream])).toEqual([
		['update', 'LVC'],
		['map', 'BAYESTAR']
	]);
});

test('a retraction takes back what came before it, not itself', () => {
	const told = revisions([
		notice(1, { retracted: true }),
		notice(2, { kind: 'retraction', retracted: true }),
		notice(3, { kind: 'retraction' })
	]);
	expect(told.map(({ isRetracted }) => isRetracted)).toEqual([true, false, false]);
});

test('a position is told with its error', () => {
	const [told] = revisions([notice(1, { ra_deg: 77.35, dec_deg: -5.7, error_deg: 0.2504 })]);
	expect(told?.values.position?.text).toBe('77.350 −5.700');
	expect(told?.values.error?.text).toBe('0.25');
});

test('classes and properties are followed by name, whichever way a notice spells them', () => {
	const [first, second] = revisions([
		notice(1, { detail: { 'Classification.BNS': 0.4, 'Classification.BBH': 0, 'Properties.HasNS': 1 } }),
		notice(2, {
			detail: {
				event: { significant: true, classification: { BNS: 0.95, BBH: 0 }, properties: { HasNS: 1 } }
			}
		})
	]);
	expect(first?.classes).toEqual([
		{ name: 'BNS', text: '40 %', size: 0.4, was: null, isNews: true },
		{ name: 'BBH', text: '0 %', size: 0, was: null, isNews: true }
	]);
	expect(second?.classes[0]).toEqual({ name: 'BNS', text: '95 %', size: 0.95, was: '40 %', isNews: true });
	expect(second?.properties).toEqual([{ name: 'HasNS', text: '100 %', size: 1, was: null, isNews: false }]);
	expect(second?.values.significance?.text).toBe('significant');
});

test('what a notice cites is named by its kind where that is known', () => {
	const cites = [
		{ noticeId: 'n1', how: 'supersedes' },
		{ noticeId: 'elsewhere', how: 'followup' }
	];
	const [, told] = revisions([notice(1, { kind: 'initial' }), notice(2, { cites })]);
	expect(told?.cites.map(({ kind }) => kind)).toEqual(['initial', null]);
});

test('a notice that tells of neither place nor rate nor source tells nothing of the event', () => {
	const told = revisions([notice(1, { detail: { LightCurve_URL: 'x' } }), notice(2, { kind: 'retraction' })]);
	expect(told.map(({ tells }) => tells)).toEqual([false, true]);
});

test('a notice beside the revisions tells something only where it is news, a revision always', () => {
	const at = { ra_deg: 10, dec_deg: 5, error_deg: 0.05 };
	const told = revisions([
		notice(1, { kind: 'initial', ...at }),
		notice(2, { kind: 'other', ...at, error_deg: null }),
		notice(3, { kind: 'other', ...at, ra_deg: 11 }),
		notice(4, { kind: 'update', ...at, ra_deg: 11 })
	]);
	expect(told.map(({ tells }) => tells)).toEqual([true, false, true, true]);
});
