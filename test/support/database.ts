import { afterAll, inject } from 'vitest';
import { copyTemplate, emptyArchive, type Copy, type Template } from './template.ts';

/**
 * URL of a fresh, migrated, empty database of a test file, dropped when the file is done.
 * Call it in a `beforeAll`, and close your connections in an `afterAll` (left ones are cut).
 */
export async function testDatabase(): Promise<string> {
	return (await testCopy(emptyArchive)).url;
}

/** A test file's own copy of a template; its database is dropped as that of `testDatabase` is. */
export async function testCopy(template: Template): Promise<Copy> {
	const copy = await copyTemplate(inject('runFolder'), template);
	dropLater.push(copy.drop);
	return copy;
}

const dropLater: (() => Promise<void>)[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(async () => {
	for (const drop of dropLater.splice(0)) await drop();
});
