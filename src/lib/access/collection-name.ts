import { LookbackError } from '#lib/errors.ts';

const form = /^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)+$/;
const longest = 100;

/** @throws LookbackError `access/bad-collection` for a name that is not its group's and its own, with a full stop between. */
export function assertCollectionName(name: string): void {
	if (name.length <= longest && form.test(name)) return;
	throw new LookbackError(
		'incorrect',
		'access/bad-collection',
		`A collection's name wants its group's name, a full stop and its own, such as lvc.circulars, of letters, digits, _ and -, ${longest} characters at most; got ${JSON.stringify(name.slice(0, 120))}.`,
		{ name }
	);
}
