import { spawnSync } from 'node:child_process';
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { localViewer } from '#lib/access/viewer.server.ts';
import { newestBatch, resolveBasis, type Question } from '#lib/archive/index.server.ts';
import { packageRun, replayRun } from '#lib/versioning/replay/index.server.ts';
import { readRun, runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { present, smallArchive, type SmallArchive } from '../support/archive.ts';
import { testFolder } from '../support/folder.ts';
import { filesOf, keep } from './analyses.ts';

let archive: SmallArchive;
beforeAll(async () => {
	archive = await smallArchive();
});

const inputs = {
	objects: { of: 'objects' as const },
	hosts: { of: 'catalogue' as const, path: 'hosts.csv' }
};
const emits = { selections: true, tables: ['rows'] };

async function question(): Promise<Question> {
	const { database } = archive;
	const { batch } = await newestBatch(database);
	const basis = { knownAt: present, batch, pinned: false, isNow: true };
	return { database, basis, viewer: await localViewer(database) };
}

/** Runs an analysis; the answer is the folder of its package, unpacked. */
async function unpacked(name: string, commit: string): Promise<{ folder: string; run: string }> {
	const { document } = await runAnalysis(archive, {
		name,
		commit,
		audience: 'public',
		basis: await resolveBasis(archive.database, { known: '2021-09-04T12:00:00Z' }, present),
		parameters: {},
		viewer: await localViewer(archive.database),
		actor: 'ada',
		kind: 'manual',
		trusted: true,
		now: () => present
	});
	expect(document.reason).toBeNull();
	const asked = await question();
	const chunks = await Array.fromAsync(packageRun(archive, asked, await readRun(asked, document.run)));
	const folder = testFolder();
	for (const [path, bytes] of Object.entries(unzipSync(Buffer.concat(chunks)))) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), bytes);
	}
	return { folder, run: document.run };
}

function replayIn(folder: string) {
	const { status, stdout, stderr } = spawnSync(process.execPath, ['replay.mjs'], {
		cwd: folder,
		encoding: 'utf8',
		env: { PATH: process.env.PATH }
	});
	return { status, said: stdout + stderr };
}

const python = [
	'import json, sys',
	'setting = json.loads(sys.stdin.readline())',
	'for line in sys.stdin:',
	'    call = json.loads(line)',
	"    row = {'mags': len(call['item']['photometry']), 'hosts': len(setting['inputs']['hosts'])}",
	"    print(json.dumps({'emit': {'table': 'rows', 'row': row}}))",
	"    print(json.dumps({'done': call['key']}), flush=True)"
];

describe('a package', () => {
	it('replays an analysis in JavaScript where there is no Lookback, and names what somebody changed in it', async () => {
		const commit = await keep(archive, {
			...filesOf(
				{ name: 'packed', inputs, each: 'objects', emits },
				`import { separationDeg } from 'lookback';
				import { score } from './score.js';
				export default async ({ object }, { inputs }) => {
					const [host] = inputs.hosts;
					const far = separationDeg(object.ra_deg, object.dec_deg, host.ra, host.dec);
					return { select: 'objects/' + object.survey + '/' + object.object_id, score: score(far) + Math.random(), reason: new Date().toISOString() };
				};`
			),
			'score.js': 'export const score = (far) => Math.exp(-far);\n',
			'hosts.csv': 'name,ra,dec\nNGC 1,10.5,-3\n'
		});
		const { folder, run } = await unpacked('packed', commit);
		expect(replayIn(folder)).toEqual({
			status: 0,
			said: expect.stringMatching(
				new RegExp(`^Identical: run ${run} of packed@${commit} at 2021-09-04T12:00:00Z~`)
			)
		});
		const file = join(folder, 'inputs/objects.ndjson');
		const [first, ...rest] = readFileSync(file, 'utf8').split('\n');
		const { key, value } = JSON.parse(first!);
		value.object.ra_deg += 1;
		writeFileSync(file, [JSON.stringify({ key, value }), ...rest].join('\n'));
		const changed = replayIn(folder);
		expect(changed.status).toBe(1);
		expect(changed.said).toContain(`- input ${key} of 'objects' is not what was recorded`);
		expect(changed.said).toContain('- output is missing:');
	});

	it('replays a command with its interpreter', async () => {
		const files = filesOf(
			{
				name: 'packed-python',
				inputs,
				each: 'objects',
				emits,
				runtime: { kind: 'command', command: ['python3', 'main.py'], lockfile: 'requirements.txt' }
			},
			''
		);
		delete files['main.js'];
		const commit = await keep(archive, {
			...files,
			'main.py': `${python.join('\n')}\n`,
			'requirements.txt': '',
			'hosts.csv': 'name\nNGC 1\n'
		});
		const { folder } = await unpacked('packed-python', commit);
		expect(replayIn(folder)).toEqual({ status: 0, said: expect.stringMatching(/^Identical: /) });
	});
});

it('a command that prints the time is not deterministic, and a replay says so', async () => {
	const timed = python.join('\n').replace("{'mags'", "{'time': __import__('time').time_ns(), 'mags'");
	const files = filesOf(
		{
			name: 'timed',
			inputs,
			each: 'objects',
			emits,
			runtime: { kind: 'command', command: ['python3', 'main.py'], lockfile: 'requirements.txt' }
		},
		''
	);
	delete files['main.js'];
	const commit = await keep(archive, {
		...files,
		'main.py': timed,
		'requirements.txt': '',
		'hosts.csv': 'name\n'
	});
	const { run } = await unpacked('timed', commit);
	const asked = await question();
	const replay = await replayRun(archive, asked, await readRun(asked, run), { trusted: true });
	expect(replay).toMatchObject({ identical: false, repeatable: false, inputs: [], environment: [] });
	expect(replay.words).toContain(
		'It is not deterministic: asked twice with the same inputs, it said different things.'
	);
});
