import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { generateNights } from '#lib/archive/demo/nights.ts';
import { openSoftware } from '#lib/versioning/store/index.server.ts';
import { objectPath } from '#lib/versioning/store/repository.server.ts';
import { analysisFolder, git } from '../support/analysis.ts';
import { commandLine, folderOf, type CommandLine } from './command-line.ts';

let line: CommandLine;
beforeAll(async () => {
	line = await commandLine();
	const packets = [...generateNights({ seed: 5, nights: 4, alertsPerNight: 10, stampPixels: 0 })];
	await line.lookback('ingest', folderOf(packets), '--known-at', 'observed+20m');
	await line.lookback('analysis', 'push', analysisFolder());
});

beforeEach(async () => {
	// each test undoes its own damage, so that the next finds its own alone
	expect(await line.lookback('verify')).toMatchObject({
		code: 0,
		stderr: expect.stringMatching(
			/^Verified [1-9]\d* batches, \d+ facts, \d+ packets, [1-9]\d* objects of analyses and \d+ entries of the audit log: all as/m
		)
	});
});

test('one flipped byte of a packet is found, and packet, segment and place are named', async () => {
	const [packet] = await line.database.sql<
		{ id: bigint; segment: string; byte_offset: bigint; sha256: Uint8Array; byte_length: number }[]
	>`
		select p.id, b.segment, p.byte_offset, p.byte_length, p.sha256
		from packet p join batch b on b.batch = p.batch
		order by p.id limit 1 offset 3`;
	const { id, segment, byte_offset, byte_length, sha256 } = packet!;
	const file = join(line.dataDir, segment);
	const [bytes, offset] = [readFileSync(file), Number(byte_offset)];
	const digest = createHash('sha256')
		.update(bytes.subarray(offset, offset + byte_length))
		.digest();
	expect(digest).toEqual(Buffer.from(sha256));
	const flipped = Buffer.from(bytes);
	flipped[offset + 100]! ^= 1;
	writeFileSync(file, flipped);
	const { code, stdout, stderr } = await line.lookback('verify');
	writeFileSync(file, bytes);
	expect(code).toBe(5);
	expect(stdout).toContain(`packet ${id} `);
	expect(stdout).toContain(`segment ${segment} at offset ${offset}`);
	expect(stderr).toMatch(/1 thing is not as recorded/);
});

test('one flipped byte between the packets of a segment is found, and the segment is named', async () => {
	const [batch] = await line.database.sql<{ segment: string }[]>`
		select segment from batch where segment is not null order by batch limit 1`;
	const file = join(line.dataDir, batch!.segment);
	const bytes = readFileSync(file);
	for (const offset of [10, bytes.length - 1]) {
		const flipped = Buffer.from(bytes);
		flipped[offset]! ^= 1;
		writeFileSync(file, flipped);
		const { code, stdout } = await line.lookback('verify');
		writeFileSync(file, bytes);
		expect(code).toBe(5);
		expect(stdout).toContain(`segment ${batch!.segment} was changed outside its packets`);
	}
});

test('a field that a superuser changed is found, and the row is named', async () => {
	const { sql } = line.database;
	const [alert] = await sql<{ alert_id: bigint; mag: number }[]>`select alert_id, mag from alert limit 1`;
	await sql`update alert set mag = mag - 1 where alert_id = ${alert!.alert_id}`;
	const found = await line.lookback('verify', '--format', 'csv');
	await sql`update alert set mag = ${alert!.mag} where alert_id = ${alert!.alert_id}`;
	expect(found.code).toBe(5);
	expect(found.stdout.split('\r\n')).toEqual([
		'batch,what',
		expect.stringMatching(`alert ztf/${alert!.alert_id} .*was changed since it was recorded`),
		''
	]);
});

test('a deleted row is found, and so is one that was put there', async () => {
	const { sql } = line.database;
	await sql`create table kept as select * from alert limit 1`;
	await sql`delete from alert where alert_id = (select alert_id from kept)`;
	const lost = await line.lookback('verify');
	await sql`insert into alert select * from kept`;
	await sql`update kept set alert_id = 1, fact = 1000000`;
	await sql`insert into alert select * from kept`;
	const added = await line.lookback('verify');
	await sql`delete from alert where alert_id = 1`;
	await sql`drop table kept`;
	expect(lost).toMatchObject({
		code: 5,
		stdout: expect.stringContaining('alert has lost the row of batch 1')
	});
	expect(added).toMatchObject({ code: 5, stdout: expect.stringContaining('that batch 1 did not record') });
});

test('a segment that is gone is found', async () => {
	const [batch] = await line.database.sql<
		{ segment: string }[]
	>`select segment from batch order by batch limit 1`;
	const file = join(line.dataDir, batch!.segment);
	const bytes = readFileSync(file);
	writeFileSync(file, '');
	const { code, stdout } = await line.lookback('verify');
	writeFileSync(file, bytes);
	expect(code).toBe(5);
	expect(stdout).toContain('is missing');
});

test('a changed note of a batch breaks the chain', async () => {
	const { sql } = line.database;
	const [batch] = await sql<{ note: string }[]>`select note from batch where batch = 1`;
	await sql`update batch set note = 'something else' where batch = 1`;
	const { code, stdout } = await line.lookback('verify');
	await sql`update batch set note = ${batch!.note} where batch = 1`;
	expect(code).toBe(5);
	expect(stdout).toContain('batch 1 itself was changed');
});

test('a changed salt breaks the chain, and each batch has its own', async () => {
	const { sql } = line.database;
	const salts = await sql<{ salt: Buffer }[]>`select distinct salt from batch where length(salt) = 16`;
	const [{ count }] = await sql<[{ count: number }]>`select count(*)::integer as count from batch`;
	expect(salts).toHaveLength(count);
	const [first] = await sql<{ salt: Buffer }[]>`select salt from batch where batch = 1`;
	await sql`update batch set salt = null where batch = 1`;
	const { code, stdout } = await line.lookback('verify');
	await sql`update batch set salt = ${first!.salt} where batch = 1`;
	expect(code).toBe(5);
	expect(stdout).toContain('batch 1 itself was changed');
});

test('a git object of an analysis that is gone or another is found, and commit and object are named', async () => {
	const [told] = await line.database.sql<{ commit: string }[]>`select commit from software`;
	const { gitdir } = openSoftware(line.dataDir);
	const blob = git(gitdir, 'rev-parse', `${told!.commit}:main.js`);
	const file = objectPath(gitdir, blob);
	const kept = readFileSync(file);
	rmSync(file);
	for (const damage of [
		() => undefined,
		() => writeFileSync(file, 'no object'),
		() => writeFileSync(file, another)
	]) {
		damage();
		const { code, stdout } = await line.lookback('verify', '--format', 'csv');
		rmSync(file, { force: true });
		expect({ code, stdout }).toMatchObject({
			code: 5,
			stdout: expect.stringContaining(
				`rising@${told!.commit} is not whole in the software store: its git object ${blob}`
			)
		});
	}
	writeFileSync(file, kept);
});

/** A file as git would keep it under another name. */
const another = deflateSync('blob 3\0abc');
