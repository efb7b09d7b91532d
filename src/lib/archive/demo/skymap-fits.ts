import { centerOf, pixelAreaSr, uniqOf } from '#lib/sky/healpix.ts';
import { separationDeg } from '#lib/sky/separation.ts';
import { fitsCard, fitsHeader, padded } from './fits.ts';

/** An invented localization: a normal distribution about a position, and a distance. */
export interface InventedMap {
	readonly event: string;
	readonly raDeg: number;
	readonly decDeg: number;
	readonly sigmaDeg: number;
	readonly distanceMeanMpc: number;
	readonly distanceStdMpc: number;
	/** ISO 8601 in UTC. */
	readonly made: string;
	readonly eventTime: string;
	readonly creator: string;
}

const coarseOrder = 3;
const fineOrder = 6;
const sigmasInFine = 4;

/**
 * The map in multi-order FITS, as gravitational-wave alerts bring it (emfollow.docs.ligo.org, "Multi-Order Sky Maps"):
 * fine cells where the probability is, coarse ones elsewhere.
 */
export function skymapFits(map: InventedMap): Buffer {
	const cells: { uniq: bigint; weight: number; order: number }[] = [];
	const add = (order: number, pixel: number) => {
		const center = centerOf(order, pixel);
		const sigmas = separationDeg(map.raDeg, map.decDeg, center.raDeg, center.decDeg) / map.sigmaDeg;
		cells.push({ uniq: uniqOf(order, pixel), weight: Math.exp(-(sigmas ** 2) / 2), order });
	};
	const children = 4 ** (fineOrder - coarseOrder);
	const reachDeg = sigmasInFine * map.sigmaDeg + 8;
	for (let pixel = 0; pixel < 12 * 4 ** coarseOrder; pixel++) {
		const center = centerOf(coarseOrder, pixel);
		if (separationDeg(map.raDeg, map.decDeg, center.raDeg, center.decDeg) > reachDeg) add(coarseOrder, pixel);
		else for (let child = 0; child < children; child++) add(fineOrder, pixel * children + child);
	}
	const total = cells.reduce((sum, { weight, order }) => sum + weight * pixelAreaSr(order), 0);
	const rows = Buffer.alloc(16 * cells.length);
	cells.forEach(({ uniq, weight }, row) => {
		rows.writeBigInt64BE(uniq, 16 * row);
		rows.writeDoubleBE(weight / total, 16 * row + 8);
	});
	const primary = [fitsCard('SIMPLE', true), fitsCard('BITPIX', 8), fitsCard('NAXIS', 0)];
	return Buffer.concat([fitsHeader(primary), tableHeader(map, cells.length), padded(rows)]);
}

function tableHeader(map: InventedMap, rows: number): Buffer {
	return fitsHeader([
		fitsCard('XTENSION', 'BINTABLE'),
		fitsCard('BITPIX', 8),
		fitsCard('NAXIS', 2),
		fitsCard('NAXIS1', 16),
		fitsCard('NAXIS2', rows),
		fitsCard('PCOUNT', 0),
		fitsCard('GCOUNT', 1),
		fitsCard('TFIELDS', 2),
		fitsCard('TTYPE1', 'UNIQ'),
		fitsCard('TFORM1', 'K'),
		fitsCard('TTYPE2', 'PROBDENSITY'),
		fitsCard('TFORM2', 'D'),
		fitsCard('TUNIT2', 'sr-1'),
		fitsCard('PIXTYPE', 'HEALPIX'),
		fitsCard('ORDERING', 'NUNIQ'),
		fitsCard('COORDSYS', 'C'),
		fitsCard('MOCORDER', fineOrder),
		fitsCard('OBJECT', map.event),
		fitsCard('DATE', map.made),
		fitsCard('DATE-OBS', map.eventTime),
		fitsCard('CREATOR', map.creator),
		fitsCard('ORIGIN', 'LIGO/Virgo/KAGRA (invented)'),
		fitsCard('DISTMEAN', map.distanceMeanMpc),
		fitsCard('DISTSTD', map.distanceStdMpc)
	]);
}
