import { LookbackError } from '#lib/errors.ts';

const form = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,99}$/u;
/** What the archive calls those who are no person. */
const reserved = ['anonymous', 'public', 'local', 'administrator'];
/** The audience of everybody (`as_seen_by=public`) is no group. */
const noGroups = ['public'];

/** Whether a person can be called so: anything else is the name of nobody. */
export function isPersonName(name: string): boolean {
	return isName(name) && !reserved.includes(name.toLowerCase());
}

/** @throws LookbackError `access/bad-name`. */
export function assertPersonName(name: string): void {
	assertName(name, "The person's name", reserved);
}

/**
 * A name that an account can be given here: an @ is kept for those whom an issuer names (`0000-0002-1825-0097@orcid.org`).
 * @throws LookbackError `access/bad-name`.
 */
export function assertOwnName(name: string): void {
	assertPersonName(name);
	if (name.includes('@'))
		throw new LookbackError(
			'incorrect',
			'access/bad-name',
			`The person's name must not have an @, which stands in the names of those who sign in through an issuer; got '${name}'.`,
			{ name }
		);
}

/** @throws LookbackError `access/bad-name`. */
export function assertGroupName(name: string): void {
	assertName(name, "The group's name", noGroups);
}

/** Letters that only look different (`ａdmin` in full width) make no second name: NFKC is the one way to write it. */
function isName(name: string): boolean {
	return form.test(name) && name === name.normalize('NFKC');
}

function assertName(name: string, what: string, taken: readonly string[]): void {
	const wrong = !isName(name)
		? 'wants a letter or digit, then up to 99 letters, digits and . _ @ + -, as keyboards usually write them'
		: taken.includes(name.toLowerCase())
			? `must not be one of ${taken.join(', ')}`
			: null;
	if (wrong === null) return;
	const shown = name.slice(0, 120).toWellFormed();
	throw new LookbackError('incorrect', 'access/bad-name', `${what} ${wrong}; got '${shown}'.`, {
		name: shown
	});
}
