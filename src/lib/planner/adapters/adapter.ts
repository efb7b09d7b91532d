import type { BlockState } from '#lib/db/schema.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import type { Act, ReasonKind } from '../bookings/acts.ts';
import type { Block } from '../bookings/read.server.ts';

/** What a facility says of a block that was submitted. */
export interface RemoteStatus {
	/** `pending` while it has decided nothing. */
	readonly state: 'pending' | 'accepted' | 'declined' | 'executed' | 'failed' | 'aborted';
	readonly reason: string | null;
	readonly reasonKind: ReasonKind | null;
	/** When it was observed, of what was executed; null for as booked. */
	readonly observed: { readonly from: Instant; readonly to: Instant } | null;
	/** Limiting AB magnitude of what was executed; null where it is not told. */
	readonly depthMag: number | null;
}

/**
 * A facility's own system. It knows a block by its key, so that nothing has to be kept here between one look and the next, and
 * submitting twice is submitting once. Every method rejects with a LookbackError `planner/facility-...` where the system
 * cannot be asked; then the block stays as it is, and the next look tries again.
 */
export interface Adapter {
	/** Stands in the history of blocks as who changed them. */
	readonly name: string;
	readonly facilities: readonly string[];
	/** Seconds between looks at it. */
	readonly everySec: number;
	/** Asks for time; the answer says whether it was refused at once. */
	submit(key: string, block: Block): Promise<RemoteStatus>;
	/** Null for what it does not know. */
	status(key: string): Promise<RemoteStatus | null>;
	cancel(key: string): Promise<void>;
}

/** The key of a block at a time: moved, it is another request. */
export function keyOf({ block, from_at }: Pick<Block, 'block' | 'from_at'>): string {
	return `${block}-${formatInstant(from_at).replace(/[^\dT]/g, '')}`;
}

/** The acts that bring a block from its state to what its facility says of it. */
export function actsToward(state: BlockState, remote: RemoteStatus['state']): Act[] {
	if (state === 'proposed') {
		if (remote === 'accepted') return ['accept'];
		if (remote === 'executed') return ['accept', 'execute'];
		return remote === 'pending' ? [] : ['decline'];
	}
	if (state !== 'accepted') return [];
	switch (remote) {
		case 'executed':
			return ['execute'];
		case 'failed':
			return ['fail'];
		case 'declined':
		case 'aborted':
			return ['abort'];
		case 'pending':
		case 'accepted':
			return [];
	}
}

/** Whether the facility still has it in hand. */
export function isOpen({ state }: RemoteStatus): boolean {
	return state === 'pending' || state === 'accepted';
}
