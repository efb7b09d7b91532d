import { parseInstant } from '#lib/sky/parse-instant.ts';
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

interface Row {
	readonly [name: string]: unknown;
	readonly pointing_position?: { readonly ra?: unknown; readonly dec?: unknown } | null;
	readonly date_range?: { readonly begin?: unknown; readonly end?: unknown };
	readonly bandpass?: { readonly filter_name?: unknown } | null;
	readonly depth?: { readonly value?: unknown; readonly unit?: unknown } | null;
}

/** Whether JSON is observations or schedules of NASA's ACROSS: a list, a page of one, or one schedule. */
export function isAcross(json: unknown): boolean {
	const [first] = observationsIn(json);
	return first !== undefined && 'instrument_id' in first && 'date_range' in first && 'status' in first;
}

function observationsIn(json: unknown): Row[] {
	if (Array.isArray(json)) return json.flatMap(observationsIn);
	if (typeof json !== 'object' || json === null) return [];
	const { items, observations } = json as { items?: unknown; observations?: unknown };
	if (Array.isArray(items)) return observationsIn(items);
	if (Array.isArray(observations)) return observationsIn(observations);
	return [json as Row];
}

/**
 * Observations in the form of ACROSS' API (v1). Its instruments are UUIDs, so that --facility and --instrument say which they are
 * unless a field `instrument_name` or `telescope_name` does.
 */
export function readAcross(json: unknown, hints: ImportHints): Imported {
	return eachRow(
		'across',
		observationsIn(json),
		(row, index) => `observation ${textOrNull(row.external_observation_id) ?? index + 1}`,
		(row): PointingWish[] => {
			const status = textOrNull(row.status) ?? 'nothing';
			if (!['planned', 'scheduled', 'performed'].includes(status))
				throw badRow(
					`Its status is ${status.slice(0, 50)}; planned, scheduled and performed tell of a pointing.`
				);
			const position = row.pointing_position;
			if (!position) throw badRow('It has no pointing_position.');
			const chosen = whichInstrument(hints, {
				facility: textOrNull(row.telescope_name),
				instrument: textOrNull(row.instrument_name)
			});
			const id = textOrNull(row.external_observation_id) ?? textOrNull(row.id);
			if (id === null) throw badRow('It has neither external_observation_id nor id.');
			const told = textOrNull(row.created_on);
			return [
				{
					facility: chosen.facility.facility,
					pointing: id,
					instrument: chosen.instrument.instrument,
					isExecuted: status === 'performed',
					from: momentOf(row.date_range?.begin, 'date_range.begin'),
					to: momentOf(row.date_range?.end, 'date_range.end'),
					raDeg: numberOf(position.ra, 'pointing_position.ra'),
					decDeg: numberOf(position.dec, 'pointing_position.dec'),
					positionAngleDeg: numberOrNull(row.pointing_angle, 'pointing_angle'),
					band: bandOf(textOrNull(row.bandpass?.filter_name), chosen.instrument),
					depthMag: row.depth?.unit === 'ab_mag' ? numberOrNull(row.depth.value, 'depth.value') : null,
					event: hints.event,
					campaign: hints.campaign,
					block: null,
					detail: detailOf(row, status),
					toldAt: told === null ? null : momentOf(told, 'created_on')
				}
			];
		}
	);
}

function momentOf(value: unknown, name: string) {
	const text = textOrNull(value);
	if (text === null) throw badRow(`It has no ${name}.`);
	return parseInstant(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
}

function detailOf(row: Row, status: string): Record<string, unknown> {
	const kept = ['object_name', 'type', 'exposure_time', 'reason', 'description', 'proposal_reference'];
	const told = kept.filter((name) => row[name] !== undefined && row[name] !== null);
	return { ...Object.fromEntries(told.map((name) => [name, row[name]])), status };
}
