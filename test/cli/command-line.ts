import { once, type EventEmitter } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import { openDatabase, type Database } from '#lib/db/client.server.ts';
import { testDatabase } from '../support/database.ts';
import { testFolder } from '../support/folder.ts';
import { runLookback } from '../support/portal.ts';

export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** The command line on an archive of its own. */
export interface CommandLine {
	readonly dataDir: string;
	readonly environment: Record<string, string>;
	/** Its database, as the superuser sees it. */
	readonly database: Database;
	lookback(...args: string[]): Promise<Ended>;
	/** Rows that a command writes, read from `--format ndjson`. */
	rows(...args: string[]): Promise<Record<string, unknown>[]>;
}

/** An empty archive, gone when the test file is done. */
export async function commandLine(): Promise<CommandLine> {
	const environment = { DATABASE_URL: await testDatabase(), LOOKBACK_DATA: testFolder() };
	const database = openDatabase(environment.DATABASE_URL, { max: 2 });
	closeLater.push(database);
	const lookback = (...args: string[]) => ended(runLookback(args, environment));
	const rows = async (...args: string[]) => {
		const { code, stdout, stderr } = await lookback(...args, '--format', 'ndjson');
		if (code !== 0) throw new Error(`lookback ${args.join(' ')} ended with ${code}: ${stderr}`);
		return stdout
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => JSON.parse(line) as Record<string, unknown>);
	};
	return { dataDir: environment.LOOKBACK_DATA, environment, database, lookback, rows };
}

/** What a started command comes to. */
export async function ended(
	child: EventEmitter & { readonly stdout: Readable; readonly stderr: Readable }
): Promise<Ended> {
	const exit = once(child, 'exit');
	const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
	const [code] = (await exit) as [number | null];
	return { code, stdout, stderr };
}

/** A new folder with these packets as files. */
export function folderOf(packets: readonly Pick<PacketArrival, 'name' | 'bytes'>[]): string {
	const folder = join(testFolder(), 'packets');
	mkdirSync(folder);
	for (const [index, { name, bytes }] of packets.entries())
		writeFileSync(join(folder, `${String(index).padStart(5, '0')}_${basename(name)}`), bytes);
	return folder;
}

const closeLater: Database[] = [];

// Registered when a test file imports this: hooks run last registered first, so the file's own come before it.
afterAll(async () => {
	for (const database of closeLater.splice(0)) await database.close();
});
