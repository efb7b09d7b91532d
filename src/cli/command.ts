import { parseArgs, type ParseArgsConfig } from 'node:util';
import { LookbackError } from '#lib/errors.ts';
import type { Io } from './io.ts';

/** What `commands/<name>.ts` exports. */
export interface Command {
	readonly describe: Description;
	/** Runs with the words after the command's name; throws a LookbackError for a person to read. */
	run(args: string[], io: Io): Promise<void>;
}

export interface Description {
	/** One line for the list of commands, without a full stop. */
	readonly summary: string;
	/** What follows `lookback <name>`, e.g. `[--all] <file>...`. */
	readonly usage: string;
	/** Options and what they mean, one pair a line of the help. */
	readonly options?: Readonly<Record<string, string>>;
	/** Further paragraphs. */
	readonly details?: string;
}

/** `parseArgs`, strict, whose complaints are LookbackErrors. */
export function parse<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
	try {
		return parseArgs(config);
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		throw new LookbackError('incorrect', 'cli/bad-arguments', `${complaint(error, config)} See --help.`);
	}
}

/** Node's complaints in our words. */
function complaint({ code, message }: TypeError & { code?: string }, { options }: ParseArgsConfig): string {
	const [, named = ''] = /'((?:-\w, )?-[^' ]*|[^']*)/.exec(message) ?? [];
	const known = Object.keys(options ?? {}).map((name) => `--${name}`);
	if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
		return `The command has no option ${named}; it has ${known.join(', ') || 'none'}.`;
	if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
		return `The command takes options only, and got ${JSON.stringify(named)}.`;
	return message.includes('does not take')
		? `The option ${named} takes no value.`
		: `The option ${named} wants a value; one that begins with a dash is written ${named}=-1.`;
}

/** The help of one command. */
export function helpText(name: string, { summary, usage, options, details }: Description): string {
	const listed = Object.entries(options ?? {}).map(([option, meaning]) => [`  ${option}`, meaning] as const);
	const width = Math.max(0, ...listed.map(([option]) => option.length)) + 2;
	return [
		`${summary}.`,
		`Usage: lookback ${name} ${usage}`.trimEnd(),
		listed.map(([option, meaning]) => option.padEnd(width) + meaning).join('\n'),
		details ?? ''
	]
		.filter((part) => part !== '')
		.join('\n\n')
		.concat('\n');
}
