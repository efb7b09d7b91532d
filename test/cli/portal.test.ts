import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { loadPages } from '../../src/cli/portal.server.ts';
import { testFolder } from '../support/folder.ts';

const modules = ['server/manifest.js', 'server/chunks/nodes/1.js', 'server/chunks/nodes/2.js'];

/** A build whose modules say that they are loaded, beside files that are none. */
function build(onLoad: (name: string) => void): string {
	const folder = testFolder();
	Object.assign(globalThis, { [folder]: onLoad });
	for (const name of modules) {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(
			join(folder, name),
			`globalThis[${JSON.stringify(folder)}](${JSON.stringify(name)});\nexport {};\n`
		);
		writeFileSync(join(folder, `${name}.map`), 'no module');
	}
	writeFileSync(join(folder, 'server/package.json'), '{"type":"module"}');
	return folder;
}

it('loads all modules of pages, until the portal is told to end', async () => {
	const loaded: string[] = [];
	await loadPages(
		build((name) => loaded.push(name)),
		new AbortController().signal
	);
	expect(loaded.sort()).toEqual([...modules].sort());

	const stop = new AbortController();
	const before: string[] = [];
	await loadPages(
		build((name) => {
			before.push(name);
			stop.abort();
		}),
		stop.signal
	);
	expect(before).toHaveLength(1);
});
