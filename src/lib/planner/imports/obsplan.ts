import { parse } from 'csv-parse/sync';
import { instantFromMjdUtc } from '#lib/sky/time-scales.ts';
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
import { readVotable } from './votable.ts';
import { bandOf, whichInstrument } from './which-instrument.ts';

type Row = Readonly<Record<string, string>>;

const wanted = ['t_min', 't_max', 's_ra', 's_dec', 'execution_status'];

/** Whether the head of a text is that of a CSV with ObsLocTAP's columns. */
export function isObsplanCsv(head: string): boolean {
	const columns = (head.split('\n', 1)[0] ?? '').split(',').map((name) => name.trim().replaceAll('"', ''));
	return wanted.every((name) => columns.includes(name));
}

/** Rows of ObsLocTAP as CSV. */
export function readObsplanCsv(text: string, hints: ImportHints): Imported {
	return readObsplan(parse(text, { columns: true, trim: true, bom: true }) as Row[], hints);
}

/** Rows of ObsLocTAP as a VOTable. @throws LookbackError `planner/bad-votable` where it has other columns. */
export function readObsplanVotable(bytes: Uint8Array, hints: ImportHints): Imported {
	const rows = readVotable(bytes);
	const missing = wanted.filter((name) => rows.length > 0 && !(name in rows[0]!));
	if (missing.length > 0)
		throw badRow(`The VOTable is none of ObsLocTAP: it has no ${missing.join(', ')}.`, { missing });
	return readObsplan(rows, hints);
}

/** Rows of ObsLocTAP: what was performed is executed, what is planned or scheduled is not; the rest tells of no pointing, and is told. */
export function readObsplan(rows: readonly Row[], hints: ImportHints): Imported {
	return eachRow(
		'obsplan',
		rows,
		(row, index) => `row ${index + 1}${row.obs_id ? ` (${row.obs_id})` : ''}`,
		(row, index): PointingWish[] => {
			const status = textOrNull(row.execution_status) ?? 'nothing';
			const isExecuted = /^performed$/i.test(status);
			if (!isExecuted && !/^(planned|scheduled)$/i.test(status))
				throw badRow(
					`Its execution_status is ${status.slice(0, 50)}; Planned, Scheduled and Performed tell of a pointing.`
				);
			if (!textOrNull(row.s_ra) && !textOrNull(row.s_dec))
				throw badRow('Where it looks is hidden: it has no s_ra and s_dec.');
			const chosen = whichInstrument(hints, {
				facility: textOrNull(row.facility_name),
				instrument: textOrNull(row.instrument_name)
			});
			const planned = numberOrNull(row.t_planning, 't_planning');
			return [
				{
					facility: chosen.facility.facility,
					pointing: textOrNull(row.obs_id) ?? `obsplan ${row.t_min} ${index + 1}`,
					instrument: chosen.instrument.instrument,
					isExecuted,
					from: momentOf(numberOf(row.t_min, 't_min')),
					to: momentOf(numberOf(row.t_max, 't_max')),
					raDeg: numberOf(row.s_ra, 's_ra'),
					decDeg: numberOf(row.s_dec, 's_dec'),
					positionAngleDeg: numberOrNull(row.position_angle, 'position_angle'),
					band: bandOf(textOrNull(row.band), chosen.instrument),
					depthMag: numberOrNull(row.depth_mag, 'depth_mag'),
					event: hints.event ?? textOrNull(row.event),
					campaign: hints.campaign,
					block: null,
					detail: detailOf(row, status),
					toldAt: planned === null ? null : momentOf(planned)
				}
			];
		}
	);
}

/** A double of MJD tells no more than some microseconds. */
function momentOf(mjd: number): Instant {
	return (Math.round(instantFromMjdUtc(mjd) / 10) * 10) as Instant;
}

/** What a plan says that pointings have no place for. */
function detailOf(row: Row, status: string): Record<string, unknown> {
	const kept = ['target_name', 'obs_collection', 'em_min', 'em_max', 's_fov', 'category', 'priority'];
	const told = kept.flatMap((name) => {
		const value = textOrNull(row[name]);
		return value === null ? [] : [[name, value] as const];
	});
	return { ...Object.fromEntries(told), execution_status: status };
}
