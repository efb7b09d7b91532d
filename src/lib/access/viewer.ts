import type { Rights } from './rights.ts';

/** Who asks, as far as an answer depends on it. */
export interface Viewer extends Rights {
	/** Groups it belongs to now. */
	readonly groups: readonly string[];
	/** Name for the ledger and for people: `anonymous`, or the label of a token. */
	readonly name: string;
	readonly mayWrite: boolean;
}
