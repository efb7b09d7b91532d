import { LookbackError, type ErrorKind } from '#lib/errors.ts';
import type { Code } from './evaluation.ts';

/** What an analysis did, as an error that names it and what it was busy with: a call's key, or null between calls. */
export function failure(
	code: Code,
	reason: string,
	key: string | null,
	what: string,
	kind: ErrorKind = 'incorrect'
): LookbackError {
	const where = key === null ? '' : ` (call ${JSON.stringify(key)})`;
	return new LookbackError(
		kind,
		`versioning/${reason}`,
		`The analysis ${code.name}@${code.commit.slice(0, 12)} ${what}${where}.`,
		{ analysis: code.name, commit: code.commit, key }
	);
}
