import type { Question } from '#lib/archive/index.server.ts';
import { Sight } from '#lib/sky/sight.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Facility } from '../facilities/facility.ts';
import { instrumentOf, limitsOf, standpointOf } from '../facilities/limits.ts';
import { listFacilities } from '../facilities/read.server.ts';
import { windows } from '../observability/windows.ts';
import { groupsOf, nameOf, ownersOf, yielding, type Conflict } from './conflict-groups.ts';
import { firstFree, pairsAmong } from './conflicts.ts';
import { listBlocks, type Block } from './read.server.ts';

export interface ResolvableConflict extends Conflict {
	/** The change that takes least from anybody, in a sentence. */
	readonly resolution: string;
}

export interface FoundConflicts {
	readonly conflicts: readonly ResolvableConflict[];
	/** Whether there are more blocks, pairs at odds or conflicts than are looked at: of what begins later nothing is known then. */
	readonly isCut: boolean;
}

/** Blocks that are looked at together: a season of a network of telescopes. */
const mostBlocks = 5000;
/** Pairs at odds that are gone through, and conflicts of them that are told: more than anybody resolves in one go. */
const mostPairs = 20_000;
const mostConflicts = 200;
/** Blocks of one conflict, and of all, that another time is looked for, a few milliseconds each. */
const mostMoved = 20;
const mostMovedOfAll = 200;
const dayMicroseconds = 86_400_000_000;

/**
 * The first 200 conflicts in a span as known at a basis, among its first 5,000 blocks and 20,000 pairs at odds, to whoever asks: of groups that
 * stay anonymous time and field, not the target.
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
	const asked = pairsAmong(blocks, footprintOf)
		.filter(
			({ blocks: pair }) => pair.some(touches) && (of === null || pair.some(({ block }) => of.has(block)))
		)
		.take(mostPairs + 1)
		.toArray();
	const pairs = asked.slice(0, mostPairs);
	const groups = groupsOf(pairs);
	const told = groups.slice(0, mostConflicts);
	const moved = Math.min(mostMoved, Math.floor(mostMovedOfAll / told.length));
	const conflicts = told.map((one) => ({ ...one, resolution: resolutionOf(one, blocks, facilities, moved) }));
	const isCut = found.length > blocks.length || asked.length > pairs.length || groups.length > told.length;
	return { conflicts, isCut };
}

function resolutionOf(
	conflict: Conflict,
	all: readonly Block[],
	facilities: ReadonlyMap<string, Facility>,
	moved: number
): string {
	const { stay, yield: others } = yielding(conflict);
	if (conflict.kind === 'telescope') {
		const moves = movesOf(others.slice(0, moved), all, facilities);
		return movesInWords(moves, stay, others.length - moves.length);
	}
	const [first, second] = others;
	if (second === undefined)
		return `${stay.length === 1 ? 'One of them suffices' : 'The others suffice'}: ${nameOf(first!)}, which would come second, could be withdrawn and wait for the others' data.`;
	return `${stay.length === 1 ? 'One of them suffices' : `${stay.length} of them suffice`}: ${others.length}, ${ownersOf(others)}, which would come second, could be withdrawn and wait for the others' data.`;
}

interface Move {
	readonly block: Block;
	/** Null where there is no other time within a day. */
	readonly to: Instant | null;
}

/** Where blocks that give way could go, one after the other, so that they are not at odds again. */
function movesOf(
	others: readonly Block[],
	all: readonly Block[],
	facilities: ReadonlyMap<string, Facility>
): Move[] {
	const held = new Map(all.map((one) => [one.block, one]));
	return others.map((block) => {
		const facility = facilities.get(block.facility);
		const to = facility ? freeTime(block, [...held.values()], facility) : null;
		if (to !== null) {
			const ends = (to + block.to_at - block.from_at) as Instant;
			held.set(block.block, { ...block, from_at: to, to_at: ends });
		}
		return { block, to };
	});
}

function movesInWords(moves: readonly Move[], stay: readonly Block[], others: number): string {
	const free = (move: Move) =>
		`${nameOf(move.block)} could move to ${formatInstant(move.to!)}, when the telescope is free and the place is up`;
	const found = moves.filter(({ to }) => to !== null);
	const lost = moves.length - found.length;
	if (moves.length === 1)
		return found.length === 1
			? `${free(found[0]!)}.`
			: `${nameOf(moves[0]!.block)} finds no other time there within a day; it would have to go elsewhere.`;
	const parts = [
		`${stay.length} can stay, ${stay.length === 1 ? nameOf(stay[0]!) : `first ${nameOf(stay[0]!)}`}`,
		...(found.length > 0
			? [`${found.length} could move within a day: ${found.length === 1 ? '' : 'first '}${free(found[0]!)}`]
			: []),
		...(lost > 0
			? [
					`${lost} ${lost === 1 ? 'finds' : 'find'} no other time there within a day, and would have to go elsewhere`
				]
			: []),
		...(others > 0 ? [`for ${others} more no other time was looked for`] : [])
	];
	return `${parts.join('; ')}.`;
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
