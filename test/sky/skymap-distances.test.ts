import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceShape } from '#lib/sky/skymap-distances.ts';

/** Mean and deviation of the square of the distance times a Gaussian, summed over far more than it spans. */
function momentsOf({ muMpc, sigmaMpc }: ReturnType<typeof distanceShape>) {
	const end = Math.max(muMpc, 0) + 10 * sigmaMpc;
	const [steps, sums] = [20_000, [0, 0, 0] as [number, number, number]];
	for (let i = 0; i < steps; i++) {
		const r = ((i + 0.5) / steps) * end;
		const part =
			r ** 2 * Math.exp(-0.5 * (((r - muMpc) / sigmaMpc) ** 2 - Math.min(0, muMpc / sigmaMpc) ** 2));
		sums.forEach((_, k) => (sums[k]! += part * r ** k));
	}
	const mean = sums[1] / sums[0];
	return { mean, std: Math.sqrt(sums[2] / sums[0] - mean ** 2) };
}

describe('distanceShape', () => {
	it('has the mean and the deviation that it was asked for', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0.01, max: 5000, noNaN: true }),
				fc.double({ min: 0.02, max: 0.56, noNaN: true }),
				(meanMpc, part) => {
					const { mean, std } = momentsOf(distanceShape(meanMpc, part * meanMpc));
					expect(mean / meanMpc).toBeCloseTo(1, 4);
					expect(std / meanMpc).toBeCloseTo(part, 4);
				}
			),
			{ numRuns: 40 }
		);
	});

	it('of a spread that there is not is the widest that there is', () => {
		const { mean, std } = momentsOf(distanceShape(100, 300));
		expect(mean).toBeCloseTo(100, 1);
		expect(std).toBeCloseTo(57, 1);
	});
});
