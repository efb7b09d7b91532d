import { LookbackError } from '#lib/errors.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';
import type { CoverageGoal } from '../campaigns/goals.ts';
import type { FieldOfView } from '../coverage/field-of-view.ts';
import { tile, type Tile, type TileOptions } from '../coverage/tile.ts';
import type { Facility, Instrument } from '../facilities/facility.ts';
import { footprintAreaDeg2 } from '../facilities/footprint.ts';
import { gridFields } from '../facilities/grid.server.ts';
import type { TimeGrid } from '../observability/altitude-table.ts';
import { constraintOf } from '../observability/description.ts';
import { allowed, type PlannedCampaign } from './build.ts';
import { openWindows } from './observing.ts';
import { goesByNeed } from './software.ts';
import { darkSlots, instrumentFor, setSeconds, usualKinds, type PlannedTelescope } from './telescopes.ts';

/**
 * Fields of one telescope that a plan chooses among for one localization; where no telescope's would cover what is wanted, as many
 * as its nights have time for, the largest first, as long as those of all telescopes together are no more than the second.
 */
export const usualFields = 60;
const mostFields = 3000;

/** What fields are chosen for, and by which planner. */
export interface Tilers {
	readonly telescopes: readonly PlannedTelescope[];
	readonly slots: TimeGrid;
	readonly software: string;
	readonly facilities: readonly Facility[];
}

/** The fields of one telescope, the best first. */
export interface Tiling {
	readonly k: number;
	readonly instrument: Instrument;
	tiles: readonly Tile[];
}

/** What of which map is to be covered, beside what was. */
interface ToCover {
	readonly campaign: PlannedCampaign;
	readonly goal: CoverageGoal;
	readonly before: readonly FieldOfView[];
}

/**
 * The fields that a plan chooses among to cover a map. `remarks` gets a sentence for each telescope that is left out, and where
 * fields are.
 */
export function tilingsOf(
	map: Skymap,
	{ campaign, goal, before }: ToCover,
	{ telescopes, slots, software }: Tilers,
	remarks: string[]
): Tiling[] {
	const tilings: Tiling[] = [];
	const tilesOf = memory<Tile[] | null>();
	const tiled = (instrument: Instrument, count: number, may?: TileOptions['may']) =>
		tilesFor(instrument, map, goal, { count, alreadyCovered: before, ...(may && { may }) });
	for (const k of allowed(telescopes, goal.facilities)) {
		const planned = telescopes[k]!;
		const instrument = imagerFor(planned, goal, software);
		if (!instrument) continue;
		// telescopes of a kind have the same tiles
		const tiles = tilesOf(kindOf(instrument), () => tiled(instrument, usualFields));
		if (tiles) tilings.push({ k, instrument, tiles });
		else
			remarks.push(
				`${instrument.name} of ${planned.facility.name} is left out for ${goal.event}: its field is too small to tile that map.`
			);
	}
	if (!goesByNeed(software)) return tilings;
	const cut = tilings.filter(({ tiles }) => tiles.length >= usualFields && isShort(tiles, goal));
	const seerOf = ({ k, instrument }: Tiling) => seer(telescopes[k]!, instrument, campaign, goal, slots);
	const enough = tilings.find((one) => {
		const sees = seerOf(one);
		return !cut.includes(one) && one.tiles.some(({ fieldOfView }) => sees(fieldOfView));
	});
	const room = enough
		? new Map<Tiling, number>()
		: roomFor(cut, telescopes, goal, slots, mostFields - usualFields * tilings.length);
	for (const [one, count] of room) {
		const { facility, telescope } = telescopes[one.k]!;
		const same = JSON.stringify([kindOf(one.instrument), facility.facility, telescope.limits, count]);
		const seen = tilesOf(same, () => tiled(one.instrument, count, seerOf(one)))!;
		// of what sees nothing, the places say why
		if (seen.length > 0) one.tiles = seen;
	}
	remarks.push(...cutWords(cut, telescopes, goal));
	return tilings;
}

function isShort(tiles: readonly Tile[], { probability }: CoverageGoal): boolean {
	return coveredBy(tiles) < probability;
}

function coveredBy(tiles: readonly Tile[]): number {
	return tiles.at(-1)?.covered ?? 0;
}

function kindOf({ footprint, grid }: Instrument): string {
	return JSON.stringify([footprint, grid]);
}

/** Keeps what was made for a name. */
function memory<T>(): (name: string, make: () => T) => T {
	const known = new Map<string, T>();
	return (name, make) => {
		if (!known.has(name)) known.set(name, make());
		return known.get(name)!;
	};
}

/** Whether a telescope sees a place for as long as a look takes. */
function seer(
	telescope: PlannedTelescope,
	instrument: Instrument,
	{ goals }: PlannedCampaign,
	{ sets }: CoverageGoal,
	slots: TimeGrid
): (place: SkyPlace) => boolean {
	const seconds = lookSeconds(instrument, sets);
	const further = goals.constraint ? constraintOf(goals.constraint) : null;
	return (place) =>
		openWindows(telescope, place, further, slots).some(({ from, to }) => to - from >= seconds * 1e6);
}

function lookSeconds(instrument: Instrument, sets: CoverageGoal['sets']): number {
	return setSeconds(instrument, sets).reduce((sum, one) => sum + one, 0);
}

/** How many fields each telescope may have: as many as it has time for, those that see most at once first, and `more` than usual of all. */
function roomFor(
	tilings: readonly Tiling[],
	telescopes: readonly PlannedTelescope[],
	{ sets, epochs }: CoverageGoal,
	slots: TimeGrid,
	more: number
): Map<Tiling, number> {
	let left = Math.max(0, more);
	const area = ({ instrument }: Tiling) => footprintAreaDeg2(instrument.footprint!);
	return new Map(
		tilings
			.toSorted((a, b) => area(b) - area(a))
			.map((one) => {
				const look = Math.ceil(lookSeconds(one.instrument, sets) / slots.stepSec);
				const holds = Math.ceil(darkSlots(telescopes[one.k]!, slots) / (look * epochs));
				const further = Math.min(left, Math.max(0, holds - usualFields));
				left -= further;
				return [one, usualFields + further];
			})
	);
}

/** Where fields that would be wanted are not among those that are chosen from, in a sentence. */
function cutWords(
	cut: readonly Tiling[],
	telescopes: readonly PlannedTelescope[],
	goal: CoverageGoal
): string[] {
	const { event, probability } = goal;
	const short = cut
		.filter(({ tiles }) => isShort(tiles, goal))
		.toSorted((a, b) => coveredBy(b.tiles) - coveredBy(a.tiles));
	if (short.length === 0) return [];
	const named = short.slice(0, 3).map(({ k, instrument, tiles }) => {
		const { name } = telescopes[k]!.facility;
		return `the best ${tiles.length} of ${instrument.name} of ${name} (${(100 * coveredBy(tiles)).toFixed(1)} %)`;
	});
	const rest = short.length - named.length;
	return [
		`Of the fields that would cover ${(100 * probability).toFixed(0)} % of ${event}, only some are chosen among: ${named.join(', ')}${rest > 0 ? `, and so of ${rest} more` : ''}.`
	];
}

/** Fields of an instrument that would cover a map, the best first; null where they would be too many. */
function tilesFor(
	{ footprint, grid }: Instrument,
	map: Skymap,
	{ probability }: CoverageGoal,
	options: Pick<TileOptions, 'count' | 'alreadyCovered' | 'may'>
): Tile[] | null {
	try {
		return tile(map, {
			footprint: footprint!,
			...(grid && { grid: gridFields(grid.name) }),
			until: probability,
			...options
		});
	} catch (error) {
		if (error instanceof LookbackError && error.code === 'planner/bad-tiling') return null;
		throw error;
	}
}

function imagerFor(
	planned: PlannedTelescope,
	{ sets, instruments, kinds }: CoverageGoal,
	software: string
): Instrument | null {
	const withField = planned.telescope.instruments
		.filter((one) => one.footprint !== null && (instruments === null || instruments.includes(one.instrument)))
		.map((one) => one.instrument);
	return instrumentFor(
		planned,
		sets,
		withField,
		kinds ?? (instruments === null ? usualKinds(sets, software) : null)
	);
}
