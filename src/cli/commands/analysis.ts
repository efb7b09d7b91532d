import { deploying } from '../analysis/deploying.ts';
import { differing } from '../analysis/differing.ts';
import { importing } from '../analysis/importing.ts';
import { pushing } from '../analysis/pushing.ts';
import { listing, logging, showing } from '../analysis/reading.ts';
import { tagging } from '../analysis/tagging.ts';
import type { Command } from '../command.ts';
import type { Io } from '../io.ts';
import { formatHelp } from '../output.ts';
import { parameterHelp } from '../parameter-option.ts';
import { badWords } from '../words.ts';

const verbs: Readonly<Record<string, (args: string[], io: Io) => Promise<void>>> = {
	push: pushing,
	import: importing,
	list: listing,
	log: logging,
	diff: differing,
	show: showing,
	deploy: deploying,
	tag: tagging
};

export const describe: Command['describe'] = {
	summary: 'Keep analyses in versions, compare and deploy them',
	usage: [
		'push <folder> [--name <name>] [--audience <group>] [--branch <name>] [--message <text>] [--force]',
		'import <address or path> [--name <name>] [--audience <group>]',
		'list   |   log <name>   |   show <version>   |   diff <version> <version>',
		'deploy <version> [--audience <group>] [--parameter <name>=<value>...]',
		'deploy <name> --none [--audience <group>]',
		'tag <version> <tag> [--force]'
	].join('\n       lookback analysis '),
	options: {
		'<version>': '<name>@<commit, tag or branch>, 7 digits of a commit suffice; <name> is its newest on main',
		'--name <name>': 'in place of the one in its analysis.json',
		'--audience <group>': 'who sees it: a group; public, unless given or decided before',
		'--branch <name>': "the repository's own, unless given; main, for a folder without one",
		'--message <text>': 'of the commit made of a folder without a repository',
		'--force': 'lets a branch or a tag leave the commit it is at',
		...parameterHelp,
		'--none': 'ends the deployment',
		'--known <moment>': 'list, log, show: as known then; --batch, --basis and --as-recorded too',
		...formatHelp
	},
	details:
		'A folder in a git work tree is taken at its HEAD with its history, and refused while it is not as it is committed;\n' +
		'any other becomes a commit. Commits, and how branches, tags and deployments move, are facts of the ledger.\n' +
		'Repositories are imported from public addresses; LOOKBACK_IMPORT_HOSTS allows other hosts by name.'
};

export const run: Command['run'] = async (args, io) => {
	const [verb = '', ...rest] = args;
	const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
	if (!act) throw badWords(Object.keys(verbs).join(', '), verb === '' ? [] : [verb]);
	await act(rest, io);
};
