import { parseInstant } from '#lib/sky/parse-instant.ts';
import { distanceShape, type SkymapDistances } from '#lib/sky/skymap-distances.ts';
import { formatInstant } from '#lib/sky/time.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import type { Localization } from '#lib/archive/index.server.ts';
import type { CoverageGoal } from '../campaigns/goals.ts';
import { coveredProbability, skyAtoms } from '../coverage/atoms.ts';
import type { FieldOfView } from '../coverage/field-of-view.ts';
import { weightByGalaxies } from '../coverage/galaxies.ts';
import type { Tile } from '../coverage/tile.ts';
import type { Instrument } from '../facilities/facility.ts';
import { coveringLooks } from '../pointings/covering-looks.ts';
import type { Pointing } from '../pointings/read.server.ts';
import type { PlannedCampaign, WantedFields } from './build.ts';
import { worthOfMap } from './build.ts';
import { weighsByVolume } from './software.ts';
import type { PlannedTelescope } from './telescopes.ts';
import { tilingsOf, type Tilers } from './tilings.server.ts';

/** A localization to cover, with the map it is planned on and what was covered of it before. */
export interface CoverageTask {
	readonly wanted: WantedFields;
	readonly goal: CoverageGoal;
	readonly localization: Localization;
	readonly fieldsOfView: readonly FieldOfView[];
	readonly before: readonly FieldOfView[];
	readonly coveredBefore: number;
	/** Pointings that were executed and count. */
	readonly pointings: number;
}

/** The map of an event that is newest at a basis. */
export interface GoalMap {
	readonly localization: Localization;
	readonly skymap: Skymap;
	/** In each of its cells; null where the map tells none, and where no galaxies are weighed by them. */
	readonly distances: SkymapDistances | null;
}

/** A localization that a campaign wants covered, and where was looked for it by the basis of its map. */
export interface MappedGoal extends GoalMap {
	readonly campaign: PlannedCampaign;
	readonly goal: CoverageGoal;
	/** Executed in one of the goal's bands: they count as covered. */
	readonly looks: readonly Pointing[];
}

/** How a localization that is to be covered is named, and a look at one of its fields with a telescope. */
export interface CoverageName {
	readonly id: string;
	readonly visitOf: (telescope: PlannedTelescope, field: string) => string;
}

/**
 * Fields that would cover a localization with each of the telescopes that may. What was executed covers what `facilities` tell of
 * their instruments. `remarks` gets a sentence for each telescope that is left out, and where there are fields that are.
 * @throws LookbackError `planner/...` for a map that is none.
 */
export function wantedFields(
	mapped: MappedGoal,
	{ id, visitOf }: CoverageName,
	tilers: Tilers,
	remarks: string[]
): CoverageTask {
	const { campaign, goal, localization, looks } = mapped;
	const map = wantedMap(goal, mapped, tilers.software);
	const { telescopes, facilities } = tilers;
	const before = coveringLooks(looks, facilities).map(({ fieldOfView }) => fieldOfView);
	const tilings = tilingsOf(map, { campaign, goal, before }, tilers, remarks);
	const choices = tilings.flatMap(({ k, instrument, tiles }) =>
		tiles.map((one, i) => fieldOf(one, i, k, instrument))
	);
	const fieldsOfView = choices.map(({ fieldOfView }) => fieldOfView);
	return {
		goal,
		localization,
		fieldsOfView,
		before,
		coveredBefore: coveredProbability(map, before),
		pointings: before.length,
		wanted: {
			id,
			campaign,
			subject: `events/${goal.event}`,
			sets: goal.sets,
			worth: goal.priority * worthOfMap,
			epochs: goal.epochs,
			cadenceHours: goal.cadenceHours,
			deadline: goal.deadline === null ? null : parseInstant(goal.deadline),
			skymap: map,
			fields: choices.map(({ field }) => ({
				...field,
				visit: visitOf(telescopes[field.telescope]!, field.name)
			})),
			atoms: skyAtoms(map, fieldsOfView, { alreadyCovered: before })
		}
	};
}

/** Whether nothing would be gained: a sentence, or null. */
export function nothingToCover({
	goal,
	fieldsOfView,
	coveredBefore,
	localization
}: CoverageTask): string | null {
	const map = `the map of ${goal.event} that was known at ${formatInstant(localization.known_at)}`;
	if (coveredBefore >= goal.probability)
		return `${(100 * coveredBefore).toFixed(0)} % of ${map} are covered already, and ${(100 * goal.probability).toFixed(0)} % are wanted.`;
	if (fieldsOfView.length > 0) return null;
	const named = [...(goal.facilities ?? []), ...(goal.instruments ?? [])].join(', ');
	return `No telescope that may${named && ` (${named})`} has a field and the bands for ${map}.`;
}

function fieldOf(
	{ field, fieldOfView }: Tile,
	i: number,
	telescope: number,
	{ instrument, name }: Instrument
) {
	const { raDeg, decDeg } = fieldOfView;
	const told = field === null ? `${name}, field ${i + 1}` : `${name}, field ${field}`;
	return { fieldOfView, field: { name: told, field, raDeg, decDeg, telescope, instrument } };
}

/**
 * What of a map a goal wants: all of it, or its galaxies, each as likely as its distance agrees with the map's in its direction, or with
 * that of all of the map where it tells no more; as a planner of this version weighs them.
 */
export function wantedMap(
	{ galaxies }: Pick<CoverageGoal, 'galaxies'>,
	{ localization, skymap, distances }: GoalMap,
	software: string
): Skymap {
	if (!galaxies) return skymap;
	if (distances) return weightByGalaxies(skymap, galaxies, distances);
	const { distance_mean_mpc: mean, distance_std_mpc: std } = localization;
	const likely = mean !== null && std !== null && std > 0 ? likelihood(mean, std, software) : () => 1;
	return weightByGalaxies(
		skymap,
		galaxies.map((one) => ({ ...one, weight: one.weight * likely(one.distanceMpc) })),
		null
	);
}

/** Probability per volume by distance, as a list of galaxies wants it: they become more with the square of the distance by themselves. */
function likelihood(mean: number, std: number, software: string): (distanceMpc: number) => number {
	if (!weighsByVolume(software))
		return (distanceMpc) => Math.exp(-0.5 * ((distanceMpc - mean) / std) ** 2) / distanceMpc ** 2;
	const { muMpc, sigmaMpc } = distanceShape(mean, std);
	// of the most likely distance it is 1, though that may lie where mu is below 0
	const least = Math.max(0, -muMpc / sigmaMpc) ** 2;
	return (distanceMpc) => Math.exp(-0.5 * (((distanceMpc - muMpc) / sigmaMpc) ** 2 - least));
}
