import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensureBuild } from '../../src/cli/build.server.ts';
import { testDatabase } from '../support/database.ts';
import { testFolder } from '../support/folder.ts';
import { startPortal } from '../support/portal.ts';

const project = join(import.meta.dirname, '../..');
const inside = [
	'bin',
	'drizzle',
	'package.json',
	'package-lock.json',
	'src',
	'svelte.config.js',
	'vite.config.ts'
];

test('a portal goes on while its next version is built, which takes its place when it has ended', async () => {
	const copy = testFolder();
	for (const name of inside) cpSync(join(project, name), join(copy, name), { recursive: true });
	symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
	const builds = join(copy, '.svelte-kit/portals');
	const first = await ensureBuild(() => {});
	cpSync(first, join(builds, first.split('/').at(-1)!), { recursive: true });

	const portal = await startPortal(
		{ DATABASE_URL: await testDatabase() },
		undefined,
		join(copy, 'bin/lookback.js')
	);
	const read = async (path: string) => fetch(portal.address + path);
	expect((await read('/')).status).toBe(200);
	const assets = readdirSync(join(first, 'client/_app/immutable/nodes')).filter((name) =>
		name.endsWith('.js')
	);
	expect(assets.length).toBeGreaterThan(40);

	appendFileSync(join(copy, 'src/app.css'), '\n/* the next version */\n');
	buildIn(copy);
	expect(readdirSync(builds)).toHaveLength(2);
	const nodes = assets.map((name) => `/_app/immutable/nodes/${name}`);
	for (const path of ['/sources', '/facilities', ...nodes]) expect((await read(path)).status).toBe(200);

	await portal.stop();
	appendFileSync(join(copy, 'src/app.css'), '\n/* the one after it */\n');
	buildIn(copy);
	expect(readdirSync(builds)).toHaveLength(1);
}, 400_000);

function buildIn(folder: string): void {
	const { status, stderr } = spawnSync(process.execPath, [join(folder, 'src/cli/build.server.ts')], {
		encoding: 'utf8'
	});
	expect({ status, stderr }).toMatchObject({ status: 0 });
}
