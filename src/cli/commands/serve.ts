import { setTimeout as sleep } from 'node:timers/promises';
import { localActor } from '#lib/access/people/audit.server.ts';
import { readIssuers } from '#lib/access/people/issuer-file.server.ts';
import { makeLink } from '#lib/access/people/links.server.ts';
import { admitToken } from '#lib/access/people/tokens.server.ts';
import { loadStartingStories } from '#lib/archive/demo/starting-stories.server.ts';
import { openStore } from '#lib/archive/index.server.ts';
import { openDatabase } from '#lib/db/client.server.ts';
import { migrate } from '#lib/db/migrate.server.ts';
import { openDataFolder } from '#lib/db/embedded-folder.server.ts';
import type { EmbeddedServer } from '#lib/db/embedded.server.ts';
import { withoutPassword } from '#lib/db/url.ts';
import { readAdapters, watchAdapters, type Adapter } from '#lib/planner/adapters/index.server.ts';
import { recordStartingFacilities } from '#lib/planner/facilities/index.server.ts';
import { LiveRuns } from '#lib/versioning/runs/index.server.ts';
import { openSoftware } from '#lib/versioning/store/index.server.ts';
import { readConfig, type Config } from '../../config.server.ts';
import { clock } from '../archive.ts';
import { ensureAdministratorToken } from '../admin-token.server.ts';
import { ensureAdministrator } from '../administrator.server.ts';
import { ensureBuild } from '../build.server.ts';
import { parse, type Description } from '../command.ts';
import { useServer } from '../database.ts';
import { listen, type HttpServer } from '../http-server.server.ts';
import type { Io } from '../io.ts';
import { loadPages, loadPortal, shutDownPortal } from '../portal.server.ts';

export const describe: Description = {
	summary: 'Serve the portal until Ctrl-C',
	usage: '[--empty]',
	options: { '--empty': 'leave an empty archive empty, without the stories and facilities of a first start' },
	details:
		'Builds the portal if its sources have changed, starts the embedded PostgreSQL (or uses DATABASE_URL),\n' +
		'and listens on LOOKBACK_HOST (127.0.0.1) and LOOKBACK_PORT (8080).'
};

const REVIVE_EVERY_MS = 1000;
/** How often what is deployed looks for new batches. */
const LOOK_EVERY_MS = 2000;

export async function run(args: string[], io: Io): Promise<void> {
	const { values } = parse({ args, options: { empty: { type: 'boolean', default: false } } });
	const config = readConfig(io.environment);
	// the portal reads them itself: here a wrong file ends the start
	if (config.issuersFile !== null) readIssuers(config.issuersFile);
	const adapters = await readAdapters(config.dataDir, io.environment);
	const http = await listen(config.host, config.port);
	try {
		await serve(config, http, adapters, io, !values.empty);
	} finally {
		await http.close();
	}
}

async function serve(
	config: Config,
	http: HttpServer,
	adapters: readonly Adapter[],
	io: Io,
	fill: boolean
): Promise<void> {
	const build = await ensureBuild(() => io.note('Building the portal, once for these sources.'), io.signal);
	const server = await useServer(config);
	try {
		await migrate(server.url);
		const administrator = ensureAdministratorToken(openDataFolder(config.dataDir));
		const once = await prepare(server.url, config, administrator.token, fill, io);
		http.serve(await loadPortal(build, config, server.url));
		const database = config.databaseUrl === null ? 'embedded PostgreSQL, ' : '';
		await io.out(`Lookback:     ${http.address}\nData folder:  ${config.dataDir}\n`);
		await io.out(`Database:     ${database}${withoutPassword(server.url)}\n`);
		if (administrator.isNew)
			await io.out(
				`Administrator's token, kept in ${administrator.file}:\n              ${administrator.token}\n`
			);
		if (once !== null) await io.out(`Sign in once:  ${config.origin ?? http.address}/enter/${once}\n`);
		const following = [
			loadPages(build, io.signal),
			followBatches(server.url, config, io),
			followFacilities(server.url, config, adapters, io)
		];
		await untilInterrupted(server, io);
		const closing = shutDownPortal(io.signal.reason.message);
		await Promise.all([...following, closing]);
		await http.close();
	} finally {
		await server.release();
	}
}

/**
 * Lets the administrator in, and gives an empty archive something to look at. The answer is the secret of a link that
 * signs in once, for as long as no administrator has a password.
 */
async function prepare(
	url: string,
	config: Config,
	token: string,
	fill: boolean,
	io: Io
): Promise<string | null> {
	const database = openDatabase(url, { max: 4, role: 'lookback_app' });
	try {
		await admitToken(database, token, 'administrator', clock());
		const hasOne = await ensureAdministrator(database, config, clock());
		if (fill) {
			const store = openStore(config);
			const packets = await loadStartingStories(database, store, clock);
			if (packets !== null)
				io.note(
					`The archive was empty: three stories of real events were recorded, ${packets} packets retold from published facts.`
				);
			const facilities = await recordStartingFacilities({ database, store }, clock);
			if (facilities !== null) io.note(`${facilities} facilities were recorded, with their sources.`);
		}
		return hasOne ? null : await makeLink(database, null, localActor, clock());
	} finally {
		await database.close();
	}
}

/** Runs what is deployed on what is recorded, with connections of its own, until the end. */
async function followBatches(url: string, config: Config, io: Io): Promise<void> {
	const database = openDatabase(url, { max: 4, role: 'lookback_app' });
	const archive = { database, store: openStore(config), software: openSoftware(config.dataDir) };
	let said = '';
	const live = new LiveRuns(archive, clock, ({ name }, error) => {
		const line = `No live run of ${name} could be carried out: ${(error as Error).message}`;
		if (line !== said) io.note(line);
		said = line;
	});
	try {
		await live.watch(LOOK_EVERY_MS, io.signal);
	} finally {
		await database.close();
	}
}

/** Polls the systems of facilities, with connections of its own, until the end. What is in trouble is told once. */
async function followFacilities(
	url: string,
	config: Config,
	adapters: readonly Adapter[],
	io: Io
): Promise<void> {
	if (adapters.length === 0) return;
	const database = openDatabase(url, { max: 2, role: 'lookback_app' });
	const said = new Map<string, string>();
	try {
		await watchAdapters({ database, store: openStore(config) }, adapters, {
			dataDir: config.dataDir,
			clock,
			signal: io.signal,
			onLook({ adapter, problems, problemCount }) {
				const more = problemCount > 1 ? ` And ${problemCount - 1} more.` : '';
				const line = problemCount === 0 ? '' : `${adapter}: ${problems[0]}${more}`;
				if (line !== '' && line !== said.get(adapter)) io.note(line);
				said.set(adapter, line);
			}
		});
	} finally {
		await database.close();
	}
}

/** Waits for the end, starting the database again whenever it has died. */
async function untilInterrupted(server: EmbeddedServer, io: Io): Promise<void> {
	while (!io.signal.aborted) {
		if (await server.revive()) io.note('The embedded PostgreSQL had died and was started again.');
		// Only the interruption can reject this.
		await sleep(REVIVE_EVERY_MS, undefined, { signal: io.signal }).catch(() => undefined);
	}
}
