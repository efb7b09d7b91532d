import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderStore } from '#lib/archive/index.server.ts';
import { recordStartingFacilities } from '#lib/planner/facilities/starting-facilities.server.ts';
import { present } from '../support/archive.ts';
import { testFolder } from '../support/folder.ts';
import { storyArchive } from '../support/story-archive.ts';
import { ended } from './command-line.ts';

const root = join(import.meta.dirname, '../..');
const guide = readFileSync(join(root, 'docs/plan-a-campaign.md'), 'utf8');
const blocksOf = (language: string) =>
	[...guide.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map(([, block]) => block!);

test('the commands of docs/plan-a-campaign.md work as they stand there, one after the other', async () => {
	const archive = await storyArchive();
	await recordStartingFacilities({ ...archive, store: folderStore(archive.dataDir) }, () => present);
	const folder = testFolder();
	for (const block of blocksOf('yaml'))
		writeFileSync(join(folder, /^# (\S+\.yaml)\n/.exec(block)![1]!), block);
	const commands = blocksOf('sh');
	expect(commands.length).toBeGreaterThan(3);
	const npx = `npx() { shift; "${process.execPath}" "${join(root, 'bin/lookback.js')}" "$@"; }\n`;
	const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', npx + commands.join('')], {
		cwd: folder,
		env: { PATH: process.env.PATH, HOME: folder, DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const { code, stdout, stderr } = await ended(child);
	expect([code, stderr]).toEqual([0, '']);
	const said = [
		/^0 of 35 facilities recorded/m,
		/^palomar-60 /m,
		/^Campaign young-transients, revision 1$/m,
		/^Campaign cover-gw170817, revision 1$/m,
		/^Plan p[\da-f]+$/m,
		/^\d+ blocks? on \d+ telescopes?, UTC:\n {2}\S+ +\d+ {2}\d{4}-\d\d-\d\d \d\d:\d\d to /m,
		/^Worth [\d.]+; no plan is worth more than [\d.]+ \(a gap of [\d.]+ %\)$/m,
		/^(Nothing is left out|Left out: \d+ visits?)$/m,
		/^worth: [\d.]+; no plan is worth more than [\d.]+$/m,
		/^What is left out, and why\.$/m,
		/^(1 block|\d{2,} blocks|[2-9] blocks) proposed: b/m,
		/^Block b[\da-f]+ is accepted/m,
		/^Block b[\da-f]+ is executed/m
	];
	expect(said.filter((words) => !words.test(stdout))).toEqual([]);
}, 300_000);
