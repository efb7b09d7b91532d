import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LookbackError } from '#lib/errors.ts';
import type { Adapter } from './adapter.ts';
import { jsonAdapter } from './json-adapter.server.ts';
import { lcoAdapter } from './lco-adapter.server.ts';

function isPlain(url: string): boolean {
	const parts = URL.parse(url);
	return !parts || parts.username + parts.password + parts.search + parts.hash === '';
}

const common = {
	/** Stands in the history of blocks as who changed them. */
	name: z.string().regex(/^[a-z\d]+(-[a-z\d]+)*$/, 'wants lower-case letters, digits and hyphens'),
	facilities: z.array(z.string().min(1)).min(1),
	url: z
		.url({ protocol: /^https?$/ })
		// it stands in what is said of trouble
		.refine(isPlain, 'wants an address without a password or a query; authorization names who asks')
		.transform((url) => url.replace(/\/+$/, '')),
	/** Seconds between looks, where the portal is running. */
	every_seconds: z.number().int().min(5).max(86_400).default(60),
	/** The variable of the environment that holds the Authorization header; the file holds no secret. */
	authorization: z
		.string()
		.regex(/^\w+$/, 'wants the name of a variable of the environment')
		.nullable()
		.default(null)
};
const adaptersSchema = z.array(
	z.discriminatedUnion('kind', [
		z.strictObject({ kind: z.literal('json'), ...common }),
		z.strictObject({ kind: z.literal('lco'), proposal: z.string().min(1), ...common })
	])
);

/**
 * The adapters that `adapters.json` in the data folder lists; none without that file.
 * @throws LookbackError `planner/bad-adapters`.
 */
export async function readAdapters(
	dataDir: string,
	environment: Readonly<Record<string, string | undefined>>
): Promise<Adapter[]> {
	const path = join(dataDir, 'adapters.json');
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw bad((error as Error).message);
	}
	const told = adaptersSchema.safeParse(parsed(text));
	if (!told.success) {
		const [issue] = told.error.issues;
		throw bad(`its ${issue!.path.join('.') || 'content'} is wrong: ${issue!.message}`);
	}
	const all = told.data.flatMap(({ facilities }) => facilities);
	const twice = all.find((name, i) => all.indexOf(name) < i);
	if (twice) throw bad(`it has the facility ${twice} twice, which would be asked twice`);
	return told.data.map((one) => {
		const authorization = one.authorization === null ? null : environment[one.authorization]?.trim();
		if (authorization === undefined)
			throw bad(`${one.name} wants the variable ${one.authorization}, which is not set`);
		if (authorization !== null && !/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(authorization))
			throw bad(
				`the variable ${one.authorization} of ${one.name} must be one line of printable ASCII, as a header is`
			);
		const address = { name: one.name, url: one.url, authorization };
		const own = { facilities: one.facilities, everySec: one.every_seconds };
		return one.kind === 'lco' ? lcoAdapter(address, own, one.proposal) : jsonAdapter(address, own);
	});
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw bad(`it is no JSON: ${(error as Error).message}`);
	}
}

function bad(why: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'planner/bad-adapters',
		`The file adapters.json of the data folder cannot be used: ${why.replace(/\.$/, '')}.`
	);
}
