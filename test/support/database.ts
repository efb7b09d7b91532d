import { afterAll, inject } from 'vitest';
import { copyTemplate } from './template.ts';

/**
 * URL of a fresh, migrated, empty database of a test file, dropped when the file is done.
 * Call it in a `beforeAll`, and close your connections in an `afterAll` (left ones are cut).
 */
export async function testDatabase(): Promise<string> {
	const database = await copyTemplate(inject('runFolder'));
	dropLater.push(database.drop);
	return database.url;
}

const dropLater: (() => Promise<void>)[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(async () => {
	for (const drop of dropLater.splice(0)) await drop();
});
