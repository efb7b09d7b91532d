import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { readDistances } from '#lib/archive/packets/skymap/distances.ts';
import { readSkymap } from '#lib/archive/packets/skymap/read.ts';
import { decodeSkymap, encodeSkymap } from '#lib/archive/skymap-codec.ts';
import { coveredProbability } from '#lib/planner/coverage/atoms.ts';
import { coverageRanges } from '#lib/planner/coverage/coverage-moc.ts';
import { FieldOfView } from '#lib/planner/coverage/field-of-view.ts';
import { weightByGalaxies, type Galaxy } from '#lib/planner/coverage/galaxies.ts';
import { tile } from '#lib/planner/coverage/tile.ts';
import type { Footprint } from '#lib/planner/facilities/footprint.ts';
import { gridFields } from '#lib/planner/facilities/grid.server.ts';
import { instrumentOf } from '#lib/planner/facilities/limits.ts';
import { seedFacilities } from '#lib/planner/facilities/seed.server.ts';
import { credibleAreaDeg2 } from '#lib/sky/credible-region.ts';
import { centerOf, pixelAreaSr } from '#lib/sky/healpix.ts';
import { volumeDensity } from '#lib/sky/skymap-distances.ts';
import { cellAreaSr } from '#lib/sky/skymap.ts';
import { sample, samples } from '../../support/samples.ts';

const steradianDeg2 = (180 / Math.PI) ** 2;

function bytesOf(file: string): Uint8Array {
	const bytes = readFileSync(sample(file));
	return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

function rowsOf(file: string): Record<string, string>[] {
	return parse(readFileSync(sample(file)), { columns: true });
}

const seed = seedFacilities();
const footprintOf = (facility: string, instrument: string): Footprint =>
	instrumentOf(
		seed.find((one) => one.facility === facility)!,
		instrument
	).instrument.footprint!;

describe.skipIf(!samples)('coverage of real maps by real pointings', () => {
	const gw170817 = 'gw/skymaps/gw170817_skymap.fits.gz';
	const ps1 = 'campaigns/gwemopt_real_pointings/PS1_G298048.dat';
	const ngc4993 = { raDeg: 197.4488, decDeg: -23.3839 };

	it('tiles GW170817 with ZTF’s grid and freely with DECam, and finds NGC 4993', () => {
		const { skymap } = readSkymap(bytesOf(gw170817));
		const ztf = tile(skymap, {
			footprint: footprintOf('palomar-48', 'ztf'),
			grid: gridFields('ztf'),
			until: 0.9
		});
		expect(ztf.at(-1)!.covered).toBeGreaterThanOrEqual(0.9);
		expect(ztf.length).toBeLessThan(7);
		const decam = tile(skymap, { footprint: footprintOf('ctio-blanco', 'decam'), until: 0.9 });
		expect(decam.at(-1)!.covered).toBeGreaterThanOrEqual(0.9);
		// 28 square degrees in fields of 3.8: no fewer than 8, and a grid wastes some.
		expect(decam.length).toBeGreaterThanOrEqual(Math.ceil(credibleAreaDeg2(skymap, 0.9) / 3.8));
		expect(decam.length).toBeLessThan(16);
		expect(decam.some(({ fieldOfView }) => fieldOfView.contains(ngc4993.raDeg, ngc4993.decDeg))).toBe(true);
	});

	it('covers of GW170817 with the skycells of Pan-STARRS what their log says, and what the map’s own pixels add up to', () => {
		const { skymap } = readSkymap(bytesOf(gw170817));
		const rows = rowsOf(ps1);
		for (const count of [1, 10, 25, rows.length]) {
			const fields = skycells(rows.slice(0, count));
			const covered = coveredProbability(skymap, fields);
			expect(Math.abs(covered - Number(rows[count - 1]!['CUM-LIKELIHOOD']))).toBeLessThan(0.01);
			let pixels = 0;
			skymap.order.forEach((order, row) => {
				const { raDeg, decDeg } = centerOf(order, skymap.pixel[row]!);
				if (fields.some((view) => view.contains(raDeg, decDeg)))
					pixels += skymap.density[row]! * cellAreaSr[order]!;
			});
			expect(Math.abs(covered - pixels)).toBeLessThan(0.003);
			expect(tile(skymap, { footprint: skycell, alreadyCovered: fields, until: covered - 1e-9 })).toEqual([]);
		}
	});

	// CUM-AREA of the last row, which counts overlaps once.
	it.each([
		['PS1_G298048', 7.2],
		['PS1_G288732', 10.02],
		['PS1_G298936', 48.09],
		['ATLAS_G211117', 1415.23],
		['ATLAS_G268556', 1539.26],
		['ATLAS_G284239', 1940.11]
	])('%s looked at %d square degrees', (file, areaDeg2) => {
		const rows = rowsOf(`campaigns/gwemopt_real_pointings/${file}.dat`);
		const fields = file.startsWith('PS1')
			? skycells(rows)
			: pointings(rows, footprintOf('atlas-haleakala', 'atlas-haleakala-acam'));
		const pixels = coverageRanges(fields, 11).reduce((sum, { from, to }) => sum + Number(to - from), 0);
		expect(Math.abs((pixels * pixelAreaSr(29) * steradianDeg2) / areaDeg2 - 1)).toBeLessThan(0.015);
	});

	it.each([
		[gw170817, 38.58938617448738],
		['gw/skymaps/LALInference.v1.fits.gz', 267.4016362946634],
		['gw/skymaps/bayestar.multiorder.fits', 908.4386811451134]
	])('%s has the mean distance of its header in its cells', (file, meanMpc) => {
		const bytes = bytesOf(file);
		const map = decodeSkymap(encodeSkymap(readSkymap(bytes).skymap));
		const distances = readDistances(bytes, map)!;
		const [steps, farthestMpc] = [400, 4 * meanMpc];
		let [mean, total] = [0, 0];
		map.order.forEach((order, row) => {
			const probability = map.density[row]! * cellAreaSr[order]!;
			if (probability < 1e-7) return;
			for (let i = 0; i < steps; i++) {
				const r = ((i + 0.5) / steps) * farthestMpc;
				const part = probability * volumeDensity(distances, row, r) * r ** 2 * (farthestMpc / steps);
				total += part;
				mean += part * r;
			}
		});
		expect(total).toBeGreaterThan(0.98);
		expect(total).toBeLessThan(1.001);
		expect(mean / total / meanMpc).toBeGreaterThan(0.99);
		expect(mean / total / meanMpc).toBeLessThan(1.01);
	});

	it('reads no distances for a map that is not the file’s', () => {
		const { skymap } = readSkymap(bytesOf(gw170817));
		expect(() => readDistances(bytesOf('gw/skymaps/bayestar.multiorder.fits'), skymap)).toThrow(
			/must have been read from it/
		);
		const ipn = bytesOf('gw/skymaps/GRB220617A_IPN_map_hpx.fits.gz');
		expect(readDistances(ipn, readSkymap(ipn).skymap)).toBeNull();
	});

	it('weighs NGC 4993 above all galaxies of GLADE’s nearest', () => {
		const bytes = bytesOf(gw170817);
		const { skymap } = readSkymap(bytes);
		const nearest = rowsOf('photometry/skyportal/GLADE.csv')
			.filter((row) => Number(row['d_L']) > 0)
			.map((row): Galaxy => ({
				raDeg: Number(row['RA']),
				decDeg: Number(row['DEC']),
				distanceMpc: Number(row['d_L']),
				weight: 1
			}));
		expect(nearest.length).toBeGreaterThan(50);
		const weighted = weightByGalaxies(
			skymap,
			[...nearest, { ...ngc4993, distanceMpc: 40.7, weight: 1 }],
			readDistances(bytes, skymap)
		);
		const tiles = tile(weighted, { footprint: footprintOf('swope', 'swope-e2v'), until: 0.9 });
		expect(tiles[0]!.fieldOfView.contains(ngc4993.raDeg, ngc4993.decDeg)).toBe(true);
		expect(tiles[0]!.adds).toBeGreaterThan(0.9);
	});
});

const skycell: Footprint = { shape: 'rectangle', widthDeg: 0.4, heightDeg: 0.4 };

/** Each place once. */
function pointings(rows: readonly Record<string, string>[], footprint: Footprint): FieldOfView[] {
	const places = new Map(
		rows.map(({ RA, DEC }) => [`${RA} ${DEC}`, { raDeg: Number(RA), decDeg: Number(DEC) }])
	);
	return [...places.values()].map((place) => new FieldOfView(footprint, place));
}

const skycells = (rows: readonly Record<string, string>[]) => pointings(rows, skycell);
