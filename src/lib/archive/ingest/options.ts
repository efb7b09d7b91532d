import type { Instant } from '#lib/sky/time.ts';
import type { KnownRule } from './knowledge.ts';
import type { IngestReport } from './report.ts';
import type { Reception } from './rows.ts';

export interface IngestOptions {
	/** Who loads: goes into the ledger. */
	readonly actor: string;
	readonly note: string;
	readonly rule: KnownRule;
	/** Overrides the source the packets name, where it is given. */
	readonly source?: string | null;
	/** Collection for rows that would be public otherwise, and for what cannot be read. */
	readonly collection?: string | null;
	/** To which collections rows may go; a record with rows for another is refused. Unless given, to all. */
	readonly mayAddTo?: Reception['mayAddTo'];
	/** Clock of receipt. */
	readonly now: () => Instant;
	/** Reads packets again that are on record with a refusal, and records what can be read now. */
	readonly again?: boolean;
	readonly onProgress?: (report: IngestReport) => void;
}
