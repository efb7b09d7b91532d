import { LookbackError } from '#lib/errors.ts';
import type { Footprint } from '#lib/planner/facilities/footprint.ts';
import type { Field } from '#lib/planner/facilities/grid.server.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import { atomsOf, checkedError, type AtomOptions } from './atoms.ts';
import { divideMap } from './divide.ts';
import { FieldOfView } from './field-of-view.ts';
import { freeFields } from './free-fields.ts';
import { mostAdding } from './most-adding.ts';
import { SortedCells } from './sorted-cells.ts';

export interface TileOptions extends AtomOptions {
	/** What is tiled with, at position angle 0. */
	readonly footprint: Footprint;
	/** The fields that the instrument may look at; a free grid unless told. */
	readonly grid?: readonly Field[];
	/** Ends once this much of the map is covered, what others covered included; 0.9 unless told. */
	readonly until?: number;
	/** Ends with so many tiles at the latest. */
	readonly count?: number;
}

export interface Tile {
	/** Name of the field in its grid; null on a free one. */
	readonly field: string | null;
	readonly fieldOfView: FieldOfView;
	/** Probability that neither others nor tiles before it cover. */
	readonly adds: number;
	/** Probability that others, tiles before it and this cover together. */
	readonly covered: number;
}

/**
 * Fields of view that cover a map, each being what adds most to those before it. They end before `until` is covered
 * where nothing adds any more: fields have gaps, or a grid has.
 * @throws LookbackError as `skyAtoms`; `planner/bad-tiling` for an end that is none, or when a free grid has too many
 * fields for what is to be covered.
 */
export function tile(map: Skymap, options: TileOptions): Tile[] {
	const { footprint, grid, until = 0.9, count = Infinity, alreadyCovered = [] } = options;
	const error = checkedError(options.error);
	if (!(until > 0 && until <= 1) || !(count >= 0))
		throw new LookbackError(
			'incorrect',
			'planner/bad-tiling',
			`The tiling is to end at a probability of ${until} or with ${count} tiles; the first must be above 0 and at most 1, the second 0 or more.`,
			{ until: String(until), count: String(count) }
		);
	const cells = new SortedCells(map);
	const places = grid ?? freeFields(map, footprint, until);
	const fields = places.map((place) => new FieldOfView(footprint, place));
	const division = divideMap(cells, fields, alreadyCovered, error);
	const tiles: Tile[] = [];
	let covered = division.alreadyCovered;
	if (covered >= until) return tiles;
	for (const { field, adds } of mostAdding(atomsOf(division), fields.length)) {
		if (tiles.length >= count) break;
		covered += adds;
		tiles.push({ field: grid?.[field]!.field ?? null, fieldOfView: fields[field]!, adds, covered });
		if (covered >= until) break;
	}
	return tiles;
}
