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
import { lookback } from '../../src/cli/lookback.ts';

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
	const run = (...args: string[]) => carriedOut(args, environment);
	const rows = async (...args: string[]) => {
		const { code, stdout, stderr } = await run(...args, '--format', 'ndjson');
		if (code !== 0) throw new Error(`lookback ${args.join(' ')} ended with ${code}: ${stderr}`);
		return stdout
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => JSON.parse(line) as Record<string, unknown>);
	};
	return { dataDir: environment.LOOKBACK_DATA, environment, database, lookback: run, rows };
}

/**
 * What a command comes to that is carried out in this process, which spares it the start of another: its answers do not
 * hang on that. `input` is the first line of stdin. Signals, pipes and ends of processes want `runLookback`.
 */
export async function carriedOut(
	args: string[],
	environment: Record<string, string>,
	input = ''
): Promise<Ended> {
	const [stdout, stderr]: [Buffer[], string[]] = [[], []];
	const code = await lookback(args, {
		out: async (text) => void stdout.push(Buffer.from(text)),
		note: (line) => void stderr.push(`${line}\n`),
		draw: (line) => void stderr.push(line),
		secret: async () => input,
		interactive: false,
		width: undefined,
		environment,
		signal: new AbortController().signal
	});
	return { code, stdout: Buffer.concat(stdout).toString(), stderr: stderr.join('') };
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
