import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { S3Place } from '#lib/archive/raw/s3-place.ts';
import { LookbackError } from '#lib/errors.ts';

/** The header in which a proxy tells the address of its client, in small letters, and how many proxies add to it. */
export interface ToldAddress {
	readonly header: string;
	readonly depth: number;
}

/** What the environment says about this installation. */
export interface Config {
	/** Absolute path of the data folder (LOOKBACK_DATA). */
	readonly dataDir: string;
	/** Address to listen on (LOOKBACK_HOST). */
	readonly host: string;
	/** TCP port to listen on (LOOKBACK_PORT); 0 lets the operating system choose. */
	readonly port: number;
	/** Server to use instead of the embedded one (DATABASE_URL), or null. */
	readonly databaseUrl: string | null;
	/** Password of the account `admin`, made at a start that finds no administrator with one (LOOKBACK_ADMIN_PASSWORD), or null. */
	readonly adminPassword: string | null;
	/** File that lists issuers of OpenID Connect through which people sign in (LOOKBACK_ISSUERS), or null. */
	readonly issuersFile: string | null;
	/** Hosts from which analyses are imported although they are not public (LOOKBACK_IMPORT_HOSTS). */
	readonly importHosts: readonly string[];
	/** Address under which browsers know the portal, where a proxy stands before it (ORIGIN), or null. */
	readonly origin: string | null;
	/** Where a proxy tells the address of its client (ADDRESS_HEADER, XFF_DEPTH), or null. */
	readonly toldAddress: ToldAddress | null;
	/** Bucket for the raw packets (LOOKBACK_RAW) and the key to it, or null: then they lie in the data folder. */
	readonly bucket: S3Place | null;
}

/** The project's folder: it holds `drizzle/` and, unless LOOKBACK_DATA says otherwise, `data/`. */
export const projectFolder = resolve(import.meta.dirname, '..');

/** Each variable's schema, whose message says what is wanted. */
const variables = {
	LOOKBACK_DATA: z.string().min(1, 'the path of a folder').default(join(projectFolder, 'data')),
	LOOKBACK_HOST: z.string().regex(/^\S+$/, 'a host name or an IP address').default('127.0.0.1'),
	LOOKBACK_PORT: z.coerce.number('a whole number from 0 to 65535').pipe(port()).default(8080),
	DATABASE_URL: z
		.url({ protocol: /^postgres(ql)?$/, error: 'postgres://user:password@host:port/database' })
		.nullable()
		.default(null),
	LOOKBACK_ADMIN_PASSWORD: z.string().nullable().default(null),
	LOOKBACK_ISSUERS: z.string().nullable().default(null),
	LOOKBACK_IMPORT_HOSTS: z
		.string()
		.regex(/^[\w.:-]+(, *[\w.:-]+)*$/, 'host names with commas between, such as git.example.org, localhost')
		.transform((text) => text.split(/, */))
		.default([]),
	ORIGIN: z
		.url({ protocol: /^https?$/, error: 'an address such as https://lookback.example.org' })
		.transform((text) => new URL(text).origin)
		.nullable()
		.default(null),
	ADDRESS_HEADER: z
		.string()
		.regex(/^[\w-]+$/, 'the name of a header, such as x-forwarded-for')
		.toLowerCase()
		.nullable()
		.default(null),
	XFF_DEPTH: z.coerce
		.number('the number of proxies, 1 or more')
		.pipe(z.int('the number of proxies, 1 or more').min(1, 'the number of proxies, 1 or more'))
		.default(1),
	LOOKBACK_RAW: z
		.string()
		.regex(
			/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w./-]*)?$/,
			's3://bucket or s3://bucket/prefix, with a bucket of 3 to 63 small letters, digits, . and -'
		)
		.nullable()
		.default(null),
	LOOKBACK_S3_ENDPOINT: z
		.url({
			protocol: /^https?$/,
			error: 'the address of an S3-compatible store, such as http://127.0.0.1:9000'
		})
		.nullable()
		.default(null),
	AWS_REGION: z
		.string()
		.regex(/^[a-z0-9-]+$/, 'a region such as eu-central-1')
		.default('us-east-1'),
	AWS_ACCESS_KEY_ID: z.string('the key to the bucket in LOOKBACK_RAW'),
	AWS_SECRET_ACCESS_KEY: z.string('the secret of the key in AWS_ACCESS_KEY_ID'),
	AWS_SESSION_TOKEN: z.string().nullable().default(null)
};

/** What is never shown: a database URL may hold a password. */
const secrets: readonly string[] = [
	'DATABASE_URL',
	'LOOKBACK_ADMIN_PASSWORD',
	'AWS_SECRET_ACCESS_KEY',
	'AWS_SESSION_TOKEN'
];

/** Reads the environment. Throws `incorrect` with a sentence on the first variable that is not as wanted. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
	const read = <K extends keyof typeof variables>(name: K) => {
		// An empty variable is how compose files and shells write an absent one.
		const result = variables[name].safeParse(environment[name] || undefined);
		if (result.success) return result.data as z.output<(typeof variables)[K]>;
		const wanted = result.error.issues[0]?.message;
		const value = environment[name];
		const got = !value ? 'not set' : secrets.includes(name) ? 'something else' : JSON.stringify(value);
		throw new LookbackError(
			'incorrect',
			'config/bad-variable',
			`The environment variable ${name} must be ${wanted}; it is ${got}.`,
			{ name }
		);
	};
	return {
		dataDir: resolve(read('LOOKBACK_DATA')),
		host: read('LOOKBACK_HOST'),
		port: read('LOOKBACK_PORT'),
		databaseUrl: read('DATABASE_URL'),
		adminPassword: read('LOOKBACK_ADMIN_PASSWORD'),
		issuersFile: resolvedOr(read('LOOKBACK_ISSUERS')),
		importHosts: read('LOOKBACK_IMPORT_HOSTS'),
		origin: read('ORIGIN'),
		toldAddress: toldAddressIn(read('ADDRESS_HEADER'), () => read('XFF_DEPTH')),
		bucket: bucketIn(read('LOOKBACK_RAW'), () => ({
			region: read('AWS_REGION'),
			endpoint: read('LOOKBACK_S3_ENDPOINT'),
			accessKeyId: read('AWS_ACCESS_KEY_ID'),
			secretAccessKey: read('AWS_SECRET_ACCESS_KEY'),
			sessionToken: read('AWS_SESSION_TOKEN')
		}))
	};
}

function resolvedOr(path: string | null): string | null {
	return path === null ? null : resolve(path);
}

/** How many proxies there are counts only where they tell an address. */
function toldAddressIn(header: string | null, depth: () => number): ToldAddress | null {
	return header === null ? null : { header, depth: depth() };
}

/** The key is asked for only where there is a bucket. */
function bucketIn(raw: string | null, key: () => Omit<S3Place, 'bucket' | 'prefix'>): S3Place | null {
	if (raw === null) return null;
	const [bucket = '', ...prefix] = raw.slice('s3://'.length).split('/');
	return { bucket, prefix: prefix.filter((part) => part !== '').join('/'), ...key() };
}

function port() {
	return z.int('a whole number from 0 to 65535').min(0, 'a whole number from 0 to 65535').max(65535);
}
