import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heldSession, openSession } from '#lib/access/people/sessions.server.ts';
import { signInWithPassword } from '#lib/access/people/sign-in.server.ts';
import { testDatabase } from '../support/database.ts';
import { testFolder } from '../support/folder.ts';
import { runLookback } from '../support/portal.ts';
import { isAlive } from '../support/process.ts';
import { clock } from '../../src/cli/archive.ts';
import { carriedOut, commandLine, ended, type CommandLine, type Ended } from './command-line.ts';

const program = join(import.meta.dirname, '../../bin/lookback.js');
const password = 'umbrella teapot lantern river';

let line: CommandLine;
beforeAll(async () => {
	line = await commandLine();
});

/** Runs a command that reads `input` from a pipe. */
function typed(input: string, ...args: string[]): Promise<Ended> {
	const { PATH, HOME, TMPDIR } = process.env;
	const child = spawn(process.execPath, [program, ...args], {
		env: { PATH, HOME, TMPDIR, ...line.environment },
		stdio: 'pipe'
	});
	child.stdin.end(input);
	return ended(child);
}
const out = async (...args: string[]) => {
	const { code, stdout, stderr } = await line.lookback(...args);
	expect({ args, code, stderr }).toMatchObject({ code: 0 });
	return stdout;
};
const signsIn = async (person: string, tried: string) =>
	(await signInWithPassword(line.database, { person, password: tried }, '192.0.2.1', clock())).person;
const session = async (person: string | null) =>
	(await openSession(line.database, person, 'password', null, clock())).secret;
const isIn = async (secret: string) => (await heldSession(line.database, secret, clock())) !== null;

describe('an account', () => {
	test('is made with a password from a pipe, which is shown nowhere, and signs in', async () => {
		const { code, stdout, stderr } = await typed(`${password}\nmore\n`, 'user', 'add', 'ada', '--password');
		expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'ada has an account.\n', stderr: '' });
		expect(await signsIn('ada', password)).toBe('ada');
		expect(await out('user', 'list')).toMatch(/^ada\tpassword\tmade \S+\topen\n$/);
	});

	test('takes a last line without its end, and spaces as they are', async () => {
		const spaced = `  ${password} `;
		expect((await typed(spaced, 'user', 'add', 'spaced', '--password')).code).toBe(0);
		expect(await signsIn('spaced', spaced)).toBe('spaced');
		await expect(signsIn('spaced', password)).rejects.toThrow(/Nobody signs in/);
	});

	test('of an administrator is one at once', async () => {
		expect(await out('user', 'add', 'eva', '--administrator')).toBe(
			'eva has an account and is an administrator.\n'
		);
		expect(await out('group', 'list')).toMatch(/^archive\teva\tadministrator\t/m);
		expect(await out('user', 'list')).toMatch(/^eva\tlinks only\t/m);
	});

	test('gets a new password, which ends its sessions', async () => {
		const secret = await session('ada');
		const next = 'quite another lantern of rivers';
		const { stdout } = await typed(`${next}\n`, 'user', 'password', 'ada');
		expect(stdout).toBe('ada has a new password; whoever was signed in as ada is signed out.\n');
		expect(await isIn(secret)).toBe(false);
		expect(await signsIn('ada', next)).toBe('ada');
	});

	test('is disabled and enabled', async () => {
		const secret = await session('eva');
		expect(await out('user', 'disable', 'eva')).toBe('The account of eva is disabled.\n');
		expect(await isIn(secret)).toBe(false);
		expect(await out('user', 'list')).toMatch(/^eva\tlinks only\tmade \S+\tdisabled \S+$/m);
		expect((await line.lookback('user', 'link', 'eva')).stderr).toMatch(
			/eva has no account here that is open/
		);
		expect(await out('user', 'enable', 'eva')).toBe('The account of eva is enabled.\n');
		expect(await out('user', 'link', 'eva')).toMatch(/^http:\/\/127\.0\.0\.1:8080\/enter\/[\w-]{43}\n$/);
	});

	test('is signed out everywhere, and the archive’s own administrator too', async () => {
		const secrets = [await session('ada'), await session('ada'), await session(null)];
		expect(await out('user', 'sign-out', 'ada')).toBe('Signed ada out of 2 browsers.\n');
		expect(await Promise.all(secrets.map(isIn))).toEqual([false, false, true]);
		expect(await out('user', 'sign-out')).toBe('Signed the administrator of the archive out of 1 browser.\n');
		expect(await isIn(secrets[2]!)).toBe(false);
	});
});

test('the audit log tells of all of it, about one person or all, and verifies', async () => {
	await out('token', 'create', 'ada', 'laptop');
	const all = await out('audit');
	const acts = all
		.trim()
		.split('\n')
		.map((entry) => entry.split('\t')[2]);
	expect(acts).toEqual(expect.arrayContaining(['account-made', 'password-set', 'link-made', 'token-made']));
	expect(acts[0]).toBe('token-made');
	expect(all).toMatch(/^\d+\t\S+Z\taccount-disabled\teva\t-\tby local$/m);
	expect(all).not.toContain(password);
	const about = await out('audit', '--person', 'eva');
	expect(about).toContain('account-enabled\teva');
	expect(about).not.toContain('\tada\t');
	expect((await line.lookback('verify')).stderr).toMatch(/ \d+ entries of the audit log: all as they were/);
	await line.database.sql`update audit set actor = 'eve' where entry = 2`;
	const { code, stdout } = await line.lookback('verify');
	expect(code).toBe(5);
	expect(stdout).toContain('Entry 2 of the audit log is not as it was written.');
});

describe('refused with a sentence', () => {
	test.each([
		[['user'], /wants add <person>, list, or one of password, link/],
		[['user', 'make', 'ada'], /wants add <person>, list.*it got "make" "ada"/],
		[['user', 'add'], /wants add <person>/],
		[['user', 'list', 'ada'], /wants add <person>, list.*it got "list" "ada"/],
		[['user', 'password', 'ada', 'in the open'], /it got "password" "ada" "in the open"/],
		[['user', 'disable', 'ada', '--administrator'], /--administrator and --password with add alone/],
		[['user', 'add', 'ada'], /ada has an account already/],
		[['user', 'add', 'the king'], /person's name wants a letter or digit.*got 'the king'/],
		[['user', 'add', 'local'], /must not be one of anonymous, public, local/],
		[
			['user', 'add', 'short', '--password'],
			/password cannot be taken: it wants 12 to 200 characters.*has 0/
		],
		[['user', 'disable', 'nobody'], /nobody has no account here/],
		[['user', 'link', 'nobody'], /nobody has no account here that is open/],
		[['user', 'add', 'ada', '--passwrod'], /passwrod/],
		[['audit', 'ada'], /wants options only; it got "ada"/]
	])('%j', async (args, sentence) => {
		const { code, stdout, stderr } = await line.lookback(...args);
		expect(code).toBeGreaterThan(0);
		expect(code).toBeLessThan(70);
		expect(stdout).toBe('');
		expect(stderr).toMatch(sentence);
	});
});

interface Serving {
	readonly address: string;
	/** Line of stdout that begins so, once it is there. */
	said(start: string): Promise<string>;
	/** Ends it; the answer is all it wrote to stdout. */
	stop(): Promise<string>;
}

/** A portal whose words are read; stopped when the file is done. */
async function serving(environment: Record<string, string>): Promise<Serving> {
	const child = runLookback(['serve', '--empty'], { LOOKBACK_PORT: '0', ...environment });
	const lines: string[] = [];
	const exit = once(child, 'exit');
	createInterface(child.stdout).on('line', (text) => {
		lines.push(text);
		child.emit('said');
	});
	child.stderr.resume();
	const said = async (start: string): Promise<string> => {
		for (;;) {
			const found = lines.find((text) => text.startsWith(start));
			if (found) return found.slice(start.length).trim();
			await Promise.race([once(child, 'said'), exit.then(() => Promise.reject(new Error(lines.join('\n'))))]);
		}
	};
	const stop = async () => {
		child.kill('SIGINT');
		await exit;
		return lines.join('\n');
	};
	stopLater.push(stop);
	return { address: await said('Lookback:'), said, stop };
}
const stopLater: (() => Promise<unknown>)[] = [];
afterAll(async () => {
	for (const stop of stopLater.splice(0)) await stop();
});

/** What a start comes to that is to be refused; one that is not ends with the file. */
function refusedStart(environment: Record<string, string>): Promise<Ended> {
	const child = runLookback(['serve', '--empty'], environment);
	stopLater.push(() => Promise.resolve(child.kill('SIGINT')));
	return ended(child);
}

/** Sends a form from a page of the portal, as a browser does. */
function submit(address: string, fields: Record<string, string>): Promise<Response> {
	const body = new URLSearchParams(fields);
	const headers = { origin: new URL(address).origin, accept: 'text/html' };
	return fetch(address, { method: 'POST', body, headers, redirect: 'manual' });
}
/** By loopback, whatever the address that is listened on. */
const here = (address: string) => address.replace('0.0.0.0', '127.0.0.1');

describe('serve', () => {
	test('on every address is refused while no administrator has a password, and leaves nothing running', async () => {
		const dataDir = testFolder();
		const open = { LOOKBACK_HOST: '0.0.0.0', LOOKBACK_PORT: '0', LOOKBACK_DATA: dataDir };
		const { code, stderr } = await refusedStart(open);
		expect(code).toBe(2);
		expect(stderr).toMatch(
			/^lookback: LOOKBACK_HOST=0\.0\.0\.0 opens Lookback to other machines, and no administrator has a password\. Make one first: lookback user add <name> --administrator --password; or set LOOKBACK_ADMIN_PASSWORD\.$/m
		);
		const pidFile = join(dataDir, 'postgres/cluster/postmaster.pid');
		expect(existsSync(pidFile) && isAlive(Number.parseInt(readFileSync(pidFile, 'utf8'), 10))).toBe(false);
	});

	test.each([
		['an administrator without a password', ['user', 'add', 'eva', '--administrator'], ''],
		['a password of somebody else', ['user', 'add', 'ada', '--password'], password]
	])('on every address is refused with %s', async (_, args, input) => {
		line = await commandLine();
		expect((await carriedOut(args, line.environment, input)).code).toBe(0);
		const open = { ...line.environment, LOOKBACK_HOST: '::', LOOKBACK_PORT: '0' };
		const { code, stderr } = await refusedStart(open);
		expect(code).toBe(2);
		expect(stderr).toContain('LOOKBACK_HOST=:: opens Lookback to other machines');
	});

	test('with LOOKBACK_ADMIN_PASSWORD starts there; admin signs in, and no link is printed then or later', async () => {
		const shared = {
			DATABASE_URL: await testDatabase(),
			LOOKBACK_DATA: testFolder(),
			LOOKBACK_HOST: '0.0.0.0'
		};
		const first = await serving({ ...shared, LOOKBACK_ADMIN_PASSWORD: password });
		const signIn = `${here(first.address)}/sign-in`;
		const answer = await submit(signIn, { person: 'admin', password, back: '/batches' });
		expect([answer.status, answer.headers.get('location')]).toEqual([303, '/batches']);
		const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
		const account = await fetch(`${here(first.address)}/account`, { headers: { cookie } });
		expect(await account.text()).toMatch(/administrator/);
		expect((await submit(signIn, { person: 'admin', password: 'another one' })).status).toBe(401);
		expect(await first.stop()).not.toMatch(/enter\/|umbrella/);
		// the password stays the first one; the variable may go
		const second = await serving({ ...shared, LOOKBACK_ADMIN_PASSWORD: 'some words of another start' });
		expect((await submit(`${here(second.address)}/sign-in`, { person: 'admin', password })).status).toBe(303);
		expect(await second.stop()).not.toContain('enter/');
		expect(await (await serving(shared)).stop()).not.toContain('enter/');
	});

	test('is refused with a weak LOOKBACK_ADMIN_PASSWORD, without showing it, and nothing of it is left', async () => {
		const shared = { DATABASE_URL: await testDatabase(), LOOKBACK_DATA: testFolder(), LOOKBACK_PORT: '0' };
		const tried = { ...shared, LOOKBACK_ADMIN_PASSWORD: 'lookback-admin' };
		const { code, stderr } = await refusedStart(tried);
		expect(code).toBe(2);
		expect(stderr).toMatch(/password cannot be taken/);
		expect(stderr).not.toContain('lookback-admin');
		expect((await carriedOut(['group', 'list'], shared)).stdout).toBe('');
		const again = { ...shared, LOOKBACK_ADMIN_PASSWORD: password };
		await (await serving(again)).stop();
	});

	test('says what to do where the account admin is there and is no administrator', async () => {
		line = await commandLine();
		expect((await carriedOut(['user', 'add', 'admin', '--password'], line.environment, password)).code).toBe(
			0
		);
		const tried = { ...line.environment, LOOKBACK_PORT: '0', LOOKBACK_ADMIN_PASSWORD: password };
		const { code, stderr } = await refusedStart(tried);
		expect(code).toBe(5);
		expect(stderr).toContain('lookback group add archive admin --role administrator');
	});

	test('prints a link at a first start that signs in, once, as the administrator of the archive', async () => {
		const { address, said } = await serving({
			DATABASE_URL: await testDatabase(),
			LOOKBACK_DATA: testFolder()
		});
		const link = await said('Sign in once:');
		expect(link).toMatch(new RegExp(`^${address}/enter/[\\w-]{43}$`));
		// looking at it uses nothing up
		for (let i = 0; i < 2; i++) expect((await fetch(link)).status).toBe(200);
		const answers = await Promise.all(Array.from({ length: 5 }, () => submit(link, {})));
		expect(answers.map(({ status }) => status).sort()).toEqual([303, 401, 401, 401, 401]);
		const cookie = answers
			.find(({ status }) => status === 303)!
			.headers.get('set-cookie')!
			.split(';')[0]!;
		const batches = await fetch(`${address}/batches.json`, { headers: { cookie } });
		expect(batches.status).toBe(200);
		expect(batches.headers.get('cache-control')).toBe('no-store');
		const account = await fetch(`${address}/account`, { headers: { cookie } });
		expect(await account.text()).toContain('administrator');
	});
});
