import { LookbackError } from '#lib/errors.ts';

/** What git takes as the name of a branch or a tag (`git check-ref-format`), and this archive in addresses. */
export function isRefName(name: string): boolean {
	return (
		name.length <= 200 &&
		name !== '@' &&
		!/[\0-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^[/-]|[/.]$/.test(name) &&
		name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
	);
}

/** @throws LookbackError `versioning/bad-ref`. */
export function assertRefName(what: 'branch' | 'tag', name: string): void {
	if (isRefName(name)) return;
	throw new LookbackError(
		'incorrect',
		'versioning/bad-ref',
		`The ${what} must have a name that git takes, such as ${what === 'tag' ? 'v1.2' : 'main'}: no spaces, no ~ ^ : ? * [ \\, no two full stops; got ${JSON.stringify(name.slice(0, 100))}.`,
		{ name }
	);
}
