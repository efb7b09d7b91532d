import { readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join, parse } from 'node:path';
import { domainError } from '#lib/api/errors.ts';
import { errorKinds, LookbackError } from '#lib/errors.ts';
import { helpText, type Command } from './command.ts';
import { Interrupted, OutputClosed, type Io } from './io.ts';

/** Each file of `commands/` is the command of its name, loaded when it is wanted. */
const folder = join(import.meta.dirname, 'commands');
const names = readdirSync(folder).map((file) => parse(file).name);
const load = (name: string): Promise<Command> => import(`./commands/${name}.ts`);

/** Carries out what the words after `lookback` ask for and tells of what goes wrong; the answer is the exit code. */
export function lookback(args: string[], io: Io): Promise<number> {
	return carryOut(args, io).catch((error: unknown) => report(error, io));
}

/** Runs the command that `args` begin with; the answer is the exit code. */
async function carryOut(args: string[], io: Io): Promise<number> {
	const [name, ...rest] = args;
	if (!name || name === '--help' || name === '-h' || name === 'help') {
		await io.out(await overview());
		return name ? 0 : errorKinds.incorrect.exit;
	}
	if (!names.includes(name))
		throw new LookbackError(
			'incorrect',
			'cli/unknown-command',
			`Lookback has no command ${JSON.stringify(name)}; it has ${names.join(', ')}.`,
			{ name }
		);
	const command = await load(name);
	const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
	if (options.includes('--help') || options.includes('-h')) {
		await io.out(helpText(name, command.describe));
		return 0;
	}
	await command.run(rest, io);
	return 0;
}

async function overview(): Promise<string> {
	const width = Math.max(...names.map((name) => name.length)) + 2;
	const lines = names.map(async (name) => `  ${name.padEnd(width)}${(await load(name)).describe.summary}`);
	return `Usage: lookback <command> [option...]\n\n${(await Promise.all(lines)).join('\n')}\n
lookback <command> --help says more. LOOKBACK_DATA names the data folder, DATABASE_URL a PostgreSQL to use
instead of the embedded one.\n`;
}

/** Says what went wrong; the answer is the exit code. */
function report(thrown: unknown, io: Io): number {
	const error = domainError(thrown) ?? thrown;
	if (error instanceof OutputClosed) return 0;
	if (error instanceof Interrupted) return 128 + constants.signals[error.signal];
	if (error instanceof LookbackError && error.kind !== 'fault') {
		io.note(`lookback: ${error.message}`);
		return errorKinds[error.kind].exit;
	}
	io.note(`${error instanceof Error ? error.stack : String(error)}\n`);
	io.note('lookback: this is a fault of Lookback; please report it with the lines above.');
	return errorKinds.fault.exit;
}
