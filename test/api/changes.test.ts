import { afterEach, beforeAll, expect, test } from 'vitest';
import { setMembership } from '#lib/access/members.server.ts';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import { makeToken, revokeTokens } from '#lib/access/people/tokens.server.ts';
import { localViewer } from '#lib/access/viewer.server.ts';
import { contextOf } from '#lib/api/context.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { newestBatch } from '#lib/archive/index.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { Seals } from '#lib/db/seals.server.ts';
import { recordFacilities, seedFacilities } from '#lib/planner/facilities/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { smallArchive, type SmallArchive } from '../support/archive.ts';

const clock = () => (Date.now() * 1000) as Instant;
const by = { name: 'test', address: null };
const past = parseInstant('2020-01-01T00:00:00Z');

let archive: SmallArchive;
let seals: Seals;
const tokens = new Map<string, string>();

beforeAll(async () => {
	archive = await smallArchive();
	for (const [person, group] of [
		['pat', 'blue'],
		['eve', 'red']
	] as const) {
		await makeAccount(archive.database, { person, password: null }, by, clock());
		await join(person, group, true);
		const scope = { person, label: person, may_write: true, groups: null, expires_at: null };
		tokens.set(person, await makeToken(archive.database, scope, by, clock()));
	}
});
afterEach(() => seals.close());

function join(person: string, group: string, isMember: boolean, knownAt = past) {
	const wish = { group, person, role: 'planner', isMember, knownAt } as const;
	return setMembership(archive.database, wish, 'test', clock());
}

function as(person: string | null) {
	const authorization = person === null ? null : `Bearer ${tokens.get(person)}`;
	return contextOf(() => ({ ...archive, seals }), { authorization, session: null }, clock());
}

interface Told {
	readonly batch: bigint;
	readonly changed: readonly string[];
}

/** Follows as somebody from now on; `next` is what is told next, undefined at the end. */
async function following(person: string | null) {
	const { batch: since } = await newestBatch(archive.database);
	const ends = new AbortController();
	const told = (await callerOf(as(person), { signal: ends.signal }).changes.follow({
		since
	})) as AsyncIterable<[id: string, told: Told, mark: unknown]>;
	const stream = told[Symbol.asyncIterator]();
	let asked = stream.next();
	const next = async () => {
		const { done, value } = await asked;
		if (!done) asked = stream.next();
		return done ? undefined : value[1];
	};
	return { next, end: () => ends.abort() };
}

let numbered = 0;
async function begin(audience: string) {
	const campaign = `campaign-${++numbered}`;
	const target = { name: 'x', raDeg: 10, decDeg: 10, sets: [{ band: 'r', exposureSec: 60 }] };
	const caller = callerOf(
		contextOf(() => archive, { authorization: `Bearer ${archive.token}`, session: null }, clock())
	);
	await caller.campaigns.save({
		...{ campaign, title: campaign, audience, owner: audience, goals: { targets: [target] } },
		is_anonymous: false
	});
}

test('whoever follows is told what changed of what they may see, and others nothing', async () => {
	seals = new Seals(archive.database, clock);
	const [pat, eve, nobody] = [await following('pat'), await following('eve'), await following(null)];
	await begin('blue');
	expect((await pat.next())!.changed).toEqual(['campaign']);
	await begin('public');
	const { batch } = await newestBatch(archive.database);
	// what was closed to them is passed over without a word
	expect(await eve.next()).toEqual({ batch, changed: ['campaign'] });
	expect(await nobody.next()).toEqual({ batch, changed: ['campaign'] });
	expect(await pat.next()).toEqual({ batch, changed: ['campaign'] });
});

test('what was sealed before somebody followed is told at once', async () => {
	seals = new Seals(archive.database, clock);
	const { batch: since } = await newestBatch(archive.database);
	await begin('public');
	const ends = new AbortController();
	const stream = (await callerOf(as(null), { signal: ends.signal }).changes.follow({
		since
	})) as AsyncIterable<[string, Told]>;
	for await (const [id, { batch, changed }] of stream) {
		expect([id, batch, changed]).toEqual([String(since + 1n), since + 1n, ['campaign']]);
		break;
	}
});

test('a member who leaves is told no more of the group, and a token that is revoked of nothing', async () => {
	seals = new Seals(archive.database, clock);
	const pat = await following('pat');
	await begin('blue');
	expect((await pat.next())!.changed).toEqual(['campaign']);
	await join('pat', 'blue', false, clock());
	await begin('blue');
	await begin('public');
	const { batch } = await newestBatch(archive.database);
	expect(await pat.next()).toEqual({ batch, changed: ['campaign'] });
	await revokeTokens(archive.database, 'pat', 'pat', by, clock());
	await begin('public');
	await expect(pat.next()).rejects.toThrow(/token/);
});

test('the portal’s end ends all that follows, and a client that leaves its own', async () => {
	seals = new Seals(archive.database, clock);
	const [first, second] = [await following(null), await following(null)];
	first.end();
	expect(await first.next()).toBeUndefined();
	seals.close();
	expect(await second.next()).toBeUndefined();
});

test('what is not announced is found all the same', async () => {
	seals = new Seals(archive.database, clock);
	const nobody = await following(null);
	const by = { viewer: await localViewer(archive.database), actor: 'test', now: clock() };
	const owner = openDatabase(archive.url, { max: 1 });
	const lines = () => owner.sql`
		select pg_terminate_backend(pid) from pg_stat_activity
		where datname = current_database() and query ilike 'listen%'`;
	while ((await lines()).length === 0);
	await owner.close();
	await recordFacilities(archive, [{ facility: seedFacilities()[0]! }], by);
	expect((await nobody.next())!.changed).toEqual(['facility']);
}, 20_000);
