import { afterAll } from 'vitest';
import { makeAccount } from '#lib/access/people/accounts.server.ts';
import type { Actor } from '#lib/access/people/audit.server.ts';
import { setMembership } from '#lib/access/members.server.ts';
import type { Role } from '#lib/access/roles.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { Instant } from '#lib/sky/time.ts';
import { testDatabase } from '../../support/database.ts';

/** The present of these tests. */
export const now = parseInstant('2026-06-01T00:00:00Z');
export const by: Actor = { name: 'test', address: null };
/** Words that nobody would guess. */
export const password = 'umbrella teapot lantern river';

const minute = 60_000_000;
/** So many minutes after the present. */
export const later = (minutes: number) => (now + minutes * minute) as Instant;
export const day = 24 * 60;

/** An empty database as the application sees it, closed when the test file is done. */
export async function emptyDatabase(): Promise<{ database: Database; url: string }> {
	const url = await testDatabase();
	const database = openDatabase(url, { max: 12, role: 'lookback_app' });
	closeLater.push(database);
	return { database, url };
}

/** An account with `password`, unless another is given. */
export function account(database: Database, person: string, own: string | null = password) {
	return makeAccount(database, { person, password: own }, by, now);
}

export function member(database: Database, person: string, group: string, role: Role = 'reader') {
	const change = { group, person, role, isMember: true, knownAt: now };
	return setMembership(database, change, 'test', now);
}

const closeLater: Database[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(async () => {
	for (const database of closeLater.splice(0)) await database.close();
});
