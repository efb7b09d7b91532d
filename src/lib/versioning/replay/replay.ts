import type { EnvironmentChange, FactChange, InputChange, OutputChange } from './compare.ts';

/** What a run was, or is now. */
export interface Carried {
	readonly basis: string;
	readonly commit: string;
	readonly inputs: number;
	readonly inputs_digest: string;
	readonly outputs: number;
	readonly outputs_digest: string;
	/** Why it failed, in a sentence; null where it did not. */
	readonly reason: string | null;
}

/** A run carried out again, and what is not as it was. */
export interface Replay {
	readonly run: string;
	readonly analysis: string;
	readonly then: Carried;
	readonly now: Carried;
	/** Whether the same inputs gave the same outputs, by the same code. */
	readonly identical: boolean;
	/** Collections that the run could see at its basis and whoever replays it may not see now. */
	readonly hidden: readonly string[];
	readonly inputs: readonly InputChange[];
	readonly environment: readonly EnvironmentChange[];
	readonly outputs: readonly OutputChange[];
	/** Whether it says the same when it is asked twice; null where that was not looked at. */
	readonly repeatable: boolean | null;
	/** All of it in sentences, the verdict first. */
	readonly words: readonly string[];
}

/** A decision replayed: its runs, and what was known of its subject. */
export interface DecisionReplay {
	readonly decision: string;
	readonly subject: string;
	readonly basis: string;
	readonly identical: boolean;
	/** Facts known of the subject that are not as they were. */
	readonly evidence: readonly FactChange[];
	readonly runs: readonly Replay[];
	readonly words: readonly string[];
}
