import { icrsFromGalactic } from '#lib/sky/galactic.ts';
import { instantFromMjdTai, instantFromMjdUtc, mjdUtcOf } from '#lib/sky/time-scales.ts';
import type { Instant } from '#lib/sky/time.ts';
import { readTime } from '../gcn/read-time.ts';
import type { Params } from './params.ts';
import { attribute, child, children, textAt, type XmlElement } from './xml.ts';

export interface WhereWhen {
	readonly eventAt: Instant | null;
	readonly raDeg: number | null;
	readonly decDeg: number | null;
	readonly errorDeg: number | null;
	/** What the facts above leave out: the coordinate system, and a time and a position that could not be read. */
	readonly detail: Readonly<Record<string, string>>;
}

/** Position (ICRS/FK5 degrees) and time of the event, from `WhereWhen` and, where that is broken, from `What`. */
export function readWhereWhen(root: XmlElement, params: Params, statedAt: Instant | null): WhereWhen {
	const observation = child(child(child(root, 'WhereWhen'), 'ObsDataLocation'), 'ObservationLocation');
	const coords = children(observation, 'AstroCoords')[0];
	const system =
		attribute(coords, '@coord_system_id') ?? attribute(child(observation, 'AstroCoordSystem'), '@id');
	const isoTime = textAt(coords, 'Time', 'TimeInstant', 'ISOTime');
	const eventAt = isoTime === null ? null : (timeIn(system, isoTime) ?? timeFromDayNumber(params, statedAt));
	const told = toldPosition(coords);
	// GCN fills in zeros for a position it does not have, and says so here (type 0).
	const position = told === null || params.values['Coords_Type'] === 0 ? none : positionIn(told, system);
	return {
		eventAt,
		...(position ?? none),
		detail: {
			...(system === null ? {} : { 'WhereWhen.AstroCoordSystem': system }),
			...(isoTime === null || timeIn(system, isoTime) !== null ? {} : { 'WhereWhen.ISOTime': isoTime }),
			...(position === null ? { 'WhereWhen.Position': Object.values(told!).join(' ') } : {})
		}
	};
}

const none = { raDeg: null, decDeg: null, errorDeg: null };
const degreesPer: Readonly<Record<string, number>> = {
	deg: 1,
	degrees: 1,
	arcmin: 1 / 60,
	arcsec: 1 / 3600,
	rad: 180 / Math.PI
};

/** A position in the document's own words. */
interface ToldPosition {
	readonly first: string;
	readonly second: string;
	readonly unit: string;
	readonly radius: string | null;
}

function toldPosition(coords: XmlElement | undefined): ToldPosition | null {
	const position = child(coords, 'Position2D') ?? child(coords, 'Position3D');
	const value = child(position, 'Value2') ?? child(position, 'Value3');
	const [first, second] = [textAt(value, 'C1'), textAt(value, 'C2')];
	if (first === null || second === null) return null;
	const unit = (attribute(position, '@unit') ?? 'deg').split(/[ -]/)[0]!;
	return { first, second, unit, radius: textAt(position, 'Error2Radius') };
}

/** Systems are named scale-frame-origin; FK5 (J2000) and ICRS agree to 0.1 arcsec. Null of frames that are not read. */
function frameOf(system: string | null): 'equatorial' | 'galactic' | null {
	const frame = system?.split('-')[1] ?? 'ICRS';
	if (/^(FK5|ICRS|J2000)$/i.test(frame)) return 'equatorial';
	return /^GAL(ACTIC(_II)?)?$/i.test(frame) ? 'galactic' : null;
}

/** Null where what is told cannot be read as a place on the sky. */
function positionIn(
	{ first, second, radius, unit }: ToldPosition,
	system: string | null
): Omit<WhereWhen, 'eventAt' | 'detail'> | null {
	const degrees = degreesPer[unit];
	const frame = frameOf(system);
	if (degrees === undefined || frame === null) return null;
	const [lonDeg, latDeg] = [Number(first) * degrees, Number(second) * degrees];
	if (!(lonDeg >= 0 && lonDeg <= 360 && latDeg >= -90 && latDeg <= 90)) return null;
	const errorDeg = Number(radius ?? NaN) * degrees;
	const place =
		frame === 'galactic' ? icrsFromGalactic(lonDeg, latDeg) : { raDeg: lonDeg % 360, decDeg: latDeg };
	return { ...place, errorDeg: errorDeg > 0 && errorDeg < Infinity ? errorDeg : null };
}

/**
 * What scales are ahead of TAI, in seconds, by definition; TDB and TCB differ from TT by less than the minute-level use
 * of these.
 */
const aheadOfTaiSec: Readonly<Record<string, number>> = {
	TAI: 0,
	GPS: -19,
	TT: 32.184,
	TDB: 32.184,
	TCB: 32.184
};

/** The instant of a time in the scale its coordinate system names; null where it is no date. */
function timeIn(system: string | null, isoTime: string): Instant | null {
	const read = readTime(isoTime);
	const ahead = aheadOfTaiSec[system?.split('-')[0] ?? ''];
	if (read === null || ahead === undefined) return read;
	return instantFromMjdTai(mjdUtcOf(read) - ahead / 86_400);
}

/** How far from its notice an event may lie for a day number beside a broken date to be believed. */
const believableDays = 60;

/**
 * In a notice of January GCN counts the days of December below zero (`2016-01--12` is 2015-12-19), and gives the same
 * moment in truncated Julian day (`Burst_TJD`, JD - 2440000.5) and second of day (`Burst_SOD`).
 */
function timeFromDayNumber(params: Params, statedAt: Instant | null): Instant | null {
	if (statedAt === null) return null;
	const name = Object.keys(params.values).find((key) => /^[A-Za-z]+_TJD$/.test(key));
	if (name === undefined) return null;
	const [tjd, sod] = [params.values[name], params.values[name.replace(/TJD$/, 'SOD')]];
	if (typeof tjd !== 'number' || typeof sod !== 'number') return null;
	const mjd = tjd + 40_000 + sod / 86_400;
	return Math.abs(mjdUtcOf(statedAt) - mjd) <= believableDays ? instantFromMjdUtc(mjd) : null;
}
