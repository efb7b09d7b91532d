import { beforeAll, describe, expect, test } from 'vitest';
import { note } from '#lib/access/people/audit.server.ts';
import { setMembership } from '#lib/access/members.server.ts';
import { setPolicy, type PolicyChange } from '#lib/access/policies.server.ts';
import type { Role } from '#lib/access/roles.ts';
import { makeToken } from '#lib/access/people/tokens.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { domainError } from '#lib/api/errors.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { getter, present, smallArchive, type SmallArchive } from '../support/archive.ts';

const by = { name: 'test', address: null };
const hour = 3_600_000_000;

let archive: SmallArchive;
let get: ReturnType<typeof getter>;
/** Tokens by who holds them; the public holds none. */
const tokens: Record<string, string | undefined> = {};

beforeAll(async () => {
	archive = await smallArchive();
	get = getter(archive);
	// the partners knew of GW170817 within the hour; the public read of it when its embargo ended
	await decide('lvc.circulars', 'public-from', '2017-08-17T13:00:00Z', {
		publicFrom: parseInstant('2017-10-16T14:00:00Z'),
		title: 'Circulars of the follow-up'
	});
	await decide('lvc.drafts', 'group', '2017-08-17T13:00:00Z', { title: 'Drafts' });
	await decide('survey.nights', 'public-after', '2018-01-01T00:00:00Z', { publicAfterMonths: 18 });
	await member('ada', 'lvc', 'reader', '2017-08-17T14:00:00Z');
	await member('ben', 'lvc', 'reader', '2017-08-17T15:00:00Z');
	await member('ben', 'lvc', 'reader', '2017-08-20T00:00:00Z', false);
	await member('cleo', 'lvc', 'administrator', '2018-01-01T00:00:00Z');
	await member('cleo', 'survey', 'reader', '2018-01-01T00:00:00Z');
	await member('dan', 'survey', 'reader', '2018-01-01T00:00:00Z');
	await member('eva', 'archive', 'administrator', '2016-01-01T00:00:00Z');
	tokens['a member'] = await token('ada');
	tokens['a former member'] = await token('ben');
	tokens['a member of another group'] = await token('dan');
	tokens['an administrator of the group'] = await token('cleo');
	tokens['their token that may only read'] = await token('cleo', { may_write: false });
	tokens['their token for another group'] = await token('cleo', { groups: ['survey'] });
	tokens['an administrator of the archive'] = await token('eva');
	tokens['who holds the archive'] = archive.token;
}, 120_000);

function decide(name: string, policy: PolicyChange['policy'], at: string, more: Partial<PolicyChange> = {}) {
	const owner = name.split('.')[0]!;
	const usual = { publicFrom: null, publicAfterMonths: null, title: name };
	const change = { name, owner, policy, ...usual, ...more, knownAt: parseInstant(at) };
	return setPolicy(archive.database, change, 'test', present);
}

function member(person: string, group: string, role: Role, at: string, isMember = true) {
	const change = { group, person, role, isMember, knownAt: parseInstant(at) };
	return setMembership(archive.database, change, 'test', present);
}

let made = 0;
function token(person: string, scope: { may_write?: boolean; groups?: string[] } = {}) {
	const wish = {
		person,
		label: `token ${made++}`,
		may_write: true,
		groups: null,
		expires_at: null,
		...scope
	};
	return makeToken(archive.database, wish, by, present);
}

/** Procedures as somebody calls them, some hours after the present of tests. */
function as(who: string, hoursLater = 0) {
	const text = tokens[who];
	const authorization = text === undefined ? null : `Bearer ${text}`;
	return callerOf(
		contextOf(() => archive, { authorization, session: null }, (present + hoursLater * hour) as Instant)
	);
}

/** Code and kind of what a call is refused with. */
async function refusal(call: Promise<unknown>) {
	const error = domainError(await call.then(() => null).catch((thrown: unknown) => thrown));
	return error ? `${error.kind} ${error.code}` : 'nothing';
}

const everyone = [
	'the public',
	'a member',
	'a former member',
	'a member of another group',
	'an administrator of the group',
	'their token that may only read',
	'their token for another group',
	'an administrator of the archive',
	'who holds the archive'
];
const outsiders = [
	'the public',
	'a former member',
	'a member of another group',
	'their token for another group'
];
const insiders = everyone.filter((one) => !outsiders.includes(one));

describe('collections', () => {
	test.each(outsiders)('that are closed are not named to %s', async (who) => {
		const { collections } = await as(who).collections.list({});
		expect(collections.map(({ name }) => name)).toContain('lvc.circulars');
		expect(JSON.stringify(collections, bigints)).not.toContain('rafts');
	});

	test.each(insiders)('of the group are all named to %s', async (who) => {
		const { collections } = await as(who).collections.list({});
		expect(collections.map(({ name }) => name)).toContain('lvc.drafts');
	});

	test('say what everyone saw of them at the moment asked about, under the policy known then', async () => {
		const saw = async (known: string) => {
			const { collections } = await as('a member').collections.list({ known });
			return collections.find(({ name }) => name === 'lvc.circulars')?.public_saw;
		};
		expect(await saw('2017-08-18T00:00:00Z')).toBe('nothing');
		expect(await saw('2017-10-16T14:00:00Z')).toBe('all');
	});

	test('that open row by row are told apart from those seen whole', async () => {
		const nights = async (who: string) =>
			(await as(who).collections.list({})).collections.find(({ name }) => name === 'survey.nights');
		expect(await nights('the public')).toMatchObject({ is_open: false, public_saw: 'part' });
		expect(await nights('a member of another group')).toMatchObject({ is_open: true, public_saw: 'part' });
	});

	test('are files with their policies', async () => {
		const response = await get('/collections.csv?known=2017-08-18T00:00:00Z', tokens['a member']);
		const lines = (await response.text()).split(/\r?\n/);
		expect(lines.find((line) => line.startsWith('lvc.circulars,'))).toMatch(
			/^lvc\.circulars,lvc,Circulars of the follow-up,public-from,2017-10-16T14:00:00Z,,2017-08-17T13:00:00Z,nothing,/
		);
	});
});

test('who wrote a batch and what for is told to administrators, and not as an audience sees it', async () => {
	const told = async (who: string, as_seen_by?: string) => {
		const { batches } = await as(who).batches.list({ as_seen_by });
		const { batch, recorded } = await as(who).batches.read({ number: '1', as_seen_by });
		return [batches.at(-1)!.actor, batch.actor, batch.note, Object.keys(recorded).length > 0];
	};
	for (const who of ['an administrator of the archive', 'who holds the archive']) {
		expect(await told(who)).toEqual(['test', 'test', 'invented', true]);
		for (const audience of ['public', 'lvc'])
			expect(await told(who, audience)).toEqual([null, null, null, false]);
	}
	expect(await told('a member')).toEqual([null, null, null, false]);
});

describe('groups', () => {
	test('are one’s own, with one’s roles, and owners of what one may see', async () => {
		const { groups } = await as('an administrator of the group').groups.list({});
		expect(groups.find(({ name }) => name === 'lvc')).toEqual({
			name: 'lvc',
			roles: ['administrator'],
			collections: 2
		});
		expect((await as('the public').groups.list({})).groups).toContainEqual({
			name: 'lvc',
			roles: [],
			collections: 1
		});
	});

	test.each(everyone)(
		'without a collection that is seen are named to %s only if that is right',
		async (who) => {
			const { groups } = await as(who).groups.list({});
			const rightly = ['an administrator of the archive', 'who holds the archive'].includes(who);
			expect(groups.some(({ name }) => name === 'archive')).toBe(rightly);
		}
	);

	test.each(outsiders)('tell %s nothing of their members', async (who) => {
		const group = await as(who).groups.read({ name: 'lvc' });
		expect(group).toMatchObject({ members: [], members_withheld: true });
		expect(group.collections.map(({ name }) => name)).toEqual(['lvc.circulars']);
		expect(JSON.stringify(group, bigints)).not.toMatch(/"(ada|ben|cleo)"|rafts/);
	});

	test.each(insiders)('tell %s who belonged when', async (who) => {
		const at = async (known: string) =>
			(await as(who).groups.read({ name: 'lvc', known })).members.map(({ person }) => person);
		expect(await at('2017-08-17T13:30:00Z')).toEqual([]);
		expect(await at('2017-08-18T00:00:00Z')).toEqual(['ada', 'ben']);
		expect(await at('2017-09-01T00:00:00Z')).toEqual(['ada']);
		expect(await at('2020-01-01T00:00:00Z')).toEqual(['ada', 'cleo']);
	});

	test('tell their members what was decided by then, the latest first', async () => {
		const { decisions } = await as('a member').groups.read({ name: 'lvc', known: '2017-08-18T00:00:00Z' });
		expect(decisions.map(({ about, what }) => `${about} ${what}`)).toEqual([
			'ben joins as reader',
			'ada joins as reader',
			'lvc.drafts is seen by its group alone',
			'lvc.circulars is seen by everyone from 2017-10-16T14:00:00Z'
		]);
	});

	test('as seen by the public show not even a member who belongs to them', async () => {
		const public_ = { name: 'lvc', as_seen_by: 'public' };
		expect(await as('a member').groups.read(public_)).toMatchObject({ members: [], members_withheld: true });
		const theirs = await as('a member').groups.read({ name: 'lvc', as_seen_by: 'lvc' });
		expect(theirs.members_withheld).toBe(false);
	});

	test.each(['the public', 'a former member', 'a member', 'an administrator of the group'])(
		'that are not there and those %s may know nothing of are answered alike',
		async (who) => {
			const words = async (name: string) => {
				const error = domainError(
					await as(who)
						.groups.read({ name })
						.catch((thrown: unknown) => thrown)
				);
				return error && `${error.kind} ${error.code} ${error.message.replaceAll(name, '')}`;
			};
			expect(await words('archive')).toBe(await words('no-such-group'));
			expect(await words('archive')).toMatch(/^not-found access\/unknown-group/);
		}
	);

	test('are files, members first', async () => {
		const csv = await get('/groups/lvc.csv?known=2017-08-18T00:00:00Z', tokens['a member']);
		expect(await csv.text()).toMatch(/person,role,known_at\r?\nada,reader,2017-08-17T14:00:00Z/);
		const decisions = await get('/groups/lvc.ndjson?table=decisions', tokens['a member']);
		expect((await decisions.text()).trim().split('\n').length).toBeGreaterThanOrEqual(6);
	});
});

describe('who belongs to a group', () => {
	const zoe = { group: 'lvc', person: 'zoe', role: 'reader', is_member: true } as const;

	test.each([
		['the public', 'unauthenticated access/token-wanted'],
		['a member', 'forbidden access/not-allowed'],
		['a former member', 'forbidden access/not-allowed'],
		['a member of another group', 'forbidden access/not-allowed'],
		['their token that may only read', 'forbidden access/read-only'],
		['their token for another group', 'forbidden access/not-allowed']
	])('is not for %s to decide', async (who, code) => {
		expect(await refusal(as(who).groups.setMember(zoe))).toBe(code);
	});

	test.each(['an administrator of the group', 'an administrator of the archive', 'who holds the archive'])(
		'is for %s to decide, and who belonged stays known',
		async (who) => {
			const person = `new-${insiders.indexOf(who)}`;
			const members = async (known?: string) =>
				(await as(who, 3).groups.read({ name: 'lvc', known })).members.map((one) => one.person);
			await as(who, 1).groups.setMember({ ...zoe, person });
			expect(await members()).toContain(person);
			await as(who, 2).groups.setMember({ ...zoe, person, is_member: false });
			expect(await members()).not.toContain(person);
			expect(await members('2026-06-01T01:30:00Z')).toContain(person);
		}
	);

	test('of the archive is for its own administrators to decide', async () => {
		const wish = { ...zoe, group: 'archive', role: 'administrator' } as const;
		expect(await refusal(as('an administrator of the group').groups.setMember(wish))).toBe(
			'forbidden access/not-allowed'
		);
		await as('an administrator of the archive', 1).groups.setMember({ ...wish, person: 'zoe' });
		const { members } = await as('an administrator of the archive', 2).groups.read({ name: 'archive' });
		expect(members.map(({ person }) => person)).toEqual(['eva', 'zoe']);
	});

	test('is not decided twice alike, nor in the future', async () => {
		const administrator = as('an administrator of the group');
		expect(await refusal(administrator.groups.setMember({ ...zoe, person: 'ada' }))).toBe(
			'conflict access/nothing-changes'
		);
		expect(await refusal(administrator.groups.setMember({ ...zoe, is_member: false }))).toBe(
			'conflict access/nothing-changes'
		);
		expect(await refusal(administrator.groups.setMember({ ...zoe, known_at: '2099-01-01' }))).toBe(
			'incorrect access/bad-membership'
		);
	});

	test('is recorded under the name of who decided', async () => {
		await as('an administrator of the group', 5).groups.setMember({ ...zoe, person: 'yan' });
		const { batches } = await as('an administrator of the archive', 6).batches.list({ limit: 1 });
		expect(batches[0]).toMatchObject({ actor: 'cleo', kind: 'membership' });
	});
});

describe('who may see a collection', () => {
	const wish = { name: 'lvc.drafts', policy: 'public' } as const;

	test.each([
		['the public', 'unauthenticated access/token-wanted'],
		['a member', 'forbidden access/not-allowed'],
		['a member of another group', 'forbidden access/not-allowed'],
		['their token that may only read', 'forbidden access/read-only'],
		['their token for another group', 'forbidden access/not-allowed']
	])('is not for %s to decide', async (who, code) => {
		expect(await refusal(as(who).collections.setPolicy(wish))).toBe(code);
	});

	test('is answered alike where there is no such collection', async () => {
		const words = async (name: string) =>
			domainError(
				await as('a former member')
					.collections.setPolicy({ ...wish, name })
					.catch((thrown: unknown) => thrown)
			)?.message.replace(name, '');
		expect(await words('lvc.drafts')).toBe(await words('no.such'));
	});

	test('is for an administrator of its group, of that group alone', async () => {
		const administrator = as('an administrator of the group', 1);
		await administrator.collections.setPolicy({ ...wish, policy: 'public-after', public_after_months: '6' });
		const { collections } = await as('the public', 2).collections.list({});
		expect(collections.find(({ name }) => name === 'lvc.drafts')).toMatchObject({
			policy: 'public-after',
			public_after_months: 6,
			owner: 'lvc',
			title: 'Drafts'
		});
		await as('an administrator of the group', 3).collections.setPolicy({ ...wish, policy: 'group' });
		expect(await refusal(administrator.collections.setPolicy({ ...wish, name: 'survey.nights' }))).toBe(
			'forbidden access/not-allowed'
		);
	});

	test('goes to another group by the archive’s administrators alone, and the old owner has no say then', async () => {
		const given = { name: 'lvc.circulars', policy: 'public', owner: 'survey' } as const;
		expect(await refusal(as('an administrator of the group', 4).collections.setPolicy(given))).toBe(
			'forbidden access/not-allowed'
		);
		await as('an administrator of the archive', 4).collections.setPolicy(given);
		expect(
			await refusal(
				as('an administrator of the group', 5).collections.setPolicy({ ...given, policy: 'group' })
			)
		).toBe('forbidden access/not-allowed');
		const { collections } = await as('the public', 5).groups.read({ name: 'survey' });
		expect(collections.map(({ name }) => name)).toContain('lvc.circulars');
		await as('an administrator of the archive', 6).collections.setPolicy({ ...given, owner: 'lvc' });
	});

	test('is not decided without the moment or the months, nor twice alike', async () => {
		const administrator = as('an administrator of the group', 9);
		expect(await refusal(administrator.collections.setPolicy({ ...wish, policy: 'public-from' }))).toBe(
			'incorrect access/bad-policy'
		);
		expect(await refusal(administrator.collections.setPolicy({ ...wish, policy: 'group' }))).toBe(
			'conflict access/nothing-changes'
		);
	});
});

describe('the audit log', () => {
	test.each([
		['the public', 'unauthenticated access/token-wanted'],
		['a member', 'forbidden access/not-allowed'],
		['an administrator of the group', 'forbidden access/not-allowed']
	])('is not for %s', async (who, code) => {
		expect(await refusal(as(who).audit.list({}))).toBe(code);
	});

	test('is read page by page, of all or of a person', async () => {
		const administrator = as('an administrator of the archive', 1);
		const all = await administrator.audit.list({ limit: 1000 });
		const numbers: bigint[] = [];
		let cursor: string | undefined;
		do {
			const page = await administrator.audit.list({ limit: 3, cursor });
			numbers.push(...page.entries.map(({ entry }) => entry));
			cursor = page.next_cursor ?? undefined;
		} while (cursor);
		expect(numbers).toEqual(all.entries.map(({ entry }) => entry));
		const ofCleo = await administrator.audit.list({ person: 'cleo' });
		expect(ofCleo.entries.map(({ act, person }) => `${act} ${person}`)).toEqual(
			Array(3).fill('token-made cleo')
		);
	});

	test('ends at the moment asked about', async () => {
		const later = (present + 100 * hour) as Instant;
		await note(archive.database, by, { act: 'sign-in', person: 'late', detail: 'link' }, later);
		const people = async (known?: string) =>
			(await as('who holds the archive', 200).audit.list({ known })).entries.map(({ person }) => person);
		expect(await people()).toContain('late');
		expect(await people('2026-06-02T00:00:00Z')).not.toContain('late');
	});

	test('is a file to its end, over pages', async () => {
		const response = await get('/audit.ndjson', archive.token);
		expect(response.status).toBe(200);
		expect((await response.text()).trim().split('\n').length).toBeGreaterThanOrEqual(7);
	});
});

const bigints = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
