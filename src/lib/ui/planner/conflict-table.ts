import type { Block, FoundConflicts, ResolvableConflict } from '#lib/planner/bookings/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';

/** Blocks at odds, as a page shows them: no more of any than its reader may know. */
export interface ConflictRow {
	readonly kind: ResolvableConflict['kind'];
	readonly blocks: readonly {
		readonly block: string;
		/** Null where the group stays anonymous. */
		readonly owner: string | null;
		readonly label: string | null;
		readonly state: string;
		readonly from: Instant;
		readonly to: Instant;
		/** `facility/telescope` */
		readonly telescope: string;
	}[];
	readonly what: string;
	readonly resolution: string;
}

/** What was found, as a page shows it. */
export interface ShownConflicts {
	readonly rows: readonly ConflictRow[];
	/** Whether there are more blocks, or conflicts, than were looked at. */
	readonly isCut: boolean;
}

export function shownConflicts({ conflicts, isCut }: FoundConflicts): ShownConflicts {
	const rows = conflicts.map(({ kind, blocks, what, resolution }) => ({
		kind,
		blocks: blocks.map(shown),
		what,
		resolution
	}));
	return { rows, isCut };
}

function shown({ block, owner, label, state, from_at, to_at, facility, telescope }: Block) {
	return { block, owner, label, state, from: from_at, to: to_at, telescope: `${facility}/${telescope}` };
}
