import { readFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { LookbackError } from '#lib/errors.ts';

/** An issuer of OpenID Connect, as the file of issuers has it. */
export interface IssuerSettings {
	/** The name in addresses: `orcid`. */
	readonly slug: string;
	/** The name for people: `ORCID`. */
	readonly name: string;
	/** Its https address; http on this machine alone. */
	readonly issuer: URL;
	readonly clientId: string;
	readonly clientSecret: string;
	/** Space-separated, with `openid`. */
	readonly scope: string;
}

const text = (wanted: string) => z.string(wanted).min(1, wanted);
const entry = z.strictObject({
	name: z
		.string('wants a name of letters, digits, spaces and . -')
		.regex(
			/^(?=.*[a-z\d])[\p{L}\p{N}][\p{L}\p{N} .-]{0,39}$/iu,
			'wants up to 40 letters, digits, spaces and . -, one of a-z or 0-9 among them'
		),
	issuer: z.string('wants an https address').refine(isIssuer, 'wants an https address without query'),
	client_id: text('wants the id under which the issuer knows this portal'),
	client_secret_file: text('wants the path of the file with the secret, from the folder of this file'),
	scope: z
		.string('wants scopes with a space between them')
		.regex(/(^| )openid($| )/, 'wants openid among its scopes')
		.default('openid')
});

/**
 * Reads the file that LOOKBACK_ISSUERS names: a JSON list of `{ name, issuer, client_id, client_secret_file, scope }`.
 * @throws LookbackError `access/bad-issuers` with a sentence on the first thing that is not as wanted, and no secret.
 */
export function readIssuers(path: string): IssuerSettings[] {
	const listed = z.array(z.unknown()).safeParse(parsed(path));
	if (!listed.success) throw bad(path, 'it wants a JSON list of issuers');
	const issuers = listed.data.map((one, index) => issuerOf(path, one, index));
	assertApart(path, issuers, ({ slug }) => slug, 'are one name in addresses');
	assertApart(
		path,
		issuers,
		({ issuer }) => issuer.hostname,
		'are one host, and accounts are named for the host'
	);
	return issuers;
}

function parsed(path: string): unknown {
	const written = readText(path, (code) => bad(path, `it cannot be read (${code})`));
	try {
		return JSON.parse(written);
	} catch (error) {
		// what the parser says may quote the text, which may hold what should stand in a file of its own
		const where = /line \d+ column \d+/.exec((error as Error).message)?.[0];
		throw bad(path, `it is not JSON${where ? ` (at ${where})` : ''}`);
	}
}

function issuerOf(path: string, written: unknown, index: number): IssuerSettings {
	const result = entry.safeParse(written);
	if (!result.success)
		throw bad(path, `issuer ${index + 1} ${whatIsWrong(result.error.issues[0]!, written)}`);
	const { name, issuer, client_id, client_secret_file, scope } = result.data;
	const clientSecret = readText(resolve(dirname(path), client_secret_file), (code) =>
		// not which file: the secret itself may stand there by mistake
		bad(path, `the client_secret_file of ${name} names a file that cannot be read (${code})`)
	).trim();
	if (clientSecret === '') throw bad(path, `the client_secret_file of ${name} names a file that is empty`);
	return {
		slug: name
			.toLowerCase()
			.replace(/[^a-z\d]+/g, '-')
			.replace(/^-|-$/g, ''),
		name,
		issuer: new URL(issuer),
		clientId: client_id,
		clientSecret,
		scope
	};
}

function whatIsWrong(issue: z.core.$ZodIssue, written: unknown): string {
	if (issue.code === 'unrecognized_keys') return `has a field that is not known: ${issue.keys.join(', ')}`;
	const [field] = issue.path;
	if (field === undefined) return 'wants to be an object';
	const got = (written as Record<PropertyKey, unknown>)[field];
	return `has a wrong ${String(field)}: it ${issue.message}; got ${JSON.stringify(got) ?? 'nothing'}`;
}

/** Accounts bear the name of the host, of which a person's name has room for 67 characters. */
function isIssuer(written: string): boolean {
	const url = URL.parse(written);
	if (!url || !/^[a-z\d._-]{1,67}$/.test(url.hostname) || url.search || url.hash || url.username)
		return false;
	return url.protocol === 'https:' || (url.protocol === 'http:' && isOfThisMachine(url));
}

/** Whether an issuer runs on this machine, where it needs no TLS. */
export function isOfThisMachine({ hostname }: URL): boolean {
	return hostname === 'localhost' || (isIPv4(hostname) && hostname.startsWith('127.'));
}

function assertApart(
	path: string,
	issuers: readonly IssuerSettings[],
	key: (issuer: IssuerSettings) => string,
	trouble: string
): void {
	const seen = new Map<string, IssuerSettings>();
	for (const issuer of issuers) {
		const before = seen.get(key(issuer));
		if (before) throw bad(path, `${before.name} and ${issuer.name} ${trouble} (${key(issuer)})`);
		seen.set(key(issuer), issuer);
	}
}

function readText(path: string, trouble: (code: string) => LookbackError): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		throw trouble((error as NodeJS.ErrnoException).code ?? 'unknown reason');
	}
}

function bad(path: string, why: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'access/bad-issuers',
		`The file of issuers in LOOKBACK_ISSUERS, ${path}, is wrong: ${why}.`,
		{ path }
	);
}
