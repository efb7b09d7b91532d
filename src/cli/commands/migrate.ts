import { migrate } from '#lib/db/migrate.server.ts';
import { withoutPassword } from '#lib/db/url.ts';
import { readConfig } from '../../config.server.ts';
import { parse, type Description } from '../command.ts';
import { useServer } from '../database.ts';
import type { Io } from '../io.ts';

export const describe: Description = {
	summary: 'Bring the database to this version of Lookback',
	usage: '',
	details: 'lookback serve and every command that reads the archive do this by themselves.'
};

export async function run(args: string[], io: Io): Promise<void> {
	parse({ args });
	const server = await useServer(readConfig(io.environment));
	try {
		await migrate(server.url);
		await io.out(`${withoutPassword(server.url)} is up to date.\n`);
	} finally {
		await server.release();
	}
}
