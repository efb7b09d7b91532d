import { LookbackError } from '#lib/errors.ts';

const form = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,99}$/u;
/** What the archive calls those who are no person. */
const reserved = ['anonymous', 'public', 'local', 'administrator'];

/** @throws LookbackError `access/bad-name`. */
export function assertPersonName(name: string): void {
	assertName(name, "The person's name");
	if (reserved.includes(name.toLowerCase()))
		throw new LookbackError(
			'incorrect',
			'access/bad-name',
			`The person's name must not be one of ${reserved.join(', ')}; got '${name}'.`,
			{ name }
		);
}

/** @throws LookbackError `access/bad-name`. */
export function assertGroupName(name: string): void {
	assertName(name, "The group's name");
}

function assertName(name: string, what: string): void {
	if (form.test(name)) return;
	throw new LookbackError(
		'incorrect',
		'access/bad-name',
		`${what} wants a letter or digit, then up to 99 letters, digits and . _ @ + -; got '${name.slice(0, 120)}'.`,
		{ name }
	);
}
