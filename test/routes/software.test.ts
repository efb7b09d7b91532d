import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { setMembership } from '#lib/access/members.server.ts';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { pushFolder } from '#lib/versioning/store/index.server.ts';
import { objectPath } from '#lib/versioning/store/repository.server.ts';
import { analysisFolder, commitAll, git, manifestText, writeFiles } from '../support/analysis.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { testFolder } from '../support/folder.ts';
import { formSender, plainText, type FormSender } from '../support/form-sender.ts';
import { startPortal } from '../support/portal.ts';

const by = { name: 'test', address: null };
const clock = () => (Date.now() * 1000) as Instant;

let archive: SmallArchive;
let address: string;
let source: string;
let first: string;
let second: string;
let between: string;
let secretCommit: string;
let administrator: FormSender;
let member: string;

const parameters = { rise: { type: 'number', default: 1, unit: 'mag', description: 'Least rise' } };

beforeAll(async () => {
	archive = await smallArchive();
	source = analysisFolder({ 'analysis.json': manifestText({ parameters }), 'tool.sh': 'true\n' });
	symlinkSync('main.js', join(source, 'latest.js'));
	first = commitAll(source, 'Begin');
	git(source, 'tag', 'v1');
	await push(source);
	between = formatInstant(clock());
	writeFiles(source, { 'main.js': 'export default () => [1];\n', 'data/rows.bin': '\0\0' });
	chmodSync(join(source, 'tool.sh'), 0o755);
	second = commitAll(source, 'Go on');
	await push(source);
	const since = parseInstant('2020-01-01T00:00:00Z');
	const belongs = (person: string, group: string, role: 'contributor' | 'administrator') =>
		setMembership(archive.database, { group, person, role, isMember: true, knownAt: since }, 'test', clock());
	await belongs('ada', 'them', 'contributor');
	await belongs('eva', 'archive', 'administrator');
	const secret = analysisFolder({ 'analysis.json': manifestText({ name: 'secret', title: 'Untold' }) });
	secretCommit = await push(secret, 'them');
	const token = { person: 'ada', label: 'test', may_write: true, groups: null, expires_at: null };
	member = await makeToken(archive.database, token, by, clock());
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	for (const person of ['eva', 'ada'])
		await makeAccount(archive.database, { person, password: null }, by, clock());
	const { secret: session } = await openSession(archive.database, 'eva', 'link', null, clock());
	administrator = formSender(address, session);
}, 300_000);

async function push(folder: string, audience: string | null = null) {
	const wish = { folder, name: null, audience, branch: null, message: null, isForced: false };
	return (await pushFolder(archive, await localViewer(archive.database), wish, clock())).commit;
}

const json = async (path: string, headers: Record<string, string> = {}) =>
	(await (await fetch(address + path, { headers })).json()) as Record<string, unknown>;

describe('git clones', () => {
	test('an analysis whole, with the names its commits have', () => {
		const folder = join(testFolder(), 'clone');
		git(testFolder(), 'clone', '--quiet', `${address}/software/rising.git`, folder);
		expect(git(folder, 'rev-parse', 'HEAD')).toBe(second);
		expect(git(folder, 'log', '--format=%H %s')).toBe(`${second} Go on\n${first} Begin`);
		expect(git(folder, 'status', '--porcelain')).toBe('');
		expect(git(folder, 'fsck', '--strict', '--full')).toBe('');
		expect(readFileSync(join(folder, 'main.js'), 'utf8')).toBe('export default () => [1];\n');
	});

	test('an analysis of a group to whom a token opens it, and to nobody else', () => {
		const folder = join(testFolder(), 'clone');
		const url = `${address}/software/secret.git`;
		expect(() => git(testFolder(), 'clone', '--quiet', url, folder)).toThrow(/not found/);
		const header = `http.extraHeader=Authorization: Bearer ${member}`;
		git(testFolder(), '-c', header, 'clone', '--quiet', url, folder);
		expect(git(folder, 'rev-parse', 'HEAD')).toBe(secretCommit);
	});

	test('no part of a history: it says that it cannot', async () => {
		const args = ['clone', '--depth', '1', `${address}/software/rising.git`, join(testFolder(), 'clone')];
		const child = spawn('git', args, { stdio: ['ignore', 'ignore', 'pipe'] });
		expect(await text(child.stderr)).toMatch(/dumb http transport does not support shallow capabilities/);
		expect((await fetch(`${address}/software/%00.git/HEAD`)).status).toBe(404);
		const response = await fetch(`${address}/software/rising.git/git-upload-pack`, { method: 'POST' });
		expect(response.status).toBe(405);
		expect(await response.text()).toContain('clone it without --depth and --filter');
	});

	test('nothing by the name of an object that another analysis holds', async () => {
		const object = objectPath('', secretCommit).slice(1);
		const there = await fetch(`${address}/software/rising.git/${object}`);
		const absent = await fetch(`${address}/software/rising.git/${objectPath('', 'f'.repeat(40)).slice(1)}`);
		expect([there.status, absent.status]).toEqual([404, 404]);
		for (const path of ['info/refs', 'HEAD', object, 'config', '../software.git/config']) {
			const [secret, nothing] = await Promise.all(
				['secret', 'absent'].map((name) => fetch(`${address}/software/${name}.git/${path}`))
			);
			expect(secret!.status).toBe(404);
			expect((await secret!.text()).replaceAll('secret', 'absent')).toBe(await nothing!.text());
		}
	});
});

describe('pages and files', () => {
	test('list the analyses there were then', async () => {
		expect(plainText(await (await fetch(`${address}/software`)).text())).toMatch(
			new RegExp(`rising Rising objects ${second.slice(0, 10)} 2 not deployed`)
		);
		const then = await json(`/software.json?known=${between}`);
		expect(then['analyses']).toMatchObject([{ name: 'rising', commit: first, commits: 1 }]);
		const before = await fetch(`${address}/software?known=2020-01-01`);
		expect(plainText(await before.text())).toContain('No analysis was known by then that is for you to see.');
	});

	test('show an analysis with its versions, refs and movements', async () => {
		const page = plainText(await (await fetch(`${address}/software/rising`)).text());
		expect(page).toContain(`git clone ${address}/software/rising.git`);
		expect(page).toContain('No version of it is deployed.');
		const then = await fetch(`${address}/software/rising?known=${between}`);
		expect(plainText(await then.text())).toContain('No version of it was deployed then.');
		const answer = await json('/software/rising.json');
		expect(answer['commits']).toMatchObject([
			{ commit: second, parents: [first], swhid: `swh:1:rev:${second}`, refs: ['branch/main'] },
			{ commit: first, parents: [] }
		]);
		expect(answer['movements']).toMatchObject([
			{ ref: 'branch/main', commit: second },
			{ ref: 'branch/main', commit: first }
		]);
		const csv = await (await fetch(`${address}/software/rising.csv?table=movements`)).text();
		expect(csv.trim().split(/\r?\n/)).toHaveLength(3);
	});

	test('show a version with its files and what changed', async () => {
		const answer = await json(`/software/rising/main.json?file=main.js`);
		expect(answer).toMatchObject({
			commit: second,
			against: first,
			directory_swhid: `swh:1:dir:${git(source, 'rev-parse', 'HEAD^{tree}')}`,
			file: { path: 'main.js', text: 'export default () => [1];\n' },
			changes: [
				{ path: 'data/rows.bin', change: 'added', patch: null, why: 'not text' },
				{
					path: 'main.js',
					change: 'changed',
					lines_added: 1,
					lines_removed: 1,
					patch: '@@ -1,1 +1,1 @@\n-export default () => [];\n+export default () => [1];\n'
				},
				{
					path: 'tool.sh',
					change: 'changed',
					patch: null,
					why: 'from file to executable file, its content the same'
				}
			]
		});
		const page = plainText(await (await fetch(`${address}/software/rising/${second.slice(0, 8)}`)).text());
		expect(page).toContain('+export default () => [1];');
		expect(page).toMatch(/latest\.js \d+ symbolic link main\.js \d+ file tool\.sh 5 executable file/);
		const back = await json(`/software/rising/${first}.json?against=main`);
		expect(back['changes']).toMatchObject([
			{ change: 'removed' },
			{ change: 'changed' },
			{ change: 'changed' }
		]);
	});

	test.each([
		['/software/absent', 'No analysis &quot;absent&quot; is known then, or it is not for you to see.'],
		['/software/rising/v9', 'No version v9 of an analysis rising is known then'],
		['/software/rising/main?file=absent.js', 'has no file absent.js']
	])('%s is not there, and says so', async (path, sentence) => {
		const response = await fetch(address + path);
		expect(response.status).toBe(404);
		expect((await response.text()).replaceAll('"absent"', '&quot;absent&quot;')).toContain(sentence);
	});

	test('tell in the history and the ledger what was recorded', async () => {
		const history = plainText(await (await fetch(`${address}/history/software/rising`)).text());
		expect(history).toContain(`Version ${first.slice(0, 10)} by Ada: Begin`);
		expect(history).toContain(`The branch main moved to ${second.slice(0, 10)}`);
		const [{ batch }] = (await json('/software/rising.json'))['movements'] as [{ batch: string }];
		const ledger = plainText(await (await fetch(`${address}/batches/${batch}`)).text());
		expect(ledger).toContain('software/rising');
		expect(ledger).toContain('1 version of software');
	});
});

test('an administrator deploys a version from its page, and ends it', async () => {
	const { html } = await administrator.get(`/software/rising/${first}`);
	expect(plainText(html)).toContain('Least rise; a number in mag, 1 unless told');
	const refused = await administrator.post(`/software/rising/${first}?/deploy`, [
		['audience', 'public'],
		['parameter rise', 'much']
	]);
	expect(refused.note).toMatch(/'rise' of rising must be a number; got "much"/);
	const done = await administrator.post(`/software/rising/${first}?/deploy`, [
		['audience', 'public'],
		['parameter rise', '0.5']
	]);
	expect(done).toMatchObject({ status: 303 });
	expect(done.location).toMatch(/^\/software\/rising\?recorded=\d+$/);
	const page = plainText((await administrator.get(done.location!)).html);
	expect(page).toMatch(new RegExp(`everyone ${first.slice(0, 10)} rise 0.5`));
	await administrator.post('/software/rising?/endDeployment', [['audience', 'public']]);
	expect((await json('/software/rising.json'))['deployments']).toEqual([]);
});

test('nobody else deploys', async () => {
	const body = JSON.stringify({ name: 'rising', commit: first });
	const credentials: Record<string, string>[] = [{}, { authorization: `Bearer ${member}` }];
	for (const headers of credentials) {
		const response = await fetch(`${address}/api/trpc/software.deploy`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body
		});
		expect([401, 403]).toContain(response.status);
	}
	const anonymous = await formSender(address).get(`/software/rising/${first}`);
	expect(anonymous.html).not.toContain('?/deploy');
});

describe('an upload', () => {
	const packed = (name: string, script = 'export default () => [];\n', more: Zippable = {}) =>
		zipSync({
			[`${name}/analysis.json`]: strToU8(manifestText({ name })),
			[`${name}/main.js`]: strToU8(script),
			...more
		});
	const send = (session: string | null, bytes: Uint8Array, fields: Record<string, string> = {}) => {
		const form = new FormData();
		form.set('archive', new File([bytes as Uint8Array<ArrayBuffer>], 'folder.zip'));
		for (const [name, value] of Object.entries(fields)) form.set(name, value);
		const headers: Record<string, string> = { origin: address, accept: 'text/html' };
		if (session !== null) headers['cookie'] = `lookback_session=${session}`;
		return fetch(`${address}/software?/push`, { method: 'POST', body: form, headers, redirect: 'manual' });
	};

	test('is offered to who may push, and becomes a version with its author and words', async () => {
		expect((await administrator.get('/software')).html).toContain('?/push');
		expect((await formSender(address).get('/software')).html).not.toContain('?/push');
		const fields = { audience: '', branch: '', message: 'From a browser' };
		const sent = await send(administrator.session, packed('uploaded'), fields);
		expect(sent.status).toBe(303);
		const { commits, refs } = await json('/software/uploaded.json');
		expect(commits).toMatchObject([{ author: 'eva', message: 'From a browser' }]);
		expect(refs).toMatchObject([{ ref: 'branch/main' }]);
		const [{ commit }] = commits as [{ commit: string }];
		expect(sent.headers.get('location')).toMatch(new RegExp(`^/software/uploaded/${commit}`));
		expect((await fetch(new URL(sent.headers.get('location')!, address))).status).toBe(200);
	});

	test('may be larger than what other forms send', async () => {
		const noise = new Uint8Array(randomBytes(600_000));
		const sent = await send(administrator.session, packed('larger', undefined, { 'larger/rows.bin': noise }));
		expect(sent.status).toBe(303);
	});

	test('that cannot be taken is refused beside its form, which keeps what was typed', async () => {
		const bytes = zipSync({ 'main.js': strToU8('') });
		const sent = await send(administrator.session, bytes, { message: 'Words typed before' });
		expect(sent.status).toBe(400);
		const html = await sent.text();
		expect(plainText(html)).toContain('The folder is no analysis');
		expect(html).toContain('Words typed before');
	});

	test('is taken from a group for itself alone, and from nobody else', async () => {
		const { secret: session } = await openSession(archive.database, 'ada', 'link', null, clock());
		const { html } = await formSender(address, session).get('/software');
		const [, choice] = /<select name="audience"[^>]*>([^]*?)<\/select>/.exec(html)!;
		expect(plainText(choice!)).toBe('them');
		expect((await send(session, packed('theirs'), { audience: 'them' })).status).toBe(303);
		expect((await fetch(`${address}/software/theirs`)).status).toBe(404);
		expect((await send(session, packed('for-all'))).status).toBe(403);
		expect((await send(session, packed('rising'), { audience: 'them' })).status).toBe(409);
		expect((await send(null, packed('for-all'))).status).toBe(401);
		const viaApi = (headers: Record<string, string>) =>
			fetch(`${address}/api/trpc/software.push`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...headers },
				body: JSON.stringify({
					bytes: Buffer.from(packed('by-token')).toString('base64'),
					audience: 'them'
				})
			});
		expect((await viaApi({})).status).toBe(401);
		const answer = (await (await viaApi({ authorization: `Bearer ${member}` })).json()) as object;
		expect(answer).toMatchObject({ result: { data: { name: 'by-token', branch: 'main' } } });
	});
});

test('the schema of analysis.json is published', async () => {
	const published = await json('/api/analysis.schema.json');
	const written = readFileSync(join(import.meta.dirname, '../../docs/analysis.schema.json'), 'utf8');
	expect(published).toEqual(JSON.parse(written));
});
