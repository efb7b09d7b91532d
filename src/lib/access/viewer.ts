/** Who asks, as far as an answer depends on it. */
export interface Viewer {
	/** Name for the ledger and for people: `anonymous`, or the label of a token. */
	readonly name: string;
	/** Collections whose rows this viewer may see now. */
	readonly collections: readonly string[];
	readonly mayWrite: boolean;
}
