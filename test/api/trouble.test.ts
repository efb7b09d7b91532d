import { format } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { domainError } from '#lib/api/errors.ts';
import { logFault } from '#lib/api/respond.server.ts';
import { folderStore } from '#lib/archive/index.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { openSoftware } from '#lib/versioning/store/index.server.ts';
import { getter, smallArchive } from '../support/archive.ts';

afterEach(() => {
	vi.restoreAllMocks();
});

test('a database that does not answer makes a 503 that asks to come again', async () => {
	const database = openDatabase('postgres://nobody@127.0.0.1:1/nothing', { max: 1 });
	const response = await getter({
		database,
		store: folderStore('/nowhere'),
		software: openSoftware('/nowhere')
	})('/sources.json');
	await database.close();
	expect(response.status).toBe(503);
	expect(response.headers.get('retry-after')).toBe('5');
	expect(await response.json()).toMatchObject({
		code: 'api/database-unreachable',
		detail: 'The database cannot be reached at the moment; try again soon.'
	});
});

test.each([
	['53300', 'The database has no connection left at the moment'],
	['57P03', 'The database is starting or stopping'],
	['28P01', "The database refuses the portal's account, which its operator must mend"],
	['3D000', "The portal's database is not there, which its operator must mend"]
])('a database that refuses with %s says why', (code, reason) => {
	expect(domainError(Object.assign(new Error('no'), { code }))).toMatchObject({
		kind: 'unavailable',
		message: `${reason}; try again soon.`
	});
});

test.each([
	['ENOSPC', 'the disk of the data folder'],
	['EDQUOT', 'the disk of the data folder'],
	['53100', "the database's disk"]
])('a full disk (%s) is told in a sentence, and is no fault', (code, disk) => {
	expect(domainError(Object.assign(new Error('no'), { code }))).toMatchObject({
		kind: 'unavailable',
		message: `No space is left on ${disk}: what was not recorded before must be sent again once there is.`
	});
});

test('a fault is logged once under its number, and tells nothing of its insides', async () => {
	const archive = await smallArchive();
	const logged = vi.spyOn(console, 'error').mockReturnValue(undefined);
	const store = { ...archive.store, read: () => Promise.reject(new Error('the disk is on fire')) };
	const id = encodeURIComponent('ivo://gwnet/LVC#S210914zz-1-Preliminary');
	const response = await getter({ ...archive, store })(`/notices/${id}.original`);
	expect(response.status).toBe(500);
	const { detail } = (await response.json()) as { detail: string };
	expect(detail).not.toContain('fire');
	const number = /[0-9a-f-]{36}/.exec(detail)![0];
	expect(logged).toHaveBeenCalledOnce();
	expect(String(logged.mock.calls[0])).toContain(number);
});

test('a fault is logged with its cause, whatever the address says', () => {
	const logged = vi.spyOn(console, 'error').mockReturnValue(undefined);
	const id = logFault('GET /objects/ztf/%cc%80%s%o', new Error('the disk is on fire'));
	const line = format(...logged.mock.calls[0]!);
	expect(line).toContain(`[fault ${id}] GET /objects/ztf/%cc%80%s%o: Error: the disk is on fire`);
});
