import type { Viewer } from '#lib/access/viewer.ts';
import { Sight } from '#lib/sky/sight.ts';
import type { Instant } from '#lib/sky/time.ts';
import { instrumentOf, limitsOf, standpointOf } from '../facilities/limits.ts';
import type { KnownFacility } from '../facilities/read.server.ts';
import { windows } from '../observability/windows.ts';
import { actsFrom, stateAfter } from './acts.ts';
import { sidesFor } from './change.server.ts';
import type { Block } from './read.server.ts';

interface Span {
	readonly from: Instant;
	readonly to: Instant;
}

/** That a block may be moved by whoever asks, and where to. */
export interface Move {
	readonly block: string;
	/** The revision that is moved: if there is a newer one by then, the move is refused. */
	readonly revision: number;
	/** Whether its operators will have to accept it again. */
	readonly asksAnew: boolean;
	/** When its telescope could look there. */
	readonly open: readonly Span[];
}

/** Windows of so many are drawn; the others are moved on their own pages. */
const mostMoves = 100;

/** Blocks of some that a viewer may move now, by name, with the time within a span at which each could be observed. */
export function movesOf(
	viewer: Viewer,
	blocks: readonly Block[],
	facilities: readonly KnownFacility[],
	span: Span
): Map<string, Move> {
	const known = new Map(facilities.map((one) => [one.facility.facility, one]));
	const openAt = new Map<string, readonly Span[]>();
	const moves = new Map<string, Move>();
	for (const one of blocks) {
		const { facility, operators } = known.get(one.facility) ?? {};
		if (!facility || one.to_at <= span.from || one.from_at >= span.to) continue;
		const side = sidesFor(viewer, one.owner, operators ?? null).find((by) =>
			actsFrom(one.state, by).includes('move')
		);
		if (!side || moves.size >= mostMoves) continue;
		const key = [one.facility, one.telescope, one.ra_deg, one.dec_deg].join('/');
		const open = openAt.get(key) ?? openTo(one, facility, span);
		openAt.set(key, open);
		const asksAnew = stateAfter('move', one.state, side) !== one.state;
		moves.set(one.block, { block: one.block, revision: one.revision, asksAnew, open });
	}
	return moves;
}

function openTo(block: Block, facility: KnownFacility['facility'], span: Span): Span[] {
	const { telescope } = instrumentOf(facility, block.instrument);
	const sight = new Sight(standpointOf(facility), { raDeg: block.ra_deg, decDeg: block.dec_deg });
	return windows(limitsOf(facility, telescope), sight, span).map(({ from, to }) => ({ from, to }));
}
