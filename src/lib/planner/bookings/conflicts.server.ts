import { setImmediate as turn } from 'node:timers/promises';
import type { Question } from '#lib/archive/index.server.ts';
import { Sight } from '#lib/sky/sight.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Facility } from '../facilities/facility.ts';
import { instrumentOf, limitsOf, standpointOf } from '../facilities/limits.ts';
import { listFacilities } from '../facilities/read.server.ts';
import { windows } from '../observability/windows.ts';
import { groupsOf, nameOf, ownersOf, yielding, type Conflict } from './conflict-groups.ts';
import { firstFree, pairsAmong, type Pair } from './conflicts.ts';
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
/** So long others wait at most while conflicts are looked for. */
const turnMs = 10;
type Pause = () => Promise<void>;

/** Lets others have their turn wherever this one has lasted long enough. */
function pauses(): Pause {
	let begun = performance.now();
	return async () => {
		if (performance.now() - begun < turnMs) return;
		await turn();
		begun = performance.now();
	};
}

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
	const pause = pauses();
	const pairs: Pair[] = [];
	const asked = { touches, footprintOf, isOf: ({ block }: Block) => of === null || of.has(block) };
	for (const more of pairsAmong(blocks, asked)) {
		pairs.push(...more);
		if (pairs.length > mostPairs) break;
		await pause();
	}
	const groups = groupsOf(pairs.slice(0, mostPairs));
	const told = groups.slice(0, mostConflicts);
	const moved = Math.min(mostMoved, Math.floor(mostMovedOfAll / told.length));
	const conflicts: ResolvableConflict[] = [];
	for (const one of told)
		conflicts.push({ ...one, resolution: await resolutionOf(one, blocks, facilities, { moved, pause }) });
	const isCut = found.length > blocks.length || pairs.length > mostPairs || groups.length > told.length;
	return { conflicts, isCut };
}

async function resolutionOf(
	conflict: Conflict,
	all: readonly Block[],
	facilities: ReadonlyMap<string, Facility>,
	{ moved, pause }: { readonly moved: number; readonly pause: Pause }
): Promise<string> {
	const { stay, yield: others } = yielding(conflict);
	if (conflict.kind === 'telescope') {
		const moves = await movesOf(others.slice(0, moved), all, facilities, pause);
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
async function movesOf(
	others: readonly Block[],
	all: readonly Block[],
	facilities: ReadonlyMap<string, Facility>,
	pause: Pause
): Promise<Move[]> {
	const held = new Map(all.map((one) => [one.block, one]));
	const moves: Move[] = [];
	for (const block of others) {
		await pause();
		const facility = facilities.get(block.facility);
		const to = facility ? freeTime(block, [...held.values()], facility) : null;
		if (to !== null) {
			const ends = (to + block.to_at - block.from_at) as Instant;
			held.set(block.block, { ...block, from_at: to, to_at: ends });
		}
		moves.push({ block, to });
	}
	return moves;
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
