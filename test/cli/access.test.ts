import { beforeAll, describe, expect, test } from 'vitest';
import { commandLine, type CommandLine } from './command-line.ts';

let line: CommandLine;
beforeAll(async () => {
	line = await commandLine();
});

const out = async (...args: string[]) => {
	const { code, stdout, stderr } = await line.lookback(...args);
	expect({ args, code, stderr }).toMatchObject({ code: 0 });
	return stdout;
};

test('a policy is recorded with its moment, and listed as it was known then', async () => {
	await out('collection', 'set', 'a.b', 'group', '--owner', 'them', '--known-at', '2017-01-01');
	await out('collection', 'set', 'a.b', 'public-from', '--from', '2018-01-01', '--known-at', '2017-06-01');
	await out('collection', 'set', 'a.b', 'public-after', '--months', '18', '--known-at', '2019-01-01');
	const listed = async (...known: string[]) => (await out('collection', 'list', ...known)).split('\t')[2];
	expect(await listed('--known', '2017-02-01')).toBe('group');
	expect(await listed('--known', '2017-07-01')).toBe('public from 2018-01-01T00:00:00Z');
	expect(await listed()).toBe('public 18 months after observation');
	expect(await out('collection', 'list')).toMatch(/^a\.b\tthem\t/);
});

test('members join and leave, and who belonged when stays known', async () => {
	await out('group', 'add', 'them', 'ada', '--role', 'curator', '--known-at', '2019-01-01');
	await out('group', 'remove', 'them', 'ada', '--role', 'curator', '--known-at', '2020-01-01');
	expect(await out('group', 'list', '--known', '2019-06-01')).toMatch(
		/^them\tada\tcurator\tsince 2019-01-01/
	);
	expect(await out('group', 'list')).toBe('');
});

test('a token is shown when it is made, listed without its text, and revoked', async () => {
	const text = (await out('token', 'create', 'ada', 'laptop', '--read-only')).trim();
	expect(text).toMatch(/^lookback_[\w-]{43}$/);
	const listed = await out('token', 'list');
	expect(listed).toMatch(/ada\tlaptop\treads\t/);
	expect(listed).not.toContain(text);
	expect(await out('token', 'revoke', 'ada', 'laptop')).toBe("Revoked the token 'laptop' of ada.\n");
	expect(await out('token', 'list')).toContain('revoked');
});

describe('refused with a sentence', () => {
	test.each([
		[['collection', 'set', 'a.b', 'open'], /one of public, group, public-from, public-after; got 'open'/],
		[['collection', 'set', 'a.b', 'public-from'], /wants the moment from which/],
		[['collection', 'set', 'a.b', 'group', '--known-at', '2099-01-01'], /cannot be known in the future/],
		[['group', 'add', 'them'], /wants add <group> <person>/],
		[['group', 'add', 'them', 'ada', '--role', 'king'], /one of reader, contributor.*got 'king'/],
		[['group', 'add', 'the m', 'ada'], /group's name wants a letter or digit.*got 'the m'/],
		[['token', 'create', 'ada', 'x', '--expires', '2001-01-01'], /must end later than now/],
		[['token', 'revoke', 'ada', 'none'], /no valid token 'none'/]
	])('%j', async (args, sentence) => {
		const { code, stderr } = await line.lookback(...args);
		expect(code).not.toBe(0);
		expect(stderr).toMatch(sentence);
	});
});
