import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { PointingWish } from '../pointings/pointing.ts';
import {
	badRow,
	eachRow,
	numberOf,
	numberOrNull,
	textOrNull,
	type Imported,
	type ImportHints
} from './imported.ts';
import { bandOf, whichInstrument } from './which-instrument.ts';

type Row = Readonly<Record<string, unknown>>;

/** Whether JSON is pointings of the Gravitational Wave Treasure Map: a list of them, what is posted there for an event, or a list of that. */
export function isTreasureMap(json: unknown): boolean {
	const [first] = pointingsIn(json);
	return (
		first !== undefined &&
		('position' in first || 'ra' in first) &&
		('instrumentid' in first || 'instrument_name' in first) &&
		'status' in first
	);
}

/** Rows, each with the event that it, or the post that it is in, names. */
function pointingsIn(json: unknown, event: string | null = null): Row[] {
	if (Array.isArray(json)) return json.flatMap((one) => pointingsIn(one, event));
	if (typeof json !== 'object' || json === null) return [];
	const row = json as Row;
	const graceid = textOrNull(row.graceid) ?? event;
	const inside = row.pointings ?? row.pointing;
	return inside === undefined ? [{ ...row, graceid }] : pointingsIn(inside, graceid);
}

/**
 * Pointings in the form of Treasure Map's API (v1): completed ones were executed, planned ones were not, and cancelled ones are
 * told and left out. Its times are UTC and of the middle nobody tells: a beginning, without an end. Its instruments are numbers;
 * `instrument_name`, or --facility and --instrument, say which they are. `observation_id` and
 * `band_name` are how another archive like this one calls it and its band.
 */
export function readTreasureMap(json: unknown, hints: ImportHints): Imported {
	return eachRow(
		'treasure-map',
		pointingsIn(json),
		(row, index) => `pointing ${textOrNull(row.id) ?? index + 1}`,
		(row, index): PointingWish[] => {
			const status = statusOf(row.status);
			const time = textOrNull(row.time);
			if (time === null) throw badRow('It has no time.');
			const chosen = whichInstrument(hints, {
				facility: textOrNull(row.facility_name),
				instrument: textOrNull(row.instrument_name)
			});
			const from = parseInstant(utc(time));
			const id = textOrNull(row.id);
			const name = id === null ? textOrNull(row.observation_id) : `treasure-map ${id}`;
			const exposureSec = numberOrNull(row.exposure_time, 'exposure_time') ?? 0;
			const told = textOrNull(row.dateupdated) ?? textOrNull(row.datecreated);
			return [
				{
					facility: chosen.facility.facility,
					pointing: name ?? `treasure-map ${time} ${index + 1}`,
					instrument: chosen.instrument.instrument,
					isExecuted: status === 'completed',
					from,
					to: (from + Math.round(exposureSec * 1e6)) as Instant,
					...positionOf(row),
					positionAngleDeg: numberOrNull(row.pos_angle, 'pos_angle'),
					band: bandOf(textOrNull(row.band_name) ?? textOrNull(row.band), chosen.instrument),
					depthMag: depthOf(row),
					event: hints.event ?? textOrNull(row.graceid),
					campaign: hints.campaign,
					block: null,
					detail: detailOf(row),
					toldAt: told === null ? null : parseInstant(utc(told))
				}
			];
		}
	);
}

function statusOf(status: unknown): 'completed' | 'planned' {
	if (status === 'completed' || status === 'planned') return status;
	throw badRow(
		status === 'cancelled'
			? 'It was cancelled, and tells of no pointing.'
			: `Its status must be completed, planned or cancelled; got '${String(status).slice(0, 50)}'.`
	);
}

/** `POINT (ra dec)`, or ra and dec. */
function positionOf(row: Row): { raDeg: number; decDeg: number } {
	const point = /^\s*POINT\s*\(\s*(\S+)\s+(\S+?)\s*\)\s*$/i.exec(textOrNull(row.position) ?? '');
	return {
		raDeg: numberOf(row.ra ?? point?.[1], 'right ascension'),
		decDeg: numberOf(row.dec ?? point?.[2], 'declination')
	};
}

/** Depths in another unit than AB magnitudes stay in `detail`. */
function depthOf(row: Row): number | null {
	return row.depth_unit === 'ab_mag' ? numberOrNull(row.depth, 'depth') : null;
}

function detailOf(row: Row): Record<string, unknown> | null {
	const kept = ['depth', 'depth_err', 'depth_unit', 'instrumentid', 'central_wave', 'bandwidth', 'doi_url'];
	const entries = kept
		.filter((name) => row[name] !== undefined && row[name] !== null)
		.filter((name) => row.depth_unit !== 'ab_mag' || (name !== 'depth' && name !== 'depth_unit'))
		.map((name) => [name, row[name]] as const);
	return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** Its times say no zone, and are UTC. */
function utc(time: string): string {
	const written = time.replace(' ', 'T');
	return /Z$|[+-]\d\d:?\d\d$/.test(written) ? written : `${written}Z`;
}
