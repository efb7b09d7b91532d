import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';
import { LookbackError } from '#lib/errors.ts';

const argon2id = promisify(
	(parameters: Argon2Parameters, done: (error: Error | null, hash: Buffer) => void) =>
		argon2('argon2id', parameters, done)
);

/** OWASP's first choice for servers (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const bytes = { salt: 16, tag: 32 };
const characters = { least: 12, most: 200 };

/** Argon2id of a password in the PHC's string format, `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(bytes.salt);
	const tag = await argon2id({ message: written(password), nonce: salt, tagLength: bytes.tag, ...cost });
	const base64 = (part: Buffer) => part.toString('base64').replace(/=+$/, '');
	return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(tag)}`;
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/** Whether `password` is the one behind `kept`. It takes as long where nothing is kept. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
	const found = form.exec(kept ?? (await nobodys()));
	if (!found) throw new Error('A password is kept in a form that is not Argon2id.');
	const [, memory, passes, parallelism, salt = '', tag = ''] = found;
	const expected = Buffer.from(tag, 'base64');
	const got = await argon2id({
		message: written(password),
		nonce: Buffer.from(salt, 'base64'),
		tagLength: expected.length,
		memory: Number(memory),
		passes: Number(passes),
		parallelism: Number(parallelism)
	});
	return timingSafeEqual(got, expected) && kept !== null;
}

let dummy: Promise<string> | undefined;
const nobodys = () => (dummy ??= hashPassword(randomBytes(bytes.salt).toString('hex')));

/** The same password, however a keyboard composes its letters. */
function written(password: string): string {
	return password.normalize('NFKC');
}

/** @throws LookbackError `access/weak-password` for one that is short, long, common or made of the person's name. */
export async function assertGoodPassword(password: string, person: string): Promise<void> {
	if (!password.isWellFormed() || password.includes('\0'))
		throw weak('it holds a character that no keyboard writes');
	// what is kept is judged: in full width a common password looks rare
	const kept = written(password);
	const length = [...kept].length;
	if (length < characters.least || length > characters.most)
		throw weak(`it wants ${characters.least} to ${characters.most} characters; this one has ${length}`);
	const guess = await estimator();
	const known = [person, joined(person), ...person.split(separators), 'lookback'];
	// the estimator takes what stands between words for chance: `lookback-admin` looks as rare as eight random signs
	const [worst] = [kept, joined(kept)]
		.map((text) => guess.check(text, known))
		.sort((a, b) => a.score - b.score);
	const { score, feedback } = worst!;
	if (score >= 3) return;
	const because = reasons[feedback.warning ?? ''];
	throw weak(`it is too easy to guess${because === undefined ? '' : `, ${because}`}`);
}

const common = 'as many people use it';
const muchUsed = 'as it is much like one that many people use';
const ofNames = 'as it is made of names';
const repeated = 'as it repeats itself';
const ofDates = 'as it is made of dates or years';
const rowOfKeys = 'as its keys lie beside one another';
/** Words for what the estimator warns of. Other warnings, and none, leave it at "too easy to guess". */
const reasons: Readonly<Record<string, string>> = {
	topTen: common,
	topHundred: common,
	common,
	similarToCommon: muchUsed,
	wordByItself: 'as it is hardly more than one word',
	namesByThemselves: ofNames,
	commonNames: ofNames,
	userInputs: 'as it is made of the person’s name or of this program’s',
	straightRow: rowOfKeys,
	keyPattern: rowOfKeys,
	simpleRepeat: repeated,
	extendedRepeat: repeated,
	sequences: 'as its characters follow one another (abc, 6543)',
	recentYears: ofDates,
	dates: ofDates
};

const separators = /[\s._@+-]+/;
const joined = (text: string) => text.split(separators).join('');

/** Loaded when a password is first set: its dictionaries are large. */
async function estimator() {
	const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
		import('@zxcvbn-ts/core'),
		import('@zxcvbn-ts/language-common')
	]);
	return new ZxcvbnFactory({ graphs: adjacencyGraphs, dictionary });
}

function weak(why: string): LookbackError {
	return new LookbackError('incorrect', 'access/weak-password', `The password cannot be taken: ${why}.`);
}
