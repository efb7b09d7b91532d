import { sameEvents, type Question, type RawStore } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { listBlocks } from '../bookings/read.server.ts';
import { addedInTurn } from '../coverage/atoms.ts';
import { FieldOfView } from '../coverage/field-of-view.ts';
import type { Facility } from '../facilities/facility.ts';
import { footprintsOf } from '../facilities/footprints.ts';
import { listFacilities } from '../facilities/read.server.ts';
import { readGoalMap } from '../plans/goal-map.server.ts';
import { softwareVersion } from '../plans/software.ts';
import { wantedMap } from '../plans/wanted-fields.server.ts';
import { coveringLooks } from '../pointings/covering-looks.ts';
import { looksAt } from '../pointings/looks-at.server.ts';
import type { CoverageGoal, Goals } from './goals.ts';

/** A look at a localization that a campaign wants covered, and what of it is covered from then on. */
export interface CoverageStep {
	readonly event: string;
	/** When the look ends, or is to end. */
	readonly at: Instant;
	/** `accepted` and `proposed` are yet to come. */
	readonly state: 'executed' | 'accepted' | 'proposed';
	readonly facility: string;
	readonly instrument: string;
	readonly band: string | null;
	/** The pointing, or the block that is to be one. */
	readonly name: string;
	/** The middle of its field, ICRS. */
	readonly ra_deg: number;
	readonly dec_deg: number;
	/** Null where nobody tells it; then it counts as 0. */
	readonly position_angle_deg: number | null;
	/** Probability that no look before it covers. */
	readonly adds: number;
	/** Probability that it and all before it cover together. */
	readonly covered: number;
}

/** More than a campaign has yet to come: nothing is left out of a sum in silence. */
const mostBlocks = 100_000;

/**
 * How much of each localization that a campaign wants was covered by when, by whomever, as known at the basis: pointings that were
 * executed in one of the goal's bands, then the campaign's blocks yet to come, accepted ones before proposed ones of the same moment.
 * A localization of which no map is known, or none that has probability at any of its galaxies, has no steps.
 */
export async function coverageProgress(
	question: Question,
	store: RawStore,
	campaign: string,
	{ coverage }: Pick<Goals, 'coverage'>
): Promise<CoverageStep[]> {
	const steps = await Promise.all(coverage.map((goal) => progressOf(question, store, campaign, goal)));
	return steps.flat();
}

async function progressOf(
	question: Question,
	store: RawStore,
	campaign: string,
	goal: CoverageGoal
): Promise<CoverageStep[]> {
	const known = await mapOf(question, store, goal);
	if (known === null) return [];
	const bands = goal.sets.map(({ band }) => band);
	const facilities = (await listFacilities(question)).map(({ facility }) => facility);
	const [executed, ahead] = await Promise.all([
		sameEvents(question, goal.event).then((names) => looksAt(question, names, known.eventAt, bands)),
		looksAhead(question, campaign, goal.event, facilities)
	]);
	const looks = [
		...coveringLooks(executed, facilities).map(({ pointing, fieldOfView }) => ({
			at: pointing.to_at,
			state: 'executed' as const,
			facility: pointing.facility,
			instrument: pointing.instrument,
			band: pointing.band,
			name: pointing.pointing,
			fieldOfView
		})),
		...ahead
	].sort((a, b) => turn(a) - turn(b) || a.at - b.at || a.state.localeCompare(b.state));
	const adds = addedInTurn(
		known.map,
		looks.map(({ fieldOfView }) => fieldOfView)
	);
	let covered = 0;
	return looks.map(({ fieldOfView, ...look }, i) => {
		covered += adds[i]!;
		return {
			event: goal.event,
			...look,
			ra_deg: fieldOfView.raDeg,
			dec_deg: fieldOfView.decDeg,
			position_angle_deg: fieldOfView.positionAngleDeg,
			adds: adds[i]!,
			covered
		};
	});
}

/** What was executed comes before what may never be, whatever the times that were told of both. */
function turn({ state }: Pick<CoverageStep, 'state'>): number {
	return state === 'executed' ? 0 : 1;
}

async function mapOf(question: Question, store: RawStore, goal: CoverageGoal) {
	try {
		const map = await readGoalMap(question, store, goal, softwareVersion);
		return { map: wantedMap(goal, map, softwareVersion), eventAt: map.localization.event_at };
	} catch (error) {
		if (!(error instanceof LookbackError)) throw error;
		if (error.kind === 'not-found' || error.code === 'planner/no-galaxy') return null;
		throw error;
	}
}

async function looksAhead(
	question: Question,
	campaign: string,
	event: string,
	facilities: readonly Facility[]
) {
	const blocks = await listBlocks(question, {
		campaign,
		subject: `events/${event}`,
		states: ['accepted', 'proposed'],
		from: question.basis.knownAt,
		limit: mostBlocks
	});
	const footprints = footprintsOf(facilities);
	return blocks.flatMap((block) => {
		const footprint = footprints.get(`${block.facility}/${block.instrument}`);
		if (!footprint || block.is_redacted) return [];
		return [
			{
				at: block.to_at,
				state: block.state as 'accepted' | 'proposed',
				facility: block.facility,
				instrument: block.instrument,
				band: block.band,
				name: block.block,
				fieldOfView: new FieldOfView(footprint, { raDeg: block.ra_deg, decDeg: block.dec_deg })
			}
		];
	});
}
