import { parse } from 'csv-parse/sync';
import { directionOf, positionOf, type Direction } from '#lib/sky/direction.ts';
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
import { bandOf, whichInstrument } from './which-instrument.ts';

type Row = Readonly<Record<string, string>>;

/** Whether a text is a list of exposures as gwemopt keeps them: columns EXPID, RA, DEC, MJD, EXPTIME among others. */
export function isGwemopt(head: string): boolean {
	const [first = ''] = head.split('\n', 1);
	const columns = first.trim().split(',');
	return ['EXPID', 'RA', 'DEC', 'MJD', 'EXPTIME'].every((name) => columns.includes(name));
}

/**
 * Executed exposures that surveys told gwemopt of, `<telescope>_<event>.dat`. Pan-STARRS lists the cells of its sky that an exposure
 * has, not the exposure: those of one moment and filter are one pointing at their middle, where so many of them are listed
 * that this is the middle of the field.
 */
export function readGwemopt(name: string, text: string, hints: ImportHints): Imported {
	const [, telescope = null, told = null] = /([A-Za-z\d]+)_([A-Za-z\d]+)\.dat$/.exec(name) ?? [];
	const event = hints.event ?? told;
	const chosen = whichInstrument(hints, { facility: telescope, instrument: null });
	const rows = (parse(text, { columns: true, relax_column_count: true }) as Row[]).filter(
		(row) => !Object.values(row).every((value) => value === 'NULL')
	);
	const common = (row: Row) => {
		const from = instantFromMjdUtc(numberOf(row.MJD, 'MJD'));
		return {
			facility: chosen.facility.facility,
			instrument: chosen.instrument.instrument,
			isExecuted: true,
			from,
			to: (from + Math.round(numberOf(row.EXPTIME, 'EXPTIME') * 1e6)) as Instant,
			positionAngleDeg: null,
			band: bandOf(textOrNull(row.FILTER), chosen.instrument),
			event,
			campaign: hints.campaign,
			block: null,
			toldAt: null
		};
	};
	const isCell = (row: Row) => row.EXPID?.includes('skycell') ?? false;
	const exposures = eachRow(
		'gwemopt-pointings',
		rows.filter((row) => !isCell(row)),
		rowName,
		(row): PointingWish[] => [
			{
				...common(row),
				pointing: `${row.EXPID}@${row.MJD}`,
				raDeg: numberOf(row.RA, 'RA'),
				decDeg: numberOf(row.DEC, 'DEC'),
				depthMag: numberOrNull(row['LIM-MAG'], 'LIM-MAG'),
				detail: null
			}
		]
	);
	const groups = [...Map.groupBy(rows.filter(isCell), (row) => `${row.MJD} ${row.FILTER}`).values()];
	const fullest = Math.max(0, ...groups.map((cells) => cellsOf(cells)));
	const fields = eachRow(
		'gwemopt-pointings',
		groups,
		([first]) => `MJD ${first!.MJD}, filter ${first!.FILTER}`,
		(cells): PointingWish[] => {
			const count = cellsOf(cells);
			if (count < fullest / 2)
				throw badRow(
					`Of this exposure ${count === 1 ? '1 cell' : `${count} cells`} of the sky ${count === 1 ? 'is' : 'are'} listed, where a whole one has ${fullest}; where its field was is not told.`
				);
			const depths = cells.flatMap((cell) => numberOrNull(cell['LIM-MAG'], 'LIM-MAG') ?? []);
			return [
				{
					...common(cells[0]!),
					pointing: `${cells[0]!.MJD}${cells[0]!.FILTER}`,
					...middleOf(cells),
					depthMag: medianOf(depths),
					detail: { skycells: count, depth: 'median of its sky cells' }
				}
			];
		}
	);
	return {
		format: exposures.format,
		pointings: [...exposures.pointings, ...fields.pointings],
		refused: [...exposures.refused, ...fields.refused]
	};
}

function rowName(row: Row): string {
	return `row ${row.INDEX ?? '?'} (${row.EXPID ?? '?'})`;
}

/** A cell may be listed twice. */
function cellsOf(cells: readonly Row[]): number {
	return new Set(cells.map(({ EXPID }) => EXPID)).size;
}

function middleOf(cells: readonly Row[]): { raDeg: number; decDeg: number } {
	const sum = cells
		.map((cell) => directionOf(numberOf(cell.RA, 'RA'), numberOf(cell.DEC, 'DEC')))
		.reduce<Direction>((a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]], [0, 0, 0]);
	return positionOf(sum);
}

function medianOf(values: readonly number[]): number | null {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
