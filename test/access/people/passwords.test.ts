import { describe, expect, it } from 'vitest';
import { assertGoodPassword, hashPassword, isPassword } from '#lib/access/people/passwords.server.ts';

/** Made by argon2-cffi 25.1 (libargon2): salt 00 01 … 0f, m=19456, t=2, p=1, 32 bytes. */
const vector = {
	password: 'corréct horse battery staple fi',
	phc: '$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$swWd9auRXCKgtqS9KFs5Kvr5YIEPU9ewkjQ8EstRXfU'
};

describe('a password that is kept', () => {
	it('is what another implementation of Argon2id makes of it', async () => {
		expect(await isPassword(vector.password, vector.phc)).toBe(true);
		expect(await isPassword(vector.password.replace('horse', 'house'), vector.phc)).toBe(false);
	});

	it('is written as a PHC string with the cost that OWASP names first, under a salt of its own', async () => {
		const [one, other] = await Promise.all([hashPassword('the same words'), hashPassword('the same words')]);
		expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
		expect(one).not.toBe(other);
		expect(await isPassword('the same words', one)).toBe(true);
		expect(await isPassword('the same words', other)).toBe(true);
	});

	it('is the same however a keyboard composes its letters', async () => {
		const composed = 'Zwölf Boxkämpfer';
		const kept = await hashPassword(composed.normalize('NFD'));
		expect(composed.normalize('NFD')).not.toBe(composed);
		expect(await isPassword(composed, kept)).toBe(true);
		expect(await isPassword('Zwolf Boxkampfer', kept)).toBe(false);
		expect(await isPassword(vector.password.replace('fi', '\ufb01'), vector.phc)).toBe(true);
	});

	it('is nobody’s where nothing is kept, whatever is tried', async () => {
		for (const tried of ['', 'a', vector.password]) expect(await isPassword(tried, null)).toBe(false);
	});

	it('of another form is a fault, and never right', async () => {
		await expect(isPassword('x', '$2b$12$abcdefghijklmnopqrstuv')).rejects.toThrow(/not Argon2id/);
	});
});

describe('a new password is refused', () => {
	it.each([
		['short', 'Xq7#v9!pLm2', /12 to 200 characters; this one has 11/],
		['common', 'password12345', /too easy to guess/],
		['a row of keys', 'qwertyuiop12', /too easy to guess/],
		['the same letter', 'aaaaaaaaaaaaaaaa', /too easy to guess/],
		['the name of its person', 'Ada.Lovelace1', /too easy to guess/],
		['the name of this program', 'lookbacklookback', /too easy to guess/],
		['names with something between them', 'lookback-ada.lovelace', /too easy to guess/],
		['common, in letters of full width', 'ｐａｓｓｗｏｒｄ１２３４５', /too easy to guess/],
		['endless', 'correct horse '.repeat(20), /12 to 200 characters; this one has 280/],
		['half of a pair of surrogates', 'correct horse \ud800 battery', /no keyboard writes/],
		['NUL', 'correct horse \0 battery', /no keyboard writes/]
	])('that is %s', async (_, password, sentence) => {
		const refusal = assertGoodPassword(password, 'ada.lovelace');
		await expect(refusal).rejects.toThrow(sentence);
		await expect(refusal).rejects.toMatchObject({ kind: 'incorrect', code: 'access/weak-password' });
		await expect(refusal).rejects.not.toThrow(password);
	});
});

it.each(['umbrella teapot lantern river', '🐙🌋🪁🧭🎈🦑🪐🔭🛰🌌🧪🪨', 'Zwölf Boxkämpfer jagen Viktor'])(
	'a new password of words nobody would guess is taken: %s',
	async (password) => {
		await expect(assertGoodPassword(password, 'ada')).resolves.toBeUndefined();
	}
);
