import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { runLookback } from '../support/portal.ts';

test('--help lists the commands, and each command explains itself', async () => {
	expect(await lookback(['--help'])).toMatchObject({
		code: 0,
		stdout: expect.stringMatching(/^ {2}serve +\S/m)
	});
	expect(await lookback(['serve', '--help'])).toMatchObject({
		code: 0,
		stdout: expect.stringContaining('Usage: lookback serve')
	});
});

test('an unknown command or option is told in one line, with exit code 2', async () => {
	const command = await lookback(['observe']);
	expect(command).toMatchObject({ code: 2, stdout: '' });
	expect(command.stderr).toMatch(/^lookback: Lookback has no command "observe"; it has .*serve.*\.\n$/);
	const option = await lookback(['migrate', '--bogus']);
	expect(option).toMatchObject({ code: 2, stderr: expect.stringMatching(/^lookback: .*--bogus.*\n$/) });
});

test('a bad environment variable is told by its name, its value and what it should be', async () => {
	const { code, stderr } = await lookback(['serve'], { LOOKBACK_PORT: 'abc' });
	expect(code).toBe(2);
	expect(stderr).toContain('LOOKBACK_PORT must be a whole number from 0 to 65535; it is "abc"');
});

test('a reader who stops reading is no error', async () => {
	const child = runLookback(['--help'], {});
	child.stdout.destroy();
	const [[code], stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

async function lookback(args: string[], environment: Record<string, string> = {}) {
	const child = runLookback(args, environment);
	const exit = once(child, 'exit');
	const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
	return { code: (await exit)[0] as number | null, stdout, stderr };
}
