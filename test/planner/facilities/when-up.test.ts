import { beforeAll, describe, expect, it } from 'vitest';
import { airmassAt } from '#lib/sky/airmass.ts';
import { Sight } from '#lib/sky/sight.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { limitsOf, standpointOf } from '#lib/planner/facilities/limits.ts';
import { whenUp, type UpWindow } from '#lib/planner/facilities/when-up.ts';
import { windows } from '#lib/planner/observability/windows.ts';
import { getter, present, smallArchive } from '../../support/archive.ts';

const seed = (name: string) => seedFacilities().find(({ facility }) => facility === name)!;
const m13 = { raDeg: 250.42, decDeg: 36.46 };
const from = parseInstant('2026-06-02T00:00:00Z');
const span = { from, to: (from + 24 * 3.6e9) as Instant };

describe('when a target is up', () => {
	it('is when the telescope’s limits allow it, and it is best where it stands highest', () => {
		const facility = seed('palomar-60');
		const [telescope] = facility.telescopes;
		const found = whenUp(facility, telescope!, m13, span) as UpWindow[];
		const sight = new Sight(standpointOf(facility), m13);
		expect(
			found.map(({ from_at, to_at, opens_by, closes_by }) => [from_at, to_at, opens_by, closes_by])
		).toEqual(
			windows(limitsOf(facility, telescope!), sight, span).map((one) => [
				one.from,
				one.to,
				one.opensBy,
				one.closesBy
			])
		);
		expect(found.length).toBeGreaterThan(0);
		for (const one of found) {
			expect(one.best_at).toBeGreaterThanOrEqual(one.from_at);
			expect(one.best_at).toBeLessThanOrEqual(one.to_at);
			for (let at: number = one.from_at; at <= one.to_at; at += 17 * 60e6)
				expect(airmassAt(sight.altitudeDeg(at as Instant))).toBeGreaterThan(one.airmass! - 1e-4);
			expect(one.moon_distance_deg).toBeCloseTo(sight.moonDistanceDeg(one.best_at), 6);
		}
	});

	it('says why it is never up, and knows no airmass in orbit', () => {
		const facility = seed('palomar-60');
		const south = whenUp(facility, facility.telescopes[0]!, { raDeg: 0, decDeg: -89 }, span);
		expect(south).toMatchObject({
			facility: 'palomar-60',
			telescope: 'p60',
			reason: expect.stringMatching(/^Never within the 24.0 h: /)
		});
		const swift = seed('swift');
		const [window] = whenUp(swift, swift.telescopes[0]!, m13, span) as UpWindow[];
		expect(window).toMatchObject({ airmass: null, altitude_deg: null, from_at: span.from, to_at: span.to });
	});
});

describe('the answer', () => {
	let get: ReturnType<typeof getter>;
	beforeAll(async () => {
		const archive = await smallArchive();
		const by = { viewer: await localViewer(archive.database), actor: 'test', now: present };
		await recordFacilities(archive, [{ facility: seed('palomar-60') }, { facility: seed('swope') }], by);
		get = getter(archive);
	});

	it.each([
		['/observe.json', 'A position is wanted: ra and dec in degrees, or near.'],
		['/observe.json?ra=1', 'dec is missing'],
		['/observe.json?ra=1&dec=95', 'dec must be a number of degrees from -90 to 90; got 95.'],
		['/observe.json?near=nowhere', 'near must be a position'],
		['/observe.json?ra=1&dec=1&hours=1000', 'hours must be a number above 0 and at most 168; got 1000.'],
		['/observe.json?ra=1&dec=1&facility=banana', 'No facility banana is known']
	])('to %s is a sentence: %s', async (path, sentence) => {
		expect(await (await get(path)).text()).toContain(sentence);
	});

	it('has windows, or a reason, for every telescope that is known', async () => {
		const answer = await (await get('/observe.json?near=250.42+36.46&from=2026-06-02&hours=24')).json();
		expect(answer.position).toMatchObject({
			ra_deg: 250.42,
			dec_deg: 36.46,
			from_at: '2026-06-02T00:00:00Z'
		});
		const told = new Set(
			[...answer.windows, ...answer.never].map(({ facility }: { facility: string }) => facility)
		);
		expect([...told].sort()).toEqual(['palomar-60', 'swope']);
	});
});
