import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openSession } from '#lib/versioning/runtime/index.server.ts';
import { withDescendants } from '#lib/versioning/runtime/watch.server.ts';
import { analysisOf, call, evaluate, plainSetting } from '../../support/analysis.ts';
import { testFolder } from '../../support/folder.ts';
import { hasSandbox } from '../../support/sandbox.ts';
import { isAlive } from '../../support/process.ts';

/** A Python program that answers each call with what `body` emits by `emit(...)`. */
const python = (body: string, manifest: Record<string, unknown> = {}) =>
	analysisOf(
		{
			'requirements.txt': '',
			'main.py': `import json, sys
setting = json.loads(sys.stdin.readline())
def emit(value): print(json.dumps({"emit": value}), flush=True)
def row(**values): emit({"table": "rows", "row": values})
for line in sys.stdin:
    call = json.loads(line)
    key, known, item = call["key"], call["known"], call["item"]
${body.replace(/^/gm, '    ')}
    print(json.dumps({"done": key}), flush=True)
`
		},
		{
			runtime: { kind: 'command', command: ['python3', 'main.py'], lockfile: 'requirements.txt' },
			...manifest
		}
	);

const rowOf = (outputs: readonly unknown[]) => (outputs[0] as { row: Record<string, unknown> }).row;

async function seen(body: string): Promise<Record<string, unknown>> {
	const { evaluations } = await evaluate(python(body), [call('a')]);
	return rowOf(evaluations[0]!.outputs);
}

const originalPath = process.env.PATH;
afterEach(() => {
	process.env.PATH = originalPath;
});

describe.skipIf(!hasSandbox)('a command', () => {
	it('answers calls in their order', async () => {
		const { evaluations, logs, environment } = await evaluate(
			python(
				'print("seen", key, file=sys.stderr)\nif item["mag"] < setting["parameters"]["limit"]: emit({"select": item["name"], "reason": known})'
			),
			[call('a', { name: 'x', mag: 17 }), call('b', { name: 'y', mag: 19 })],
			{ parameters: { limit: 18 } }
		);
		expect(evaluations).toEqual([
			{ key: 'a', outputs: [{ select: 'x', reason: '2019-10-01T00:00:00Z' }] },
			{ key: 'b', outputs: [] }
		]);
		expect(logs).toBe('seen a\nseen b\n');
		expect(environment).toMatchObject({
			runtime: 'command',
			program_version: expect.stringMatching(/^Python 3/),
			program_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
			lockfile: expect.stringMatching(/^requirements\.txt sha256:[0-9a-f]{64}$/),
			sandbox: 'bubblewrap'
		});
	});

	it('answers thousands of calls at once, each longer than a pipe holds together', async () => {
		const calls = Array.from({ length: 3000 }, (_, i) => call(String(i), { text: 'x'.repeat(2000) }));
		const { evaluations } = await evaluate(python('row(length=len(item["text"]))'), calls);
		expect(evaluations.map((one) => one.key)).toEqual(calls.map((one) => one.key));
	});

	it('finds no file of the machine but the system and its own, and writes nowhere but /tmp', async () => {
		const secret = join(testFolder(), 'secret');
		writeFileSync(secret, 'secret');
		const found = await seen(`import os
def attempt(path, mode):
    try:
        with open(path, mode) as f: f.read() if mode == "r" else f.write("x")
        return True
    except OSError: return False
row(secret=attempt(${JSON.stringify(secret)}, "r"), project=os.path.exists(${JSON.stringify(join(import.meta.dirname))}),
    shadow=attempt("/etc/shadow", "r"), own=attempt("/code/main.py", "r"), writes=[p for p in ["/code/x", "/usr/x", "/x", "/dev/x", "/etc/x"] if attempt(p, "w")],
    tmp=attempt("/tmp/x", "w"), user=os.getuid() != 0)`);
		expect(found).toEqual({
			secret: false,
			project: false,
			shadow: false,
			own: true,
			writes: [],
			tmp: true,
			user: true
		});
	});

	it('finds programs and libraries by the names that the system has chosen for them', async () => {
		const found = await seen(`import os
row(alternatives=len(os.listdir("/etc/alternatives")) > 0, loader=os.access("/etc/ld.so.cache", os.R_OK))`);
		expect(found).toEqual({ alternatives: true, loader: true });
	});

	it('reaches no network, not even the machine it runs on', async () => {
		const server = createServer((socket) => socket.end('hello'));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as { port: number };
		const found = await seen(`import socket
try:
    socket.create_connection(("127.0.0.1", ${port}), 2); row(reached=True)
except OSError: row(reached=False)`);
		server.close();
		expect(found).toEqual({ reached: false });
	});

	it('finds nothing in its environment, and no other process', async () => {
		process.env.LOOKBACK_TEST_SECRET = 'secret';
		const found = await seen(`import os
row(names=sorted(set(os.environ) - {"PWD", "LC_CTYPE"}), processes=[p for p in os.listdir("/proc") if p.isdigit() and int(p) > 50], zone=os.environ["TZ"])`);
		delete process.env.LOOKBACK_TEST_SECRET;
		expect(found).toEqual({ names: ['LANG', 'PATH', 'TZ'], processes: [], zone: 'UTC' });
	});

	it('whose output depends on the clock answers otherwise the next time', async () => {
		const code = python('import time; row(now=time.time_ns())');
		const [one, other] = [await evaluate(code, [call('a')]), await evaluate(code, [call('a')])];
		expect(one.evaluations).not.toEqual(other.evaluations);
	});

	it.each([
		['loops for ever', 'while True: pass', 'time-limit'],
		['never stops talking', 'while True: row(a=1)', 'output-limit'],
		[
			'writes 1 GB without an end of line',
			'for i in range(1000): sys.stdout.write("x" * 1000000)',
			'bad-output'
		],
		['writes 1 GB in lines', 'for i in range(100000): row(a="x" * 10000)', 'output-limit'],
		['hoards memory', 'all = []\nwhile True: all.append(bytearray(b"x") * 1000000)', 'memory-limit'],
		['wants 10 GB at once', 'x = bytearray(10 ** 10)', 'memory-limit'],
		[
			'forks for ever',
			'import os, time\nwhile True:\n    try:\n        if os.fork() == 0: time.sleep(60)\n    except OSError: pass',
			''
		],
		['ends early', 'sys.exit(0)', 'analysis-failed'],
		['fails', 'raise ValueError("no such band")', 'analysis-failed'],
		['is killed', 'import os; os.kill(os.getpid(), 9)', 'analysis-failed'],
		['answers the wrong key', 'key = "other"', 'bad-output'],
		['answers a call twice', 'print(json.dumps({"done": key}), flush=True)', 'bad-output'],
		['prints garbage', 'print("hello world", flush=True)', 'bad-output'],
		['prints JSON of another kind', 'print("[1]", flush=True)', 'bad-output'],
		['prints NaN', 'row(a=float("nan"))', 'bad-output'],
		[
			'prints bytes that are no text',
			'sys.stdout.buffer.write(bytes([0xff, 0xfe, 10])); sys.stdout.flush()',
			'bad-output'
		],
		[
			'pretends to be the host',
			'print(json.dumps({"failed": {"reason": "x", "what": "y"}}), flush=True)',
			'bad-output'
		],
		[
			'says an undeclared statement',
			'emit({"statement": {"subject": "x", "property": "redshift", "value_number": 1}})',
			'undeclared-output'
		]
	])('that %s is stopped', async (_, body, reason) => {
		const code = python(`if key == "second":\n${body.replace(/^/gm, '    ')}`, {
			limits: { seconds: reason === '' || reason === 'time-limit' ? 2 : 60, memory_mb: 64, output_mb: 4 }
		});
		const session = await openSession(code, plainSetting);
		const answered: string[] = [];
		const run = async () => {
			for await (const { key } of session.evaluate([call('first'), call('second'), call('third')]))
				answered.push(key);
		};
		const error = await run().catch((thrown) => thrown);
		await session.close();
		expect(error).toMatchObject({ name: 'LookbackError', message: expect.stringMatching(/second|third/) });
		if (reason !== '') expect(error.code).toBe(`versioning/${reason}`);
		expect(answered[0]).toBe('first');
	});

	it('that never reads is stopped', async () => {
		const code = python('', { limits: { seconds: 1 } });
		writeFileSync(join(code.folder, 'main.py'), 'import time; time.sleep(600)');
		const calls = Array.from({ length: 1000 }, (_, i) => call(String(i), { text: 'x'.repeat(10_000) }));
		await expect(evaluate(code, calls)).rejects.toMatchObject({ code: 'versioning/time-limit' });
	});

	it('that ends without reading is told so', async () => {
		const code = python('');
		writeFileSync(join(code.folder, 'main.py'), 'import sys; sys.exit("nothing to do")');
		await expect(evaluate(code, [call('a')])).rejects.toMatchObject({
			code: 'versioning/analysis-failed',
			message: expect.stringMatching(/exit code 1.*nothing to do/)
		});
	});

	it('leaves nothing running when its session is closed', async () => {
		const code = python(
			'import subprocess; subprocess.Popen(["setsid", "sleep", "600"], start_new_session=True); row(a=1)'
		);
		const session = await openSession(code, plainSetting);
		await session.evaluate([call('a')]).next();
		const started = withDescendants(process.pid).filter((pid) => pid !== process.pid && isAlive(pid));
		expect(started.length).toBeGreaterThan(2);
		await session.close();
		for (let i = 0; i < 50 && started.some(isAlive); i++) await new Promise((done) => setTimeout(done, 100));
		expect(started.filter(isAlive)).toEqual([]);
	});

	it('shares no file with another session', async () => {
		const code = python('import os\nrow(found=os.path.exists("/tmp/kept"))\nopen("/tmp/kept", "w").close()');
		for (let i = 0; i < 2; i++) {
			const { evaluations } = await evaluate(code, [call('a')]);
			expect(rowOf(evaluations[0]!.outputs)).toEqual({ found: false });
		}
	});

	it('is refused without its lockfile', async () => {
		const code = python('', {
			runtime: { kind: 'command', command: ['python3', 'main.py'], lockfile: 'poetry.lock' }
		});
		await expect(openSession(code, plainSetting)).rejects.toMatchObject({ code: 'versioning/no-lockfile' });
	});

	it('is refused where its program is not to be had', async () => {
		const code = python('', {
			runtime: { kind: 'command', command: ['no-such-program'], lockfile: 'requirements.txt' }
		});
		await expect(openSession(code, plainSetting)).rejects.toMatchObject({ code: 'versioning/no-program' });
	});

	it('that is trusted leaves nothing in its group, and its session can be closed whatever it left', async () => {
		process.env.PATH = testFolder();
		const code = python(
			'import subprocess\nstay = subprocess.Popen(["sleep", "600"])\ngo = subprocess.Popen(["sleep", "3"], start_new_session=True)\nrow(stay=stay.pid, go=go.pid)\nsys.stdout.flush()'
		);
		const { evaluations } = await evaluate(code, [call('a')], { trusted: true });
		const { stay } = rowOf(evaluations[0]!.outputs) as { stay: number };
		for (let i = 0; i < 50 && isAlive(stay); i++) await new Promise((done) => setTimeout(done, 100));
		expect(isAlive(stay)).toBe(false);
	});

	it('is refused without bubblewrap, unless it is trusted', async () => {
		process.env.PATH = testFolder();
		const code = python('row(folder=__import__("os").getcwd())');
		await expect(openSession(code, plainSetting)).rejects.toMatchObject({
			kind: 'unsupported',
			code: 'versioning/no-sandbox'
		});
		const { evaluations, environment } = await evaluate(code, [call('a')], { trusted: true });
		expect(rowOf(evaluations[0]!.outputs)).toEqual({ folder: code.folder });
		expect(environment.sandbox).toBe('none, trusted');
	});
});

describe('a container', () => {
	const digest = `sha256:${'a'.repeat(64)}`;
	const code = () =>
		analysisOf(
			{ 'main.py': 'pass\n', 'rows, old.csv': 'a\n' },
			{ runtime: { kind: 'container', image: `example.org/filter@${digest}`, command: ['filter'] } }
		);

	/** No engine can be had in tests: this one writes down what it was asked and answers as the program would. */
	function standIn(): string {
		const folder = testFolder();
		const engine = join(folder, 'podman');
		writeFileSync(
			engine,
			`#!/bin/sh
printf '%s\\n' "$*" >> ${folder}/asked
[ "$1" = run ] || exit 0
read -r setting
while read -r call; do echo '{"emit":{"select":"x"}}'; echo '{"done":"a"}'; done
`
		);
		chmodSync(engine, 0o755);
		process.env.PATH = `${folder}:/usr/bin:/bin`;
		return join(folder, 'asked');
	}

	it('is run by its digest without network, and ended by its name', async () => {
		const asked = standIn();
		const analysis = code();
		const { evaluations, environment } = await evaluate(analysis, [call('a')]);
		expect(evaluations).toEqual([{ key: 'a', outputs: [{ select: 'x' }] }]);
		expect(environment).toMatchObject({ runtime: 'container', image: `example.org/filter@${digest}` });
		for (let i = 0; i < 50 && readFileSync(asked, 'utf8').split('\n').length < 3; i++)
			await new Promise((done) => setTimeout(done, 100));
		const [run = '', end = ''] = readFileSync(asked, 'utf8').split('\n');
		expect(run).toMatch(
			/^run --rm -i --name (\S+) .*--network none --read-only --cap-drop ALL .*--memory 64m/
		);
		expect(run.endsWith(`example.org/filter@${digest} filter`)).toBe(true);
		// the folder itself can be entered by its owner alone
		expect(run).not.toContain(`${analysis.folder}:`);
		const mounted = (file: string) =>
			[`source=${analysis.folder}/${file}`, `target=/code/${file}`].map((field) =>
				file.includes(',') ? `"${field}"` : field
			);
		for (const file of ['main.py', 'rows, old.csv'])
			expect(run).toContain(` --mount type=bind,${mounted(file).join(',')},readonly`);
		expect(end).toBe(`kill ${/--name (\S+)/.exec(run)![1]}`);
	});

	it('that its engine cannot start fails with what the engine says of it', async () => {
		writeFileSync(
			join(standIn(), '../podman'),
			`#!/bin/sh
printf "docker: No such image: filter.\\n\\nRun 'docker run --help' for more information\\n" >&2
exit 125
`
		);
		await expect(evaluate(code(), [call('a')])).rejects.toMatchObject({
			message: expect.stringContaining('its last words were "docker: No such image: filter."')
		});
	});

	it('is refused without an engine', async () => {
		process.env.PATH = testFolder();
		await expect(openSession(code(), plainSetting)).rejects.toMatchObject({ code: 'versioning/no-engine' });
		expect(existsSync(join(process.env.PATH, 'podman'))).toBe(false);
	});
});
