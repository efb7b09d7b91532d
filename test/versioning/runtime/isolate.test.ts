import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { permissions } from '#lib/versioning/runtime/isolate.server.ts';
import { pinnedNode } from '#lib/versioning/runtime/project.server.ts';
import { openSession } from '#lib/versioning/runtime/index.server.ts';
import { analysisOf, call, evaluate, plainSetting } from '../../support/analysis.ts';

const saying = (expression: string, before = '') =>
	analysisOf({
		'main.js': `${before}
export default (item, { known, parameters, inputs }) => ({ table: 'rows', row: { said: ${expression} } });`
	});

async function said(expression: string, before = ''): Promise<unknown> {
	const { evaluations } = await evaluate(saying(expression, before), [call('a')]);
	const [output] = evaluations[0]!.outputs;
	return output && 'row' in output ? output.row.said : undefined;
}

describe('an analysis in an isolate', () => {
	it('answers calls in their order with what it says', async () => {
		const code = analysisOf({
			'main.js': `import { isBright } from './lib/bright.js';
export default (item, { known, parameters, inputs }) =>
	isBright(item.mag, parameters.limit) ? { select: item.name, reason: known, score: inputs.rows[0].weight } : null;`,
			'lib/bright.js': 'export const isBright = (mag, limit) => mag < limit;'
		});
		const { evaluations } = await evaluate(
			code,
			[
				call('a', { name: 'x', mag: 17 }),
				call('b', { name: 'y', mag: 19 }),
				call('c', { name: 'z', mag: 15 })
			],
			{ parameters: { limit: 18 }, inputs: { rows: [{ weight: 2 }] } }
		);
		expect(evaluations).toEqual([
			{ key: 'a', outputs: [{ select: 'x', reason: '2019-10-01T00:00:00Z', score: 2 }] },
			{ key: 'b', outputs: [] },
			{ key: 'c', outputs: [{ select: 'z', reason: '2019-10-01T00:00:00Z', score: 2 }] }
		]);
	});

	it.each(['NaN', '1e400', '[-1e400]'])('is told that %s is no number JSON knows', async (expression) => {
		await expect(said(expression)).rejects.toThrow('must be a finite number or null');
	});

	it('gets all inputs at once where none comes one at a time', async () => {
		const code = analysisOf(
			{
				'main.js':
					'export default ({ items }) => items.map((one) => ({ select: one.name, score: items.length }));'
			},
			{ each: undefined }
		);
		const { evaluations } = await evaluate(code, [call('all', null)], {
			inputs: { items: [{ name: 'x' }, { name: 'y' }] }
		});
		expect(evaluations[0]!.outputs).toEqual([
			{ select: 'x', score: 2 },
			{ select: 'y', score: 2 }
		]);
	});

	it('may be asynchronous', async () => {
		const code = analysisOf({
			'main.js': 'export default async (item) => { await null; return { select: item.name }; };'
		});
		const { evaluations } = await evaluate(code, [call('a', { name: 'x' }), call('b', { name: 'y' })]);
		expect(evaluations.map((one) => one.outputs)).toEqual([[{ select: 'x' }], [{ select: 'y' }]]);
	});

	it('lives at the moment of its call, whatever way it asks', async () => {
		const at = Date.parse('2019-10-01T00:00:00Z');
		expect(
			await said('[Date.now(), +new Date(), new (new Date(0).constructor)().getTime(), Date()]')
		).toEqual([at, at, at, 'Tue Oct 01 2019 00:00:00 GMT+0000 (Coordinated Universal Time)']);
		expect(
			await said("[new Date('2019-01-01T12:00:00').toISOString(), new Date(2019, 0, 1).getTimezoneOffset()]")
		).toEqual(['2019-01-01T12:00:00.000Z', 0]);
	});

	it('draws the same numbers for a call, whatever was called before', async () => {
		const code = saying('[Math.random(), Math.random()]');
		const alone = await evaluate(code, [call('b')]);
		const after = await evaluate(code, [call('a'), call('b')]);
		const elsewhere = await evaluate(code, [call('b')], { seed: 'fedcba9876543210' });
		expect(after.evaluations[1]).toEqual(alone.evaluations[0]);
		expect(after.evaluations[0]!.outputs).not.toEqual(alone.evaluations[0]!.outputs);
		expect(elsewhere.evaluations).not.toEqual(alone.evaluations);
	});

	it('finds nothing of the machine, the clock or the locale', async () => {
		const names = [
			'process',
			'require',
			'fetch',
			'XMLHttpRequest',
			'WebSocket',
			'setTimeout',
			'setInterval',
			'queueMicrotask',
			'Intl',
			'WeakRef',
			'FinalizationRegistry',
			'SharedArrayBuffer',
			'Atomics',
			'WebAssembly',
			'performance',
			'Buffer'
		];
		expect(await said(`[${names.map((name) => `typeof ${name}`).join()}]`)).toEqual(
			names.map(() => 'undefined')
		);
		expect(await said("['toLocaleString' in Date.prototype, 'localeCompare' in String.prototype]")).toEqual([
			false,
			false
		]);
	});

	it.each([
		'node:fs',
		'fs',
		'node:net',
		'https://example.org/a.js',
		'../../etc/passwd',
		'/etc/passwd',
		'./none.js'
	])('cannot import %s', async (specifier) => {
		const code = analysisOf({ 'main.js': `import x from '${specifier}'; export default () => null;` });
		await expect(openSession(code, plainSetting)).rejects.toMatchObject({
			code: 'versioning/analysis-failed',
			message: expect.stringContaining(specifier)
		});
	});

	it('cannot import while it runs', async () => {
		const code = analysisOf({ 'main.js': "export default async () => { await import('node:fs'); };" });
		await expect(evaluate(code, [call('a')])).rejects.toMatchObject({ code: 'versioning/analysis-failed' });
	});

	it('cannot keep anything in the objects of the language', async () => {
		for (const keep of [
			'globalThis.kept = 1',
			'Array.prototype.kept = 1',
			'Math.kept = 1',
			'inputs.rows.push(1)'
		])
			await expect(
				evaluate(
					analysisOf({ 'main.js': `export default (item, { inputs }) => { ${keep}; };` }),
					[call('a')],
					{
						inputs: { rows: [] }
					}
				)
			).rejects.toMatchObject({
				code: 'versioning/analysis-failed',
				message: expect.stringMatching(/Cannot/)
			});
	});

	it('may still define classes of errors with names of their own', async () => {
		expect(
			await said(
				"(() => { try { throw new Refused('no') } catch (e) { return `${e.name}: ${e.message} ${e instanceof Refused}` } })()",
				"class Refused extends Error { constructor(m) { super(m); this.name = 'Refused'; } }"
			)
		).toBe('Refused: no true');
	});

	it('is found out when it keeps something between calls', async () => {
		const counting = saying('count++', 'let count = 0;');
		await expect(evaluate(counting, [call('a'), call('b')])).rejects.toMatchObject({
			code: 'versioning/not-repeatable',
			message: expect.stringContaining('"b"')
		});
	});

	it('writes what it logs', async () => {
		const { logs } = await evaluate(saying("console.log('seen', { a: 1 }, 2)"), [call('a')]);
		expect(logs).toBe('seen {"a":1} 2\n');
	});

	it('shares nothing with another session', async () => {
		const code = saying('1', '');
		const [one, other] = await Promise.all([evaluate(code, [call('a')]), evaluate(code, [call('a')])]);
		expect(one.evaluations).toEqual(other.evaluations);
	});
});

it.each([
	['write a file', (folder: string) => `fs.writeFileSync(${JSON.stringify(join(folder, 'written'))}, '')`],
	['read one that is not its own', () => "fs.readFileSync('/etc/passwd')"],
	['start a process', () => "require('node:child_process').spawnSync('true')"],
	['start a thread', () => "new (require('node:worker_threads').Worker)('1', { eval: true })"]
])('the process around an isolate may not %s', (_, attempt) => {
	const { folder } = analysisOf({ 'main.js': '' });
	const script = `const fs = require('node:fs'); fs.readFileSync(${JSON.stringify(join(folder, 'main.js'))}); console.log('read'); ${attempt(folder)}; console.log('done')`;
	const { stdout, stderr } = spawnSync(pinnedNode(), [...permissions(folder), '-e', script], {
		encoding: 'utf8'
	});
	expect(stdout).toBe('read\n');
	expect(stderr).toContain('ERR_ACCESS_DENIED');
});
