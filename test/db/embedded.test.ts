import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeAbandoned, startEmbedded, type EmbeddedServer } from '#lib/db/embedded.server.ts';
import { socketHost } from '#lib/db/url.ts';
import { testFolder } from '../support/folder.ts';
import { isAlive } from '../support/process.ts';

let folder: string;
const opened: EmbeddedServer[] = [];

beforeEach(() => {
	folder = join(testFolder(), 'data');
});

afterEach(async () => {
	for (const server of opened.splice(0)) await server.release();
	await removeAbandoned(folder);
});

test('its last user stops the server, and data outlives it', async () => {
	const first = await start();
	await query(first, 'create table kept as select 42 as n');
	const second = await start();
	await first.release();
	expect(await query(second, 'select n from kept')).toEqual([{ n: 42 }]);
	await second.release();
	await expect(query(second, 'select 1')).rejects.toThrow();
	expect(await query(await start(), 'select n from kept')).toEqual([{ n: 42 }]);
});

test('releasing twice leaves the other users their server', async () => {
	const [first, second] = [await start(), await start()];
	await first.release();
	await first.release();
	expect(await query(second, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('processes that come at the same moment share one server', async () => {
	const users = await Promise.all([userProcess(), userProcess(), userProcess()]);
	const pids = await Promise.all(users.map((user) => postmasterOf(user.url)));
	expect(new Set(pids).size).toBe(1);
	await Promise.all(users.map((user) => user.end()));
	expect(isAlive(pids[0]!)).toBe(false);
});

test('a server whose user was killed is adopted by the next one, and stopped by it', async () => {
	const user = await userProcess();
	const pid = await postmasterOf(user.url);
	await user.kill();
	expect(isAlive(pid)).toBe(true);
	const adopter = await start();
	expect(await postmasterOf(adopter.url)).toBe(pid);
	await adopter.release();
	expect(isAlive(pid)).toBe(false);
});

test('a killed server is started again by the next user and by those it had', async () => {
	const user = await start();
	await query(user, 'create table kept as select 42 as n');
	process.kill(await postmasterOf(user.url), 'SIGKILL');
	const next = await start();
	expect(await query(next, 'select n from kept')).toEqual([{ n: 42 }]);
	expect(await user.revive()).toBe(false);

	const pid = await postmasterOf(user.url);
	process.kill(pid, 'SIGKILL');
	while (isAlive(pid)) await sleep(10);
	expect(await user.revive()).toBe(true);
	expect(await query(user, 'select n from kept')).toEqual([{ n: 42 }]);
});

test('a machine that went down leaves lock files that now name another process', async () => {
	const user = await start();
	const home = join(folder, 'postgres');
	const lines = readFileSync(join(home, 'cluster/postmaster.pid'), 'utf8');
	const stale = Number.parseInt(lines, 10);
	process.kill(stale, 'SIGKILL');
	while (isAlive(stale)) await sleep(10);
	const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
	try {
		writeFileSync(join(home, 'cluster/postmaster.pid'), lines.replace(String(stale), String(bystander.pid)));
		writeFileSync(join(home, 'socket/.s.PGSQL.5432.lock'), `${bystander.pid}\n`);
		expect(await query(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
		expect(isAlive(bystander.pid!)).toBe(true);
	} finally {
		bystander.kill();
		await user.release();
	}
});

test('half a cluster, left by a crash while it was made, is made anew', async () => {
	await (await start()).release();
	const home = join(folder, 'postgres');
	rmSync(join(home, 'cluster'), { recursive: true });
	mkdirSync(join(home, 'new-cluster', 'base'), { recursive: true });
	writeFileSync(join(home, 'new-cluster', 'PG_VERSION'), '18\n');
	expect(await query(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
	expect(existsSync(join(home, 'new-cluster'))).toBe(false);
});

test('a path too long for a Unix socket works', async () => {
	folder = join(folder, 'f'.repeat(120));
	expect(await query(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('a path with spaces and signs works', async () => {
	folder = join(folder, "data of O'Brien & 50 % {more}");
	expect(await query(await start(), 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('it lets nobody in without the password', async () => {
	const url = new URL((await start()).url);
	url.password = 'guessed';
	const sql = postgres(url.href, { ...socketHost(url.href), max: 1 });
	await expect(sql`select 1`).rejects.toThrow('password authentication failed');
	await sql.end();
});

test('a lost password and a cluster of another version are told in a sentence', async () => {
	await (await start()).release();
	const password = join(folder, 'postgres-password');
	const kept = readFileSync(password);
	rmSync(password);
	await expect(start()).rejects.toThrow(`put ${password} back`);
	writeFileSync(password, kept);
	writeFileSync(join(folder, 'postgres/cluster/PG_VERSION'), '17\n');
	await expect(start()).rejects.toThrow('was made by PostgreSQL 17');
});

test('a data folder that cannot be made is told in a sentence', async () => {
	const parent = join(testFolder(), 'file');
	writeFileSync(parent, '');
	folder = join(parent, 'data');
	await expect(start()).rejects.toThrow(`LOOKBACK_DATA is ${folder}; it must be a folder`);
});

test('a folder in use is not taken for abandoned', async () => {
	const server = await start();
	expect(await removeAbandoned(folder)).toBe(false);
	expect(await query(server, 'select 1 as n')).toEqual([{ n: 1 }]);
});

describe.skipIf(process.getuid?.() !== 0)('started by root', () => {
	test('the server runs as an ordinary user', async () => {
		const pid = await postmasterOf((await start()).url);
		expect(readFileSync(`/proc/${pid}/status`, 'utf8')).not.toMatch(/^Uid:\t0/m);
	});

	test('in a folder that only root may enter it works, and keeps its data', async () => {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const first = await start();
		await query(first, 'create table kept as select 42 as n');
		await first.release();
		expect(await query(await start(), 'select n from kept')).toEqual([{ n: 42 }]);
	});
});

async function start(): Promise<EmbeddedServer> {
	const server = await startEmbedded(folder, { durable: false });
	opened.push(server);
	return server;
}

async function query(server: { url: string }, statement: string): Promise<unknown[]> {
	const sql = postgres(server.url, { ...socketHost(server.url), max: 1, connect_timeout: 5 });
	try {
		return [...(await sql.unsafe(statement))];
	} finally {
		await sql.end();
	}
}

async function postmasterOf(url: string): Promise<number> {
	const [row] = await query(
		{ url },
		`select (regexp_match(pg_read_file('postmaster.pid'), '^\\d+'))[1]::int as pid`
	);
	return (row as { pid: number }).pid;
}

async function userProcess() {
	const script = join(import.meta.dirname, '../support/embedded-user.ts');
	const child = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
	const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
	const exited = once(child, 'exit');
	return {
		url,
		end: async () => void (child.stdin.end(), await exited),
		kill: async () => void (child.kill('SIGKILL'), await exited)
	};
}
