import { describe, expect, it } from 'vitest';
import { moonlightLossMag, moonlightNl } from '#lib/sky/moonlight.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { Sight } from '#lib/sky/sight.ts';
import { Standpoint } from '#lib/sky/standpoint.ts';

const maunaKea = new Standpoint({ latDeg: 19.8207, lonDeg: -155.4681, heightM: 4205 });

describe('moonlight', () => {
	it('costs 1.2 to 2.6 mag under a high full Moon, the more the nearer to her', () => {
		// full moon of 2020-04-08 02:35 UTC, high over Hawaii about 10:30
		const at = parseInstant('2020-04-08T10:30:00Z');
		expect(maunaKea.moonAltitudeDeg(at)).toBeGreaterThan(60);
		expect(maunaKea.moonIllumination(at)).toBeGreaterThan(0.98);
		const losses = [10, 30, 60].map((apartDeg) => {
			const sight = new Sight(maunaKea, { raDeg: 200 + apartDeg, decDeg: -5 });
			return { apartDeg: sight.moonDistanceDeg(at), loss: moonlightLossMag(sight, at) };
		});
		const [near, , far] = losses.sort((a, b) => a.apartDeg - b.apartDeg);
		expect(near!.loss).toBeGreaterThan(far!.loss);
		// the sky is 3 to 5 mag brighter than a dark one, and noise goes as the square root
		for (const { loss } of [near!, far!]) {
			expect(loss).toBeGreaterThan(1.2);
			expect(loss).toBeLessThan(2.6);
		}
	});

	it('costs nothing while she is down or new, or in orbit', () => {
		const down = parseInstant('2020-04-08T20:30:00Z');
		expect(maunaKea.moonAltitudeDeg(down)).toBeLessThan(0);
		const aim = { raDeg: 180, decDeg: 20 };
		expect(moonlightLossMag(new Sight(maunaKea, aim), down)).toBe(0);
		expect(moonlightNl(new Sight(new Standpoint(null), aim), down)).toBe(0);
	});
});
