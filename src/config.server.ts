import { join, resolve } from 'node:path';
import { z } from 'zod';
import { LookbackError } from '#lib/errors.ts';

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
}

/** The project's folder: it holds `drizzle/`, `build/` and, unless LOOKBACK_DATA says otherwise, `data/`. */
export const projectFolder = resolve(import.meta.dirname, '..');

/** Each variable's schema, whose message says what is wanted. */
const variables = {
	LOOKBACK_DATA: z.string().min(1, 'the path of a folder').default(join(projectFolder, 'data')),
	LOOKBACK_HOST: z.string().regex(/^\S+$/, 'a host name or an IP address').default('127.0.0.1'),
	LOOKBACK_PORT: z.coerce.number('a whole number from 0 to 65535').pipe(port()).default(8080),
	DATABASE_URL: z
		.url({ protocol: /^postgres(ql)?$/, error: 'postgres://user:password@host:port/database' })
		.nullable()
		.default(null)
};

/** Reads the environment. Throws `incorrect` with a sentence on the first variable that is not as wanted. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
	const read = <K extends keyof typeof variables>(name: K) => {
		// An empty variable is how compose files and shells write an absent one.
		const result = variables[name].safeParse(environment[name] || undefined);
		if (result.success) return result.data as z.output<(typeof variables)[K]>;
		const wanted = result.error.issues[0]?.message;
		// A database URL may hold a password.
		const got = name === 'DATABASE_URL' ? 'something else' : JSON.stringify(environment[name]);
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
		databaseUrl: read('DATABASE_URL')
	};
}

function port() {
	return z.int('a whole number from 0 to 65535').min(0, 'a whole number from 0 to 65535').max(65535);
}
