import type { Context } from '#lib/api/context.server.ts';
import { basisRequest } from '#lib/api/inputs.ts';
import { analyses, analysis, version } from '#lib/api/resources/software.server.ts';
import { resolveCommit } from '#lib/versioning/store/index.server.ts';
import type { Io } from '../io.ts';
import { readCommand, type Fields } from '../read.ts';
import { noWords, onlyWord } from '../words.ts';

/** `lookback analysis list` */
export const { run: listing } = readCommand(analyses, { words: '', read: noWords });

const log = readCommand(analysis, {
	words: '<name>',
	read: (words) => ({ name: onlyWord(words, '<name>') })
});

/** `lookback analysis log <name>`: its commits, unless another table is asked for. */
export function logging(args: string[], io: Io): Promise<void> {
	const isChosen = args.some((arg) => /^--table(=|$)/.test(arg));
	return log.run(isChosen ? args : [...args, '--table', 'commits'], io);
}

/** `lookback analysis show <version>` */
export const { run: showing } = readCommand(version, {
	words: '<version>',
	read: async (words, context, options) => {
		const { name, commit } = await named(context, options, onlyWord(words, '<version>'));
		return { name, commit };
	}
});

/** The commit that a text names at the basis that the options give. */
export async function named(context: Context, options: Fields, text: string) {
	return resolveCommit(await context.question(basisRequest(options)), text);
}
