import { LookbackError } from '#lib/errors.ts';

/** `parseArgs` takes `-5.6` for an option; with a space before it, which whoever reads it trims, it is a word. */
export function negativesAsWords(args: readonly string[]): string[] {
	return args.map((arg) => (/^-[\d.]/.test(arg) ? ` ${arg}` : arg));
}

/** A complaint about the words behind a command. */
export function badWords(wanted: string, words: readonly string[]): LookbackError {
	const got = words.length === 0 ? 'nothing' : words.map((word) => JSON.stringify(word)).join(' ');
	return new LookbackError(
		'incorrect',
		'cli/bad-arguments',
		`The command wants ${wanted}; it got ${got}. See --help.`,
		{ words }
	);
}

/** The one word there must be. @throws LookbackError `cli/bad-arguments`. */
export function onlyWord(words: readonly string[], wanted: string): string {
	const [word] = words;
	if (words.length === 1 && word) return word;
	throw badWords(wanted, words);
}

/** No fields, of no words. @throws LookbackError `cli/bad-arguments` where there are any. */
export function noWords(words: readonly string[]): Record<string, never> {
	if (words.length === 0) return {};
	throw badWords('options only', words);
}

/**
 * Survey and id from `ztf/ZTF18abc`, `objects/ztf/ZTF18abc` or `ztf ZTF18abc`, null where there is no survey. `kind`
 * is what the address of such a thing begins with.
 */
export function surveyAndId(words: readonly string[], kind: string): { survey: string; id: string } | null {
	const written = words.join('/').replace(/^\//, '');
	const own = written.startsWith(`${kind}/`) ? written.slice(kind.length + 1) : written;
	const [survey, ...rest] = own.split('/');
	return survey && rest.length > 0 && !rest.includes('') ? { survey, id: rest.join('/') } : null;
}
