import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { startS3 } from '../archive/raw/s3-server.ts';
import { testDatabase } from '../support/database.ts';
import { startDemonstration } from '../support/demonstration.ts';
import { testFolder } from '../support/folder.ts';
import { runLookback, startPortal } from '../support/portal.ts';
import { isAlive } from '../support/process.ts';

describe('with the embedded database', () => {
	test('Ctrl-C ends it with 0 and leaves no server behind', async () => {
		const portal = await startPortal({});
		expect((await fetch(portal.address)).status).toBe(200);
		const pid = postmaster(portal.dataDir);
		portal.process.kill('SIGINT');
		expect(await portal.stop()).toBe(0);
		expect(isAlive(pid)).toBe(false);
	});

	test('after kill -9 the next start takes over what was left', async () => {
		const killed = await startPortal({});
		const pid = postmaster(killed.dataDir);
		const gone = once(killed.process, 'exit');
		killed.process.kill('SIGKILL');
		await gone;
		const next = await startPortal({ LOOKBACK_DATA: killed.dataDir });
		expect(postmaster(next.dataDir)).toBe(pid);
		expect(await next.stop()).toBe(0);
		expect(isAlive(pid)).toBe(false);
	});

	test('a command runs beside the portal, and the portal keeps its database', async () => {
		const portal = await startPortal({});
		const { code, stdout } = await ended(['migrate'], { LOOKBACK_DATA: portal.dataDir });
		expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('is up to date') });
		expect(isAlive(postmaster(portal.dataDir))).toBe(true);
	});

	test("the administrator's token is told once and readable by its owner alone", async () => {
		const first = await startPortal({});
		const file = join(first.dataDir, 'admin-token');
		expect(statSync(file).mode & 0o777).toBe(0o600);
		const token = readFileSync(file, 'utf8').trim();
		expect(token).toMatch(/^[\w-]{43}$/);
		await first.stop();
		await startPortal({ LOOKBACK_DATA: first.dataDir });
		expect(readFileSync(file, 'utf8').trim()).toBe(token);
	});
});

test('a first start keeps its stories in the bucket of LOOKBACK_RAW, and empty variables count as absent', async () => {
	const s3 = await startS3();
	try {
		const dataDir = testFolder();
		const portal = await startPortal(
			{
				DATABASE_URL: await testDatabase(),
				LOOKBACK_DATA: dataDir,
				LOOKBACK_RAW: `s3://${s3.place.bucket}`,
				LOOKBACK_S3_ENDPOINT: s3.place.endpoint!,
				AWS_REGION: s3.place.region,
				AWS_ACCESS_KEY_ID: s3.place.accessKeyId,
				AWS_SECRET_ACCESS_KEY: s3.place.secretAccessKey,
				...{ ORIGIN: '', ADDRESS_HEADER: '', XFF_DEPTH: '', BODY_SIZE_LIMIT: '' }
			},
			['serve']
		);
		expect((await fetch(portal.address)).status).toBe(200);
		await portal.stop();
		expect(s3.objects.size).toBeGreaterThan(0);
		expect(existsSync(join(dataDir, 'raw'))).toBe(false);
	} finally {
		await s3.close();
	}
});

test('forms are taken from the pages of the portal, by any name of this machine, and from no other site', async () => {
	const portal = await startPortal({ DATABASE_URL: await testDatabase() });
	const { port } = new URL(portal.address);
	const post = (host: string, origin: string) =>
		fetch(`http://${host}:${port}/`, {
			method: 'POST',
			headers: { origin },
			body: new URLSearchParams('a=b')
		});
	expect((await post('127.0.0.1', portal.address)).status).not.toBe(403);
	expect((await post('localhost', `http://localhost:${port}`)).status).not.toBe(403);
	expect((await post('127.0.0.1', 'http://elsewhere.example')).status).toBe(403);
});

test('a first start has stories to look at, and facilities that can be asked for time', async () => {
	const portal = await startDemonstration(testFolder());
	try {
		const read = async (path: string) => (await fetch(portal.address + path)).json();
		expect((await read('/stories.json')).stories).toHaveLength(3);
		const { facilities } = await read('/facilities.json');
		expect(facilities.length).toBeGreaterThanOrEqual(25);
	} finally {
		await portal.stop();
	}
}, 300_000);

test('DATABASE_URL is used instead of an embedded server', async () => {
	const portal = await startPortal({ DATABASE_URL: await testDatabase() });
	expect((await fetch(portal.address)).status).toBe(200);
	expect(existsSync(join(portal.dataDir, 'postgres'))).toBe(false);
});

test('a port in use is told in one sentence', async () => {
	const other = createServer().listen(0, '127.0.0.1');
	await once(other, 'listening');
	const port = String((other.address() as AddressInfo).port);
	const { code, stderr } = await ended(['serve'], { LOOKBACK_DATA: testFolder(), LOOKBACK_PORT: port });
	other.close();
	expect(code).toBe(8);
	expect(stderr.trim().split('\n')).toEqual([
		expect.stringMatching(`port ${port} of 127.0.0.1: it is in use`)
	]);
});

test('an unreachable database is told in one sentence, without its password', async () => {
	const { code, stderr } = await ended(['migrate'], {
		LOOKBACK_DATA: testFolder(),
		DATABASE_URL: 'postgres://somebody:secret@127.0.0.1:1/nothing'
	});
	expect(code).toBe(8);
	expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/127\.0\.0\.1:1 cannot be reached/)]);
	expect(stderr).not.toContain('secret');
});

test('a database that refuses is told apart from one that cannot be reached', async () => {
	const missing = new URL(await testDatabase());
	missing.pathname = '/no_such_database';
	const { code, stderr } = await ended(['migrate'], { DATABASE_URL: missing.href });
	expect(code).toBe(8);
	expect(stderr).toMatch(/^lookback: The database server at .+ has no database no_such_database: /);
});

test.each([
	[['migrate', '--forse'], 'The command has no option --forse; it has none. See --help.'],
	[['ingest', 'x', '--known-at', '-3d'], 'The option --known-at wants a value; one that begins with a dash'],
	[['serve', '--empty=no'], 'The option --empty takes no value. See --help.'],
	[['serve', 'now'], 'The command takes options only, and got "now". See --help.']
])('lookback %j is refused in our words', async (args, sentence) => {
	const { code, stderr } = await ended(args, {});
	expect(code).not.toBe(0);
	expect(stderr).toContain(sentence);
});

async function ended(args: string[], environment: Record<string, string>) {
	const child = runLookback(args, environment);
	const exit = once(child, 'exit');
	const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
	return { code: (await exit)[0] as number | null, stdout, stderr };
}

/** Process of the embedded server of a data folder. */
function postmaster(dataDir: string): number {
	return Number.parseInt(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8'), 10);
}
