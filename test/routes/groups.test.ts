import { beforeAll, describe, expect, test } from 'vitest';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { membershipsAt, setMembership } from '#lib/access/members.server.ts';
import { setPolicy } from '#lib/access/policies.server.ts';
import type { Role } from '#lib/access/roles.ts';
import { openSession } from '#lib/access/people/sessions.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';
import { formSender, plainText, type FormSender } from '../support/form-sender.ts';
import { startPortal } from '../support/portal.ts';

const by = { name: 'test', address: null };
const clock = () => (Date.now() * 1000) as Instant;

let archive: SmallArchive;
let address: string;
let chief: FormSender;
let reader: FormSender;
let eva: FormSender;

beforeAll(async () => {
	archive = await smallArchive();
	address = (await startPortal({ DATABASE_URL: archive.url, LOOKBACK_DATA: archive.dataDir })).address;
	const drafts = { name: 'lvc.drafts', owner: 'lvc', policy: 'group', title: 'Drafts' } as const;
	const since = { publicFrom: null, publicAfterMonths: null, knownAt: parseInstant('2017-08-17T13:00:00Z') };
	await setPolicy(archive.database, { ...drafts, ...since }, 'test', clock());
	chief = await signedIn('chief', 'lvc', 'administrator', '2017-08-17T13:00:00Z');
	reader = await signedIn('ada', 'lvc', 'reader', '2017-08-17T14:00:00Z');
	eva = await signedIn('eva', 'archive', 'administrator', '2016-01-01T00:00:00Z');
}, 300_000);

async function signedIn(person: string, group: string, role: Role, since: string): Promise<FormSender> {
	const change = { group, person, role, isMember: true, knownAt: parseInstant(since) };
	await setMembership(archive.database, change, 'test', clock());
	await makeAccount(archive.database, { person, password: null }, by, clock());
	const { secret } = await openSession(archive.database, person, 'link', null, clock());
	return formSender(address, secret);
}

function setMember(browser: FormSender, fields: Record<string, string>, origin?: string | null) {
	const usual = { group: 'lvc', role: 'reader', is_member: 'true', known_at: '' };
	return browser.post('/groups/lvc?/setMember', Object.entries({ ...usual, ...fields }), origin);
}

const members = async (group = 'lvc') =>
	(await membershipsAt(archive.database, clock(), newestOfAll, { group })).map(({ person }) => person);

describe('the page of a group', () => {
	test('shows who belonged then, and offers to decide only as of now', async () => {
		const now = await chief.get('/groups/lvc');
		expect(plainText(now.html)).toMatch(/Remove ada as reader/);
		const then = await chief.get('/groups/lvc?known=2017-08-17T13:30:00Z');
		expect(plainText(then.html)).toContain('chief administrator');
		expect(then.html).not.toContain('ada');
		expect(then.html).not.toContain('?/setMember');
		expect(then.headers.get('lookback-basis')).toMatch(/^2017-08-17T13:30:00Z~/);
	});

	test('leads from one decision to the next', async () => {
		const { html } = await chief.get('/groups/lvc?known=2017-08-17T13:30:00Z');
		expect(html).toMatch(/href="[^"]*known=2017-08-17T14:00:00Z[^"]*"[^>]*>Later change/);
	});

	test('lets a reader of the group see it, and decide nothing', async () => {
		const { html } = await reader.get('/groups/lvc');
		expect(plainText(html)).toContain('You belong to it now: reader.');
		expect(html).not.toContain('?/set');
	});
});

describe('a member', () => {
	test('is added and removed by the group’s administrator, and the page says in which batch', async () => {
		const added = await setMember(chief, { person: 'zoe', role: 'contributor' });
		expect(added.status).toBe(303);
		expect(added.location).toMatch(/^\/groups\/lvc\?recorded=\d+$/);
		expect((await chief.get(added.location!)).note).toMatch(/^Recorded in batch \d+ ?\.$/);
		expect(await members()).toContain('zoe');
		const removed = await setMember(chief, { person: 'zoe', role: 'contributor', is_member: 'false' });
		expect(removed.status).toBe(303);
		expect(await members()).not.toContain('zoe');
	});

	test('who is removed is offered back in the form, as what they were, until they are', async () => {
		await setMember(chief, { person: 'yan', role: 'planner' });
		const { location } = await setMember(chief, { person: 'yan', role: 'planner', is_member: 'false' });
		const page = await chief.get(location!);
		expect(page.note).toMatch(
			/^Recorded in batch \d+ ?\. That yan was planner until then stays known; yan may be added again below/
		);
		const offered = /<details[^>]* open[^]*?<\/details>/.exec(page.html)![0];
		expect(offered).toMatch(/name="person"[^>]*value="yan"|value="yan"[^>]*name="person"/);
		expect(offered).toMatch(/value="planner"[^>]* checked/);
		// anybody can write an address: it offers nobody whom no such record names
		expect((await chief.get(`${location}9999`)).html).not.toContain('yan may be');
		expect((await reader.get(location!)).html).not.toContain('added again');
		await setMember(chief, { person: 'yan', role: 'planner' });
		const later = await chief.get(location!);
		expect(later.note).toMatch(/^Recorded in batch \d+ ?\.$/);
		expect(later.html).not.toMatch(/<details[^>]* open/);
	});

	test('of a group that nobody else could administer is not removed by themselves', async () => {
		const own = { person: 'eva', group: 'archive', role: 'administrator', is_member: 'false' };
		const page = await eva.post('/groups/archive?/setMember', Object.entries({ ...own, known_at: '' }));
		expect(page.status).toBe(409);
		expect(page.note).toMatch(/^Nobody could administer the archive without eva/);
		expect(await members('archive')).toEqual(['eva']);
	});

	test('is not added by whoever may not, nor from another site', async () => {
		const refused = await setMember(reader, { person: 'mallory' });
		expect(refused.status).toBe(403);
		expect(refused.note).toMatch(/wants the role administrator in the group lvc, which ada does not have/);
		expect((await setMember(chief, { person: 'mallory' }, 'http://evil.test')).status).toBe(403);
		expect((await setMember(chief, { person: 'mallory' }, null)).status).toBe(403);
		// who may know nothing of the group is not even told that this is refused
		expect((await setMember(formSender(address), { person: 'mallory' })).status).toBe(404);
		expect(await members()).not.toContain('mallory');
	});

	test('of another group is not added by naming that group in the form', async () => {
		expect(
			(await setMember(chief, { person: 'chief', group: 'archive', role: 'administrator' })).status
		).toBe(403);
		expect(await members('archive')).toEqual(['eva']);
	});

	test('who is refused leaves the form as it was', async () => {
		const page = await setMember(chief, { person: 'xena', role: 'curator', known_at: 'last summer' });
		expect(page.status).toBe(400);
		expect(page.note).toMatch(/known_at is not read/);
		expect(page.html).toMatch(/name="person"[^>]*value="xena"|value="xena"[^>]*name="person"/);
		expect(page.html).toContain('value="last summer"');
	});

	test('founds a group, by the word of an administrator of the archive', async () => {
		const founds = (browser: FormSender) =>
			browser.post('/groups?/setMember', [
				['group', 'rubin'],
				['person', 'vera'],
				['role', 'administrator'],
				['is_member', 'true'],
				['known_at', '']
			]);
		expect((await founds(chief)).status).toBe(403);
		expect((await founds(eva)).location).toMatch(/^\/groups\/rubin\?recorded=/);
		expect((await eva.get('/groups/rubin')).status).toBe(200);
		expect((await chief.get('/groups/rubin')).status).toBe(404);
	});
});

describe('a policy', () => {
	const decide = (browser: FormSender, fields: Record<string, string>) =>
		browser.post(
			'/groups/lvc?/setPolicy',
			Object.entries({ name: 'lvc.drafts', public_from: '', public_after_months: '', title: '', ...fields })
		);

	test('is decided by the group’s administrator, and the public sees it then', async () => {
		const opened = await decide(chief, { policy: 'public-after', public_after_months: '18' });
		expect(opened.location).toMatch(/^\/groups\/lvc\?recorded=/);
		const page = plainText((await formSender(address).get('/collections')).html);
		expect(page).toContain('lvc.drafts Drafts lvc everyone 18 months after observation what is old enough');
		expect((await decide(chief, { policy: 'group' })).status).toBe(303);
		expect((await formSender(address).get('/collections')).html).not.toContain('lvc.drafts');
	});

	test('that contradicts itself, or is not one’s to decide, is refused beside the form', async () => {
		const { note, html } = await decide(chief, { policy: 'public-from' });
		expect(note).toMatch(/wants the moment from which/);
		expect(html).toMatch(/<details[^>]* open[^>]*>[^]*?wants the moment from which[^]*?<form[^>]*setPolicy/);
		expect(html).toMatch(/<option[^>]*value="public-from"[^>]* selected/);
		expect((await decide(reader, { policy: 'public' })).status).toBe(403);
		expect((await decide(chief, { policy: 'public', owner: 'survey' })).status).toBe(403);
		expect((await decide(chief, { policy: 'public', name: 'ztf.public' })).status).toBe(403);
	});
});

test('the audit log is a page for administrators of the archive', async () => {
	const page = await eva.get('/audit?person=chief');
	expect(page.status).toBe(200);
	expect(plainText(page.html)).toContain('account made');
	expect((await chief.get('/audit')).status).toBe(403);
});
