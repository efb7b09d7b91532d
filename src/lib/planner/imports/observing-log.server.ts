import { parse } from 'csv-parse/sync';
import { instantFromJdUtc } from '#lib/sky/time-scales.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { gridFields } from '../facilities/grid.server.ts';
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

type Row = Readonly<Record<string, string>>;

/** Whether a text is a log of executed observations as SkyPortal takes them: observation_id, obstime, exposure_time. */
export function isObservingLog(head: string): boolean {
	const columns = (head.split('\n', 1)[0] ?? '').trim().split(',');
	const hasPlace = columns.includes('field_id') || (columns.includes('RA') && columns.includes('Dec'));
	return hasPlace && ['observation_id', 'obstime', 'exposure_time'].every((name) => columns.includes(name));
}

/** Executed exposures, by position or by field of the instrument's grid; times are JD or ISO, UTC, of the beginning. */
export function readObservingLog(text: string, hints: ImportHints): Imported {
	const { facility, instrument } = whichInstrument(hints, { facility: null, instrument: null });
	const fields = new Map(
		instrument.grid ? gridFields(instrument.grid.name).map((one) => [one.field, one]) : []
	);
	return eachRow(
		'observing-log',
		parse(text, { columns: true, trim: true, bom: true }) as Row[],
		(row, index) => `row ${index + 1} (${row.observation_id ?? '?'})`,
		(row): PointingWish[] => {
			const time = textOrNull(row.obstime);
			if (time === null) throw badRow('It has no obstime.');
			const from = /^\d+(\.\d+)?$/.test(time)
				? instantFromJdUtc(Number(time))
				: parseInstant(/Z$/.test(time) ? time : `${time}Z`);
			const id = textOrNull(row.observation_id);
			if (id === null) throw badRow('It has no observation_id.');
			const field = textOrNull(row.field_id);
			const place =
				row.RA !== undefined
					? { raDeg: numberOf(row.RA, 'RA'), decDeg: numberOf(row.Dec, 'Dec') }
					: fields.get(field ?? '');
			if (!place)
				throw badRow(`${instrument.name} has no field '${field ?? ''}' in the grid that is kept here.`);
			const { raDeg, decDeg } = place;
			return [
				{
					facility: facility.facility,
					pointing: id,
					instrument: instrument.instrument,
					isExecuted: true,
					from,
					to: (from + Math.round(numberOf(row.exposure_time, 'exposure_time') * 1e6)) as Instant,
					raDeg,
					decDeg,
					positionAngleDeg: null,
					band: bandOf(textOrNull(row.filter), instrument),
					depthMag: numberOrNull(row.limmag, 'limmag'),
					event: hints.event,
					campaign: hints.campaign,
					block: null,
					detail: detailOf(row, field),
					toldAt: null
				}
			];
		}
	);
}

function detailOf({ seeing, processed_fraction }: Row, field: string | null): Record<string, unknown> {
	return {
		...(field !== null && { field }),
		...(seeing && { seeing_arcsec: numberOrNull(seeing, 'seeing') }),
		...(processed_fraction && { processed_fraction: numberOrNull(processed_fraction, 'processed_fraction') })
	};
}
