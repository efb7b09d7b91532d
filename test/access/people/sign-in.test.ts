import { beforeAll, describe, expect, it } from 'vitest';
import { setDisabled } from '#lib/access/people/accounts.server.ts';
import { listAudit } from '#lib/access/people/audit.server.ts';
import { signInWithPassword } from '#lib/access/people/sign-in.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { newestOfAll } from '#lib/db/ledger.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { account, by, emptyDatabase, later, now, password } from './people.ts';

let database: Database;
beforeAll(async () => {
	({ database } = await emptyDatabase());
	await account(database, 'ada');
	await account(database, 'müller');
	await account(database, 'without', null);
	await account(database, 'disabled');
	await setDisabled(database, 'disabled', true, by, now);
});

let addresses = 0;
/** An address that nobody has tried from. */
const fresh = () => `192.0.2.${++addresses}`;

/** What a try comes to: the person, or the code of the refusal. */
async function tries(person: string, tried: string, address: string, at: Instant = now): Promise<string> {
	try {
		return (await signInWithPassword(database, { person, password: tried }, address, at)).person;
	} catch (error) {
		if (error instanceof LookbackError) return error.code;
		throw error;
	}
}
const wrong = 'not the right lantern';
const [refused, wait] = ['access/sign-in-refused', 'access/too-many-attempts'];

it('a person signs in with their password, however name and password are composed', async () => {
	expect(await tries('ada', password, fresh())).toBe('ada');
	expect(await tries('müller'.normalize('NFD'), password.normalize('NFD'), fresh())).toBe('müller');
});

it.each([
	['a wrong password', 'ada', wrong],
	['a name in other letters', 'Ada', password],
	['a name with a space', 'ada ', password],
	['an unknown name', 'nobody', password],
	['an account without a password', 'without', password],
	['an account without a password, and none', 'without', ''],
	['a disabled account', 'disabled', password],
	['a disabled account and a wrong password', 'disabled', wrong],
	['a reserved name', 'administrator', password],
	['nothing', '', ''],
	['a name with NUL', 'a\0b', password],
	['a name with half of a surrogate pair', '\ud800', password],
	['a password with NUL', 'ada', 'a\0b'],
	['a password with half of a surrogate pair', 'ada', '\udfff'],
	['a million letters', 'x'.repeat(1_000_000), 'y'.repeat(1_000_000)]
])('%s is refused with the very same words', async (_, person, tried) => {
	const refusal = signInWithPassword(database, { person, password: tried }, fresh(), now);
	await expect(refusal).rejects.toMatchObject({
		kind: 'unauthenticated',
		code: refused,
		message: 'Nobody signs in with that name and password here.',
		data: {}
	});
});

it('what is typed in the place of a name is kept nowhere unless it is one', async () => {
	await tries('my secret password', wrong, fresh());
	await tries('ada', wrong, fresh());
	const entries = await listAudit(database, { before: newestOfAll, person: null, limit: 1000 });
	const [kept] = await database.sql<
		{ text: string }[]
	>`select string_agg(audit::text, ' ') as text from audit`;
	expect(kept!.text).not.toMatch(/my secret|not the right/);
	expect(entries[0]).toMatchObject({ act: 'sign-in-refused', person: 'ada', actor: 'anonymous' });
	expect(entries[1]).toMatchObject({ act: 'sign-in-refused', person: null });
});

describe('guessing', () => {
	it.each(['ada', 'without', 'disabled', 'nobody at all', 'anonymous', 'a\0'])(
		'%j at one address ends after five tries, for quarter of an hour, the right password included',
		async (person) => {
			const address = fresh();
			const told: string[] = [];
			for (let i = 0; i < 6; i++) told.push(await tries(person, wrong, address));
			expect(told).toEqual([refused, refused, refused, refused, refused, wait]);
			expect(await tries(person, password, address)).toBe(wait);
			expect(await tries(person, wrong, address, later(14.9))).toBe(wait);
			expect(await tries(person, wrong, address, later(15))).toBe(refused);
		}
	);

	it('is not stopped for others at the address, nor for the person elsewhere', async () => {
		const address = fresh();
		for (let i = 0; i < 6; i++) await tries('disabled', wrong, address);
		expect(await tries('ada', password, address)).toBe('ada');
		expect(await tries('ada', password, fresh())).toBe('ada');
	});

	it.each(['ada', 'nobody'])(
		'%s sixty times at the same moment ends after five tries all the same',
		async (person) => {
			const address = fresh();
			const at = later(100);
			const told = await Promise.all(Array.from({ length: 60 }, () => tries(person, wrong, address, at)));
			expect(told.filter((one) => one === refused)).toHaveLength(5);
			expect(told.filter((one) => one === wait)).toHaveLength(55);
		}
	);

	it('many names at one address ends after thirty tries', async () => {
		const address = fresh();
		const told: string[] = [];
		for (let i = 0; i < 31; i++) told.push(await tries(`someone${i}`, wrong, address));
		expect(told.indexOf(wait)).toBe(30);
		expect(await tries('ada', password, address)).toBe(wait);
		expect(await tries('ada', password, address, later(15))).toBe('ada');
	});

	it.each(['ada', 'nobody'])('%s from many addresses ends after fifty tries', async (person) => {
		const at = later(200);
		const told: string[] = [];
		for (let i = 0; i < 51; i++) told.push(await tries(person, wrong, fresh(), at));
		expect(told.indexOf(wait)).toBe(50);
	});
});
