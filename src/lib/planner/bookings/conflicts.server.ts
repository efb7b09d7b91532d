import type { Question } from '#lib/archive/index.server.ts';
import { Sight } from '#lib/sky/sight.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Facility } from '../facilities/facility.ts';
import { instrumentOf, limitsOf, standpointOf } from '../facilities/limits.ts';
import { listFacilities } from '../facilities/read.server.ts';
import { windows } from '../observability/windows.ts';
import { conflictsAmong, firstFree, nameOf, type Conflict } from './conflicts.ts';
import { listBlocks, type Block } from './read.server.ts';

export interface ResolvableConflict extends Conflict {
	/** The change that takes least from anybody, in a sentence. */
	readonly resolution: string;
}

export interface FoundConflicts {
	readonly conflicts: readonly ResolvableConflict[];
	/** Whether there are more blocks than were looked at: of what begins later nothing is known then. */
	readonly isCut: boolean;
}

/** Blocks that are looked at together: a season of a network of telescopes. */
const mostBlocks = 5000;
const dayMicroseconds = 86_400_000_000;

/**
 * Conflicts in a span as known at a basis, among its first 5,000 blocks, to whoever asks: of groups that stay anonymous time and
 * field, not the target.
 */
export async function findConflicts(
	question: Question,
	{
		from,
		to,
		of = null,
		most = mostBlocks
	}: {
		readonly from: Instant;
		readonly to: Instant;
		readonly of?: ReadonlySet<string> | null;
		readonly most?: number;
	}
): Promise<FoundConflicts> {
	const [found, known] = await Promise.all([
		listBlocks(question, {
			states: ['proposed', 'accepted'],
			from: (from - dayMicroseconds) as Instant,
			to: (to + dayMicroseconds) as Instant,
			limit: most + 1
		}),
		listFacilities(question)
	]);
	const blocks = found.slice(0, most);
	const facilities = new Map(known.map(({ facility }) => [facility.facility, facility]));
	const footprintOf = ({ facility, instrument }: Block) =>
		facilities
			.get(facility)
			?.telescopes.flatMap(({ instruments }) => instruments)
			.find((one) => one.instrument === instrument)?.footprint ?? null;
	const touches = ({ from_at, to_at }: Block) => to_at > from && from_at < to;
	const conflicts = conflictsAmong(blocks, footprintOf)
		.filter(
			({ blocks: pair }) => pair.some(touches) && (of === null || pair.some(({ block }) => of.has(block)))
		)
		.map((one) => ({ ...one, resolution: resolutionOf(one, blocks, facilities) }));
	return { conflicts, isCut: found.length > blocks.length };
}

function resolutionOf(
	{ kind, blocks: [first, second] }: Conflict,
	all: readonly Block[],
	facilities: ReadonlyMap<string, Facility>
): string {
	if (kind !== 'telescope')
		return `One of them suffices: whoever asked later, ${nameOf(second)}, could withdraw it and wait for the other's data.`;
	const later = second.state === 'accepted' && first.state === 'proposed' ? first : second;
	const facility = facilities.get(later.facility);
	const free = facility ? freeTime(later, all, facility) : null;
	return free === null
		? `${nameOf(later)} finds no other time there within a day; it would have to go elsewhere.`
		: `${nameOf(later)} could move to ${formatInstant(free)}, when the telescope is free and the place is up.`;
}

function freeTime(block: Block, all: readonly Block[], facility: Facility): Instant | null {
	const { telescope } = instrumentOf(facility, block.instrument);
	const sight = new Sight(standpointOf(facility), { raDeg: block.ra_deg, decDeg: block.dec_deg });
	const span = { from: block.from_at, to: (block.to_at + dayMicroseconds) as Instant };
	const held = all.filter(
		(one) => one.block !== block.block && one.facility === block.facility && one.telescope === block.telescope
	);
	return firstFree(windows(limitsOf(facility, telescope), sight, span), held, block.to_at - block.from_at);
}
