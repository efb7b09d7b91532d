import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { folderStore } from '#lib/archive/index.server.ts';
import { testFolder } from '../../support/folder.ts';

let folder: string;
beforeEach(() => {
	folder = testFolder();
});

async function* chunksOf(...texts: readonly (string | Error)[]) {
	for (const text of texts) {
		if (text instanceof Error) throw text;
		yield Buffer.from(text);
	}
}

it('where a segment cannot be written, the reason is told', async () => {
	writeFileSync(join(folder, '2026'), 'a file where a folder is wanted');
	await expect(folderStore(folder).write('2026/06/a.tar', chunksOf('a'))).rejects.toMatchObject({
		kind: 'unavailable',
		code: 'archive/unwritable-store',
		message: 'The data folder takes no packets, so what they tell is not recorded: not a directory.'
	});
});

it('nothing stays of a segment that was not written to its end', async () => {
	const store = folderStore(folder);
	await store.write('2026/a.tar', chunksOf('whole'));
	await expect(store.write('2026/b.tar', chunksOf('half', new Error('no more')))).rejects.toThrow('no more');
	expect(readdirSync(join(folder, '2026'))).toEqual(['a.tar']);
});
