import type { Manifest, Parameters } from '../manifest.ts';

/** An analysis at one commit, checked out. */
export interface Code {
	readonly name: string;
	/** Git object name of the commit, 40 hexadecimal digits. */
	readonly commit: string;
	/** Folder that holds the files of the commit and nothing else. */
	readonly folder: string;
	readonly manifest: Manifest;
}

/** What all calls of a session share. */
export interface Setting {
	/** Where `Math.random` begins; 16 hexadecimal digits. */
	readonly seed: string;
	readonly parameters: Parameters;
	/** Inputs that come whole, by name: all but the one that `each` names. Values are JSON. */
	readonly inputs: Readonly<Record<string, readonly unknown[]>>;
	/** Runs a `command` where no sandbox can be had: its author is trusted. */
	readonly trusted: boolean;
}

/** One call: an item of the input that `each` names, or null where all inputs come whole. */
export interface Call {
	/** What the item is: its subject, or its number; also names the call in errors. */
	readonly key: string;
	/** The moment it is at there, ISO 8601 of UTC: `Date.now()` says it. */
	readonly known: string;
	readonly item: unknown;
	/** JSON text of the item, in its place, from who has it at hand. */
	readonly text?: string;
}

/** One thing that an analysis says. */
export type Output =
	| { readonly select: string; readonly reason?: string; readonly score?: number }
	| {
			readonly statement: {
				readonly subject: string;
				readonly property: string;
				readonly qualifier?: string;
				readonly value_text?: string;
				readonly value_number?: number;
				readonly unit?: string;
				readonly detail?: unknown;
			};
	  }
	| { readonly decision: { readonly subject: string; readonly action: string; readonly reason: string } }
	| { readonly table: string; readonly row: Readonly<Record<string, unknown>> };

/** What came of one call. */
export interface Evaluation {
	readonly key: string;
	readonly outputs: readonly Output[];
}

/** What carried an analysis out, as far as its outputs may depend on it. */
export type Environment = Readonly<Record<string, string>>;

/** An analysis that is running. */
export interface Session {
	readonly environment: Environment;
	/**
	 * Carries out `calls` in their order and answers them in the same.
	 * @throws LookbackError `versioning/time-limit`, `versioning/memory-limit`, `versioning/output-limit`,
	 * `versioning/undeclared-output`, `versioning/bad-output`, `versioning/analysis-failed`, `versioning/not-repeatable`
	 * (it keeps something between calls): a sentence with the call's key. A session that failed, or whose answers were
	 * left before the last, is over: `versioning/session-ended`.
	 */
	evaluate(calls: AsyncIterable<Call> | Iterable<Call>): AsyncGenerator<Evaluation>;
	/** What it wrote to `console` or standard error so far, cut at 64 kB with a line that says so; complete when closed. */
	readonly logs: string;
	/** Ends it, whatever it is doing; nothing of it is left. */
	close(): Promise<void>;
}
