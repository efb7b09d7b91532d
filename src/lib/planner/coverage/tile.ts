import { LookbackError } from '#lib/errors.ts';
import type { Footprint } from '#lib/planner/facilities/footprint.ts';
import type { Field } from '#lib/planner/facilities/grid.server.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import { atomsOf, checkedError, type AtomOptions } from './atoms.ts';
import { divideMap, largestPart } from './divide.ts';
import { FieldOfView } from './field-of-view.ts';
import { freeFields, mostHeld } from './free-fields.ts';
import { mostAdding } from './most-adding.ts';
import { sortedCells, type SortedCells } from './sorted-cells.ts';

export interface TileOptions extends AtomOptions {
	/** What is tiled with, at position angle 0. */
	readonly footprint: Footprint;
	/** The fields that the instrument may look at; a free grid unless told. */
	readonly grid?: readonly Field[];
	/** Which of them may be chosen; all unless told. */
	readonly may?: (place: SkyPlace) => boolean;
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
	const { footprint, grid, until = 0.9, count = Infinity, alreadyCovered = [], may = () => true } = options;
	const error = checkedError(options.error);
	if (!(until > 0 && until <= 1) || !(count >= 0))
		throw new LookbackError(
			'incorrect',
			'planner/bad-tiling',
			`The tiling is to end at a probability of ${until} or with ${count} tiles; the first must be above 0 and at most 1, the second 0 or more.`,
			{ until: String(until), count: String(count) }
		);
	const cells = sortedCells(map);
	const inTurn = (places: readonly Place[]) =>
		takenInTurn(cells, places, { footprint, until, count, alreadyCovered, error });
	if (grid) return inTurn(grid.filter(may)).tiles;
	const places = freeFields(map, footprint, until).filter(may);
	const held = mostHeld(footprint, places, largestPart(error));
	// Of thousands of places most are where the map is thin, and dividing it for them takes nearly all of the time.
	let least = held.toSorted((a, b) => b - a)[8 * count] ?? 0;
	for (;;) {
		const { tiles, beyond } = inTurn(places.filter((_, i) => held[i]! >= least));
		if (held.every((most) => most >= least || most < beyond)) return tiles;
		least = beyond;
	}
}

interface Place extends SkyPlace {
	readonly field?: string;
}

interface Turn {
	readonly tiles: Tile[];
	/** Further places whose fields hold less than this would change nothing. */
	readonly beyond: number;
}

/** Fields in turn, each being what adds most. */
function takenInTurn(
	cells: SortedCells,
	places: readonly Place[],
	{ footprint, until, count, alreadyCovered, error }: Required<Omit<TileOptions, 'grid' | 'may'>>
): Turn {
	const fields = places.map((place) => new FieldOfView(footprint, place));
	const division = divideMap(cells, fields, alreadyCovered, error);
	const tiles: Tile[] = [];
	let covered = division.alreadyCovered;
	let beyond = Infinity;
	const isOver = () => covered >= until || tiles.length >= count;
	if (isOver()) return { tiles, beyond };
	for (const { field, adds, next } of mostAdding(atomsOf(division), fields.length)) {
		covered += adds;
		tiles.push({ field: places[field]!.field ?? null, fieldOfView: fields[field]!, adds, covered });
		// which comes first of two that add the same depends on how their parts are summed, so on all there are
		beyond = adds - next > 1e-12 ? Math.min(beyond, adds) : 0;
		if (isOver()) return { tiles, beyond };
	}
	return { tiles, beyond: 0 };
}
