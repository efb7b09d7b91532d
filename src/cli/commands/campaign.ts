import { readFile } from 'node:fs/promises';
import { parse as parseYaml } from 'yaml';
import { domainError } from '#lib/api/errors.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { readGalaxies } from '#lib/planner/campaigns/galaxy-list.ts';
import { readArchive, requestOf, viewerHelp, viewerOption, writeArchive } from '../archive.ts';
import { basisHelp, basisInput, basisOptions } from '../basis-options.ts';
import { parse, type Command } from '../command.ts';
import { badWords } from '../words.ts';

export const describe: Command['describe'] = {
	summary: 'Show a campaign, or record one or its next revision',
	usage:
		'show <campaign> [--revision <number>]   |   save <file.json or .yaml> [--reason <words>] [--galaxies <table> [--weigh-by <column>]]',
	options: {
		'--revision <number>': 'an earlier revision',
		'--reason <words>': 'why it is revised',
		'--galaxies <table>':
			'galaxies by which its localizations are weighed: GLADE, CLU, or CSV with ra, dec and distmpc',
		'--weigh-by <column>': 'how much each galaxy counts, such as mstar, M* or B_Abs; all the same without it',
		...basisHelp,
		...viewerHelp
	},
	details:
		'The file has campaign (its name), title, owner (a group, or public), audience (public, or the owner), goals, and\n' +
		'for a next revision follows: the number of the one it was made from. docs/plan-a-campaign.md has an example.'
};

export const run: Command['run'] = async (args, io) => {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			revision: { type: 'string' },
			reason: { type: 'string' },
			galaxies: { type: 'string' },
			'weigh-by': { type: 'string' },
			...basisOptions,
			...viewerOption
		}
	});
	const [verb, word, ...rest] = positionals;
	if (!word || rest.length > 0 || (verb !== 'show' && verb !== 'save'))
		throw badWords('show <campaign> or save <file>', positionals);
	try {
		if (verb === 'show') {
			await readArchive(io, async (archive) => {
				const caller = callerOf(requestOf(archive, values.as));
				const { campaign, goals } = await caller.campaigns.read({
					id: word,
					revision: values.revision,
					...basisInput(values)
				});
				const { title, owner, audience, is_anonymous, state, revision } = campaign;
				const told = {
					campaign: word,
					title,
					owner,
					audience,
					is_anonymous,
					state,
					goals,
					follows: revision
				};
				await io.out(`${JSON.stringify(told, null, 2)}\n`);
			});
			return;
		}
		const told = await documentIn(word);
		if (values.galaxies !== undefined) {
			const text = await readFile(values.galaxies, 'utf8').catch((error: Error) => {
				throw unreadable(values.galaxies!, 'galaxies', error.message);
			});
			const { galaxies, leftOut } = readGalaxies(text, values['weigh-by'] ?? null);
			weighAll(told, galaxies);
			leftOut.forEach((sentence) => io.note(sentence));
		}
		await writeArchive(io, async (archive) => {
			const caller = callerOf(requestOf(archive, 'local'));
			const wish = { ...told, ...(values.reason !== undefined && { reason: values.reason }) };
			const { campaign, revision } = await caller.campaigns.save(wish as never);
			await io.out(`Campaign ${campaign}, revision ${revision}\n`);
		});
	} catch (error) {
		throw domainError(error) ?? error;
	}
};

/** Gives the galaxies to all localizations of a campaign that have none of their own. */
function weighAll(told: object, galaxies: readonly object[]): void {
	const coverage = (told as { goals?: { coverage?: unknown } }).goals?.coverage;
	const without = Array.isArray(coverage)
		? coverage.filter((one: unknown) => isObject(one) && !('galaxies' in one))
		: [];
	if (without.length === 0)
		throw new LookbackError(
			'incorrect',
			'cli/no-coverage',
			'The galaxies are for localizations, and the campaign wants none covered that has not its own.'
		);
	for (const one of without) Object.assign(one as object, { galaxies });
}

async function documentIn(path: string): Promise<object> {
	let told: unknown;
	try {
		told = parseYaml(await readFile(path, 'utf8'), { maxAliasCount: 0, schema: 'core' });
	} catch (error) {
		throw unreadable(path, 'a campaign', (error as Error).message);
	}
	if (isObject(told)) return told;
	throw new LookbackError('incorrect', 'cli/no-campaign', `The file ${path} has no campaign in it.`, {
		path
	});
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(path: string, what: string, why: string): LookbackError {
	return new LookbackError(
		'incorrect',
		'cli/no-campaign',
		`The file ${path} cannot be read as ${what}: ${why}.`,
		{ path }
	);
}
