import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { galacticFromIcrs, icrsFromGalactic } from '#lib/sky/galactic.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import { positions } from './positions.ts';

describe('galactic coordinates', () => {
	// ERFA 2.0.1 icrs2g
	it.each([
		[0, 0, 96.337272343418, -60.188553267594],
		[266.40499625, -28.93617242, 0.000001975267, -0.000000279885],
		[10.5, 41.2, 121.022228609905, -21.636751883861],
		[192.85948, 27.12825, 192.528807709152, 90.0],
		[123.4, -89.9, 302.82673539322, -27.093123849924],
		[359.999, 89.5, 122.807414411484, 26.640737693946],
		[83.633, 22.0145, 184.557410219242, -5.784424754794]
	])('of ICRS (%d, %d) are (%d, %d)', (raDeg, decDeg, lonDeg, latDeg) => {
		const found = galacticFromIcrs(raDeg, decDeg);
		expect(separationDeg(found.lonDeg, found.latDeg, lonDeg, latDeg)).toBeLessThan(1e-10);
	});

	it('lead back to ICRS', () => {
		fc.assert(
			fc.property(positions, ({ raDeg, decDeg }) => {
				const { lonDeg, latDeg } = galacticFromIcrs(raDeg, decDeg);
				expect(lonDeg >= 0 && lonDeg < 360).toBe(true);
				const back = icrsFromGalactic(lonDeg, latDeg);
				expect(back.raDeg >= 0 && back.raDeg < 360).toBe(true);
				expect(separationDeg(raDeg, decDeg, back.raDeg, back.decDeg)).toBeLessThan(1e-12);
			}),
			{ numRuns: 2000 }
		);
	});
});
