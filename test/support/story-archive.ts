import { afterAll } from 'vitest';
import type { Archive } from '#lib/api/context.server.ts';
import { loadStartingStories } from '#lib/archive/demo/starting-stories.server.ts';
import { folderStore } from '#lib/archive/index.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { openSoftware } from '#lib/versioning/store/index.server.ts';
import { present } from './archive.ts';
import { testCopy } from './database.ts';
import type { Template } from './template.ts';

/** A fresh archive of a test file that holds nothing but the stories of a first start. */
export async function storyArchive(): Promise<Archive & { readonly url: string; readonly dataDir: string }> {
	const { url, dataDir } = await testCopy(stories);
	const database = openDatabase(url, { max: 4, role: 'lookback_app' });
	closeLater.push(database);
	return { database, store: folderStore(dataDir), software: openSoftware(dataDir), url, dataDir };
}

const stories: Template = {
	name: 'stories',
	async fill(url, dataDir) {
		const database = openDatabase(url, { max: 4, role: 'lookback_app' });
		await loadStartingStories(database, folderStore(dataDir), () => present);
		await database.close();
	}
};

const closeLater: { close(): Promise<void> }[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(async () => {
	for (const database of closeLater.splice(0)) await database.close();
});
