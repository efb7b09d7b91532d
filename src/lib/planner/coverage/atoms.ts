import { LookbackError } from '#lib/errors.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { divideMap, type Division } from './divide.ts';
import type { FieldOfView } from './field-of-view.ts';
import { sortedCells } from './sorted-cells.ts';

/** Sky that the same fields of view cover: any of them covers it. `fields` are places in the list given, ascending. */
export interface SkyAtom {
	readonly probability: number;
	readonly fields: readonly number[];
}

export interface CoverageOptions {
	/** Three standard errors of any sum of probabilities; 0.001 unless told, 0.0001 at least. */
	readonly error?: number;
}

export interface AtomOptions extends CoverageOptions {
	/** What others have covered: it is in no atom. */
	readonly alreadyCovered?: readonly FieldOfView[];
}

/**
 * The atoms into which fields of view divide a map, without the sky that none of them covers: a goal's atoms in a
 * `Problem` of the schedule, once fields are visits. Whatever the map's total, all of it counts as 1.
 * @throws LookbackError `planner/empty-map`, `sky/bad-density`, `planner/overlapping-cells` for what is no map of
 * probability, `planner/bad-error` for an error out of bounds.
 */
export function skyAtoms(
	map: Skymap,
	fields: readonly FieldOfView[],
	{ alreadyCovered = [], error }: AtomOptions = {}
): SkyAtom[] {
	return atomsOf(divideMap(sortedCells(map), fields, alreadyCovered, checkedError(error)));
}

/** Atoms of a division: parts that some field covers. */
export function atomsOf({ parts }: Division): SkyAtom[] {
	return parts.filter(({ fields, probability }) => fields.length > 0 && probability > 0);
}

/** The part of a map that some fields of view cover together, each sky once. @throws LookbackError as `skyAtoms`. */
export function coveredProbability(
	map: Skymap,
	fields: readonly FieldOfView[],
	{ error }: CoverageOptions = {}
): number {
	return divideMap(sortedCells(map), [], fields, checkedError(error)).alreadyCovered;
}

/**
 * The part of a map that each of some fields of view adds to those before it in the list, each sky once: their running sum is what was
 * covered by then. @throws LookbackError as `skyAtoms`.
 */
export function addedInTurn(
	map: Skymap,
	fields: readonly FieldOfView[],
	options: CoverageOptions = {}
): number[] {
	const adds = fields.map(() => 0);
	for (const { fields: covering, probability } of skyAtoms(map, fields, options))
		adds[covering[0]!]! += probability;
	return adds;
}

/** The error asked for, or that which is usual. Cells that are divided become more with its inverse square. */
export function checkedError(error = 0.001): number {
	if (!(error >= 0.0001 && error <= 1))
		throw new LookbackError(
			'incorrect',
			'planner/bad-error',
			`The error of the coverage is ${error}; it must be between 0.0001 and 1.`,
			{ error: String(error) }
		);
	return error;
}
