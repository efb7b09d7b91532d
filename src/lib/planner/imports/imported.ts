import { LookbackError } from '#lib/errors.ts';
import type { Facility } from '../facilities/facility.ts';
import type { PointingWish } from '../pointings/pointing.ts';

/** What whoever imports a file knows beside what it says. */
export interface ImportHints {
	readonly facilities: readonly Facility[];
	/** By its name, where the file does not say it or as others do. */
	readonly facility: string | null;
	readonly instrument: string | null;
	readonly event: string | null;
	readonly campaign: string | null;
}

/** What a file of pointings tells. */
export interface Imported {
	/** Of the file: `gwemopt-pointings`, `obsplan`, ... */
	readonly format: string;
	readonly pointings: readonly PointingWish[];
	/** What was not taken, and why: a sentence for each row, or for several of one kind. */
	readonly refused: readonly string[];
}

/** Reads each row by itself; what is thrown about one is told of that one, and the others go on. */
export function eachRow<Row>(
	format: string,
	rows: readonly Row[],
	nameOf: (row: Row, index: number) => string,
	read: (row: Row, index: number) => readonly PointingWish[]
): Imported {
	const pointings: PointingWish[] = [];
	const refused: string[] = [];
	for (const [index, row] of rows.entries()) {
		try {
			pointings.push(...read(row, index));
		} catch (error) {
			if (!(error instanceof LookbackError)) throw error;
			refused.push(`${nameOf(row, index)}: ${error.message}`);
		}
	}
	return { format, pointings, refused };
}

/** A complaint about one row. */
export function badRow(why: string, data: Record<string, unknown> = {}): LookbackError {
	return new LookbackError('incorrect', 'planner/bad-pointing', why, data);
}

/** A number that a row must have. */
export function numberOf(value: unknown, name: string): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw badRow(
		value === undefined || value === null || value === ''
			? `It has no ${name}.`
			: `Its ${name} must be a number; got '${String(value).slice(0, 50)}'.`
	);
}

/** A number that a row may have. */
export function numberOrNull(value: unknown, name: string): number | null {
	const isNothing =
		value === undefined ||
		value === null ||
		(typeof value === 'string' && /^\s*(null|nan|none)?\s*$/i.test(value));
	return isNothing ? null : numberOf(value, name);
}

/** A text that a row may have. */
export function textOrNull(value: unknown): string | null {
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
