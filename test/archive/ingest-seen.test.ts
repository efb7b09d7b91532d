import { expect, test } from 'vitest';
import type { Unplaced } from '#lib/archive/ingest/rows.ts';
import { SeenTellings } from '#lib/archive/ingest/seen.ts';
import type { Instant } from '#lib/sky/time.ts';

/** Measurement `n`, whose magnitude is `mag`. */
function telling(n: number, mag = 18): Unplaced {
	return {
		survey: 'ztf',
		object_id: `ZTF${n % 1000}`,
		measurement: BigInt(n),
		kind: 'detection',
		hpx: null,
		ra_deg: 10,
		dec_deg: 20,
		observed_at: n as Instant,
		exposure_sec: 30,
		band: 'g',
		mag,
		mag_err: 0.1,
		limiting_mag: 20.5,
		flux_njy: null,
		flux_err_njy: null,
		is_positive: true,
		real_bogus: 0.9,
		origin: 'history',
		collection: 'ztf.public',
		known_at: (n + 1) as Instant,
		known_from: 'assumed',
		version: 0n,
		packet: 1n
	};
}

test('most tellings are still remembered after many more have come, each with its own knowledge time', () => {
	const seen = new SeenTellings();
	const count = 40_000;
	for (let n = 0; n < count; n++) seen.remember(telling(n));
	const knownAt = Array.from({ length: count }, (_, n) => seen.knownAt(telling(n)));
	const remembered = knownAt.filter((at, n) => at === n + 1).length;
	expect(remembered).toBeGreaterThan(0.8 * count);
	expect(knownAt.filter((at, n) => at !== n + 1 && at !== Infinity)).toEqual([]);
});

test('a telling of another value is not remembered', () => {
	const seen = new SeenTellings();
	for (let n = 0; n < 10_000; n++) seen.remember(telling(n));
	for (let n = 0; n < 10_000; n++) expect(seen.knownAt(telling(n, 18.01))).toBe(Infinity);
});
