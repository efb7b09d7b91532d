import { avroFileWriter } from './avro-file.ts';
import type { Exposure } from './exposures.ts';
import type { InventedObject } from './invented-objects.ts';
import { nidOf, pidOf, type Detection } from './measure.ts';
import { stampFits } from './stamp.ts';
import { plainCandidate, plainDetection, plainLimit, ztfAlertSchema } from './ztf-schema.ts';

/** An exposure of an object, and what it shows. */
export interface Look {
	readonly exposure: Exposure;
	readonly detection: Detection | null;
}

const write = avroFileWriter(ztfAlertSchema);
const programPi = ['', 'everyone', 'the partnership', 'Caltech'] as const;

/** Bytes of an alert packet: the detection, the looks before it, three images of `stampPixels` a side (0: none). */
export function ztfPacket(
	object: InventedObject,
	{ exposure, detection }: { readonly exposure: Exposure; readonly detection: Detection },
	before: readonly Look[],
	stampPixels: number
): Buffer {
	const { candid } = detection;
	const face = exposure.noise + object.index;
	const brightness = Math.log2(1.0857 / detection.magErr);
	const cutout = (which: number, name: string, fainter: number) =>
		stampPixels === 0
			? null
			: {
					fileName: `candid${candid}_${name}.fits.gz`,
					stampData: stampFits({
						sidePixels: stampPixels,
						brightness: brightness - fainter,
						face: face + which
					})
				};
	return write({
		schemavsn: '3.3',
		publisher: 'Lookback (an invented sky)',
		objectId: object.objectId,
		candid,
		candidate: candidateOf(object, exposure, detection, before),
		prv_candidates: before.length > 0 ? before.map((look) => historyRow(object, look)) : null,
		cutoutScience: cutout(0, 'sci', 0),
		cutoutTemplate: cutout(1, 'ref', 2),
		cutoutDifference: cutout(2, 'refmsci', 0)
	});
}

function exposureColumns(object: InventedObject, exposure: Exposure) {
	return {
		jd: exposure.jd,
		fid: exposure.fid,
		pid: pidOf(object, exposure),
		programid: exposure.programId,
		programpi: programPi[exposure.programId]!,
		pdiffimfilename: `invented_${nidOf(exposure)}_${object.field}_scimrefdiffimg.fits`,
		nid: nidOf(exposure),
		rcid: object.rcid,
		field: 400 + exposure.field
	};
}

function candidateOf(
	object: InventedObject,
	exposure: Exposure,
	detection: Detection,
	before: readonly Look[]
): object {
	return {
		...plainCandidate,
		...exposureColumns(object, exposure),
		diffmaglim: exposure.limitingMag,
		candid: detection.candid,
		isdiffpos: detection.isPositive ? 't' : 'f',
		ra: detection.raDeg,
		dec: detection.decDeg,
		magpsf: detection.mag,
		sigmapsf: detection.magErr,
		distnr: -999,
		magnr: -999,
		ssdistnr: -999,
		ssmagnr: -999,
		ssnamenr: 'null',
		rb: Math.fround(detection.realBogus * 0.95),
		drb: detection.realBogus,
		ndethist: before.filter((look) => look.detection !== null).length + 1,
		ncovhist: before.length + 1,
		exptime: exposure.exposureSec
	};
}

/**
 * A look as a later packet repeats it: out of a database, which keeps four places of magnitudes and six of errors,
 * writes signs as 1 and 0, has null for -999, and knows neither the exposure's length nor the newest score.
 */
function historyRow(object: InventedObject, { exposure, detection }: Look): object {
	const columns = { ...exposureColumns(object, exposure), diffmaglim: rounded(exposure.limitingMag, 4) };
	if (detection === null) return { ...plainLimit, ...columns };
	return {
		...plainDetection,
		...columns,
		candid: detection.candid,
		isdiffpos: detection.isPositive ? '1' : '0',
		ra: detection.raDeg,
		dec: detection.decDeg,
		magpsf: rounded(detection.mag, 4),
		sigmapsf: rounded(detection.magErr, 6),
		distnr: null,
		magnr: null,
		ssdistnr: null,
		ssmagnr: null,
		ssnamenr: null,
		rb: rounded(detection.realBogus * 0.95, 6)
	};
}

function rounded(value: number, places: number): number {
	return Number(Math.fround(value).toFixed(places));
}
