// Replays the run in this folder and says whether it comes out as it was recorded: node replay.mjs
// Needs Node 24 and nothing else; for an analysis that is a command also its interpreter. The exit code is 0 where it is
// identical, 1 where something differs, 2 where it could not be carried out. What it runs is not kept apart from this machine.
import { spawn, spawnSync } from 'node:child_process';
import { createHash, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

if (Number(process.versions.node.split('.')[0]) < 24) {
	console.error(`This wants Node 24 or newer and runs on ${process.versions.node}: nothing was compared.`);
	process.exit(2);
}

const here = dirname(fileURLToPath(import.meta.url));
const read = (path) => readFileSync(join(here, path), 'utf8');
const run = JSON.parse(read('run.json'));
const manifest = JSON.parse(read('code/analysis.json'));

if (manifest.runtime.kind === 'js' && !vm.SourceTextModule) {
	const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
	const { status } = spawnSync(process.execPath, [...flags, fileURLToPath(import.meta.url)], {
		stdio: 'inherit'
	});
	process.exit(status ?? 2);
}

const differences = [];
const itemsOf = (input) =>
	read(`inputs/${input}.ndjson`)
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line));
const inputs = Object.fromEntries(Object.keys(manifest.inputs).map((name) => [name, itemsOf(name)]));
checkInputs();

const whole = Object.entries(inputs).filter(([name]) => name !== manifest.each);
const setting = {
	lookback: 1,
	analysis: run.analysis,
	commit: run.commit,
	seed: hash('sha256', `${run.commit} ${JSON.stringify(run.parameters)} ${digestOfWhole()}`).slice(0, 16),
	parameters: run.parameters,
	inputs: Object.fromEntries(whole.map(([name, items]) => [name, items.map(({ value }) => value)]))
};
const known = run.basis.split('~')[0];
const calls =
	manifest.each === undefined
		? [{ key: 'all', known, item: null }]
		: inputs[manifest.each].map(({ key, value }) => ({ key, known, item: value }));

const outputs = [];
let failed = null;
try {
	await { js: inModules, command: asProgram }[manifest.runtime.kind]?.();
} catch (error) {
	failed = error instanceof Error ? error.message : String(error);
	outputs.length = 0;
}
if (manifest.runtime.kind === 'container') {
	console.log('This analysis is a container, which this script does not start.');
	process.exit(2);
}
compare();

function checkInputs() {
	const digests = new Map(run.inputs.map(({ input, key, digest }) => [`${input} ${key}`, digest]));
	for (const [input, items] of Object.entries(inputs))
		for (const { key, value } of items) {
			const digest = hash('sha256', JSON.stringify(value)).slice(0, 32);
			const recorded = digests.get(`${input} ${key}`);
			digests.delete(`${input} ${key}`);
			if (recorded === undefined) differences.push(`input ${key} of '${input}' was not recorded`);
			else if (recorded !== digest) differences.push(`input ${key} of '${input}' is not what was recorded`);
		}
	for (const name of digests.keys()) differences.push(`input ${name} is missing`);
}

function digestOfWhole() {
	const lines = createHash('sha256');
	for (const { input, key, digest } of run.inputs)
		if (input !== manifest.each) lines.update(`${input} ${key} ${digest}\n`);
	return lines.digest('hex');
}

/** JavaScript: its module among those that Lookback gives it, in a context of its own. */
async function inModules() {
	const ours = JSON.parse(read('lookback/modules.json'));
	const context = vm.createContext(vm.constants.DONT_CONTEXTIFY);
	const compiled = new Map();
	const compile = (id, text) => {
		if (!compiled.has(id)) compiled.set(id, new vm.SourceTextModule(text, { context, identifier: id }));
		return compiled.get(id);
	};
	const ownOf = (id) => compile(`lookback/${id}`, ours.modules[id].text);
	const link = (specifier, { identifier }) => {
		if (identifier.startsWith('lookback/'))
			return ownOf(ours.modules[identifier.slice('lookback/'.length)].imports[specifier]);
		if (specifier === 'lookback') return ownOf(ours.functions);
		const path = join(dirname(identifier), specifier);
		return compile(path, read(path));
	};
	const load = async (module) => {
		await module.link(link);
		await module.evaluate();
		return module.namespace;
	};
	const world = await load(ownOf(ours.world));
	world.furnish(
		JSON.stringify(setting),
		manifest.limits?.output_mb ? manifest.limits.output_mb * 1e6 : 16e6,
		() => {}
	);
	const path = join('code', manifest.runtime.module);
	world.adopt((await load(compile(path, read(path)))).default);
	for (const call of calls) {
		let answer = world.carryOut(JSON.stringify(call));
		if (answer === null) {
			await new Promise(setImmediate);
			answer = world.takeSettled();
		}
		answer.split('\n').forEach((line) => take(call.key, line));
	}
}

/** A program, which reads calls and writes what it says, line by line. */
async function asProgram() {
	const [program, ...words] = manifest.runtime.command;
	const child = spawn(program, words, { cwd: join(here, 'code'), stdio: ['pipe', 'pipe', 'inherit'] });
	const trouble = new Promise((_, reject) => {
		child.on('error', reject);
		child.on('close', (code) => reject(new Error(`${program} ended with ${code}`)));
	});
	trouble.catch(() => {});
	child.stdin.on('error', () => {});
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	child.stdin.write(`${JSON.stringify(setting)}\n`);
	for (const call of calls) {
		child.stdin.write(`${JSON.stringify(call)}\n`);
		for (let isDone = false; !isDone;) {
			const { value, done } = await Promise.race([lines.next(), trouble]);
			if (done) throw new Error(`${program} ended before it had answered ${call.key}`);
			isDone = take(call.key, value);
		}
	}
	child.stdin.end();
	child.kill();
}

/** Takes a line of an answer; whether it was the last. */
function take(key, line) {
	if (line === '') return false;
	const said = JSON.parse(line);
	if (said.failed) throw new Error(said.failed.what);
	if ('emit' in said) outputs.push(inOrder({ key, ...said.emit }));
	return 'done' in said;
}

/** With the names in order, as they were recorded. */
function inOrder(value) {
	if (Array.isArray(value)) return value.map(inOrder);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.keys(value)
			.sort()
			.map((name) => [name, inOrder(value[name])])
	);
}

function compare() {
	const lines = outputs.map((row) => JSON.stringify(row));
	const recorded = run.outputs.map((row) => JSON.stringify(row));
	const isSame = hash('sha256', lines.map((line) => `${line}\n`).join('')) === run.outputs_digest;
	if (!isSame) {
		for (const line of recorded) if (!lines.includes(line)) differences.push(`output is missing: ${line}`);
		for (const line of lines) if (!recorded.includes(line)) differences.push(`output is new: ${line}`);
		if (differences.length === 0)
			differences.push('outputs came in another order, or another number of times');
	}
	if (failed !== null && run.reason === null) differences.push(`it fails now: ${failed}`);
	if (failed === null && run.reason !== null)
		differences.push(`it failed then (${run.reason}) and does not now`);
	const what = `run ${run.run} of ${run.analysis}@${run.commit} at ${run.basis}`;
	if (differences.length === 0) {
		console.log(
			`Identical: ${what}, ${run.inputs.length} inputs and ${outputs.length} outputs, all as they were.`
		);
		process.exit(0);
	}
	console.log(`Different: ${what}`);
	for (const one of differences) console.log(`- ${one}`);
	process.exit(1);
}
