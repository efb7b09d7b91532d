import { describe, expect, it } from 'vitest';
import { openSession } from '#lib/versioning/runtime/index.server.ts';
import { analysisOf, call, evaluate, plainSetting } from '../../support/analysis.ts';

const doing = (body: string, manifest: Record<string, unknown> = {}) =>
	analysisOf(
		{ 'main.js': `export default (item) => { if (item.name === 'bad') { ${body} } return null; };` },
		manifest
	);

const calls = [call('first'), call('second', { name: 'bad' }), call('third')];

describe('an analysis in an isolate that misbehaves', () => {
	it.each([
		['loops for ever', 'for (;;);', 'time-limit'],
		['loops for ever in microtasks', 'return (async () => { for (;;) await null; })();', 'time-limit'],
		['matches for ever', "return /^(a+)+$/.test('a'.repeat(50) + 'b');", 'time-limit'],
		[
			'hoards objects',
			'const all = []; for (;;) all.push(new Array(1000).fill(all.length + 0.5));',
			'memory-limit'
		],
		['hoards bytes', 'const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1));', 'memory-limit'],
		['wants one huge array', 'return new Array(4e8).fill(1.5);', 'memory-limit'],
		['throws', "throw new Error('no such band');", 'analysis-failed'],
		['recurses for ever', 'const f = () => f() + 1; f();', 'analysis-failed'],
		['promises for ever', 'return new Promise(() => {});', 'analysis-failed'],
		[
			'says too much',
			"return Array.from({ length: 1e4 }, () => ({ table: 'rows', row: { a: 'x'.repeat(1000) } }));",
			'output-limit'
		],
		['says too long a line', "return { table: 'rows', row: { a: 'x'.repeat(2e6) } };", 'bad-output'],
		['says another shape', "return 'bright';", 'bad-output'],
		['says a number that is none', "return { select: 'x', score: NaN };", 'bad-output'],
		['selects what has no name', "return { select: '' };", 'bad-output'],
		[
			'says an undeclared statement',
			"return { statement: { subject: 'x', property: 'redshift', value_number: 1 } };",
			'undeclared-output'
		],
		[
			'decides what is undeclared',
			"return { decision: { subject: 'x', action: 'ignore', reason: 'so' } };",
			'undeclared-output'
		]
	])('that %s is stopped: %#', async (_, body, reason) => {
		const code = doing(body, {
			limits: { seconds: reason === 'time-limit' ? 1 : 20, memory_mb: 48, output_mb: 4 }
		});
		const session = await openSession(code, plainSetting);
		const answered: string[] = [];
		const run = async () => {
			for await (const { key } of session.evaluate(calls)) answered.push(key);
		};
		await expect(run()).rejects.toMatchObject({
			name: 'LookbackError',
			code: `versioning/${reason}`,
			message: expect.stringContaining('"second"')
		});
		expect(answered).toEqual(['first']);
		await session.close();
	});

	it('is stopped while its module is loaded', async () => {
		const code = analysisOf({ 'main.js': 'for (;;);' }, { limits: { seconds: 1 } });
		await expect(openSession(code, plainSetting)).rejects.toMatchObject({ code: 'versioning/time-limit' });
	});

	it('is told when its module has no function', async () => {
		const code = analysisOf({ 'main.js': 'export default 5;' });
		await expect(openSession(code, plainSetting)).rejects.toMatchObject({
			code: 'versioning/analysis-failed'
		});
	});

	it('has its logs cut', async () => {
		const { logs } = await evaluate(
			analysisOf({
				'main.js': "export default () => { for (let i = 0; i < 5000; i++) console.log('x'.repeat(100)); };"
			}),
			[call('a')]
		);
		expect(logs.length).toBeLessThan(66_000);
		expect(logs).toContain('cut at 64 kB');
	});

	it('leaves no process behind', async () => {
		const session = await openSession(doing(''), plainSetting);
		await session.close();
		await session.close();
		await expect(session.evaluate(calls).next()).rejects.toMatchObject({ code: 'versioning/session-ended' });
	});
});
