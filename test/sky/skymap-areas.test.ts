import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readSkymap } from '#lib/archive/packets/skymap/read.ts';
import { credibleAreaDeg2, regionRanges } from '#lib/sky/credible-region.ts';
import { pixelAreaSr } from '#lib/sky/healpix.ts';
import { sample, samples } from '../support/samples.ts';

describe.skipIf(!samples)('credible areas of published sky maps', () => {
	const files = samples
		? globSync(['gw/skymaps/*.fits*', 'gw/gwcelery_tests/*.fits*'], { cwd: samples }).sort()
		: ['(no samples)'];

	it.each(files)('%s has its reference areas', (file) => {
		const row = readFileSync(sample('reference/skymap_areas.csv'), 'utf8')
			.split('\n')
			.map((line) => line.split(','))
			.find(([name]) => name === basename(file))!;
		const bytes = readFileSync(sample(file));
		const { skymap } = readSkymap(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
		for (const [level, expected] of [
			[0.5, Number(row[7])],
			[0.9, Number(row[8])]
		] as const) {
			const area = credibleAreaDeg2(skymap, level);
			expect(Math.abs(area - expected)).toBeLessThan(Math.max(0.01, 0.001 * expected));
			const pixels = regionRanges(skymap, level).reduce((sum, { from, to }) => sum + Number(to - from), 0);
			expect((pixels * pixelAreaSr(29) * 180 ** 2) / Math.PI ** 2).toBeCloseTo(area, 6);
		}
	});
});
