import { execFile } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { storyArchive } from '../support/story-archive.ts';
import { testFolder } from '../support/folder.ts';

const root = join(import.meta.dirname, '../..');
const document = readFileSync(join(root, 'docs/reproduce-a-decision.md'), 'utf8');
const blocks = [...document.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block!);

let archive: Awaited<ReturnType<typeof storyArchive>>;
beforeAll(async () => {
	archive = await storyArchive();
});

it('a decision is reproduced by the commands of docs/reproduce-a-decision.md', async () => {
	const folder = testFolder();
	// not in the work tree of whoever tests, which may be dirty
	cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
	const lookback = `"${process.execPath}" "${join(root, 'bin/lookback.js')}"`;
	const script = blocks.map((block) => block.replaceAll('npx lookback', lookback)).join('\n');
	writeFileSync(join(folder, 'commands.sh'), `set -eu\n${script}`);
	const { stdout, stderr } = await promisify(execFile)('sh', ['commands.sh'], {
		cwd: folder,
		env: { PATH: process.env.PATH, DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir }
	});
	expect(stdout).toMatch(/^Run r[0-9a-f]{12} of inside-localization@/m);
	const [, sentence] = /^> (.*)$/m.exec(document)!;
	expect(stdout).toContain(`${sentence}\n`);
	expect(stdout).toContain('Another basis: ');
	expect(stdout.match(/^Identical: \d+ inputs/gm)).toHaveLength(2);
	expect(readdirSync(folder)).toContain('run.zip');
	expect(stderr).not.toContain('Warning');
}, 300_000);
