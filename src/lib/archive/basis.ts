import { LookbackError } from '#lib/errors.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';

/** What an answer is pinned to: what could be known by `knownAt`, of what was recorded by batch `batch`. */
export interface Basis {
	readonly knownAt: Instant;
	readonly batch: bigint;
}

/** What a question says about its basis; what it leaves out is now. */
export interface BasisRequest {
	readonly known?: string | null;
	readonly batch?: string | null;
	readonly basis?: string | null;
	readonly asRecorded?: string | null;
	/** Audience to whose sight of then the answer is restricted: `public`, or a group. */
	readonly asSeenBy?: string | null;
}

/** Text form of a basis: `2019-10-01T20:59:00Z~1742`. */
export function formatBasis({ knownAt, batch }: Basis): string {
	return `${formatInstant(knownAt)}~${batch}`;
}

/** Reads the text form of a basis. @throws LookbackError `archive/bad-basis` for anything else. */
export function parseBasis(text: string): Basis {
	const [instant = '', batch = '', ...rest] = text.split('~');
	if (rest.length > 0 || !/^\d{1,18}$/.test(batch)) {
		throw new LookbackError(
			'incorrect',
			'archive/bad-basis',
			`The basis '${text}' is not of the form <instant>~<batch>, such as 2019-10-01T20:59:00Z~1742.`,
			{ basis: text }
		);
	}
	return { knownAt: parseInstant(instant), batch: BigInt(batch) };
}

/** Reads a batch number. @throws LookbackError `archive/bad-batch`. */
export function parseBatch(text: string): bigint {
	if (/^\d{1,18}$/.test(text)) return BigInt(text);
	throw new LookbackError(
		'incorrect',
		'archive/bad-batch',
		`The batch '${text}' is not a whole number; batches are counted 1, 2, 3, ...`,
		{ batch: text }
	);
}
