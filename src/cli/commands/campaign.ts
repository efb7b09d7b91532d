import { readFile } from 'node:fs/promises';
import { parse as parseYaml } from 'yaml';
import { domainError } from '#lib/api/errors.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { readArchive, requestOf, viewerHelp, viewerOption, writeArchive } from '../archive.ts';
import { basisHelp, basisInput, basisOptions } from '../basis-options.ts';
import { parse, type Command } from '../command.ts';
import { badWords } from '../words.ts';

export const describe: Command['describe'] = {
	summary: 'Show a campaign, or record one or its next revision',
	usage: 'show <campaign> [--revision <number>]   |   save <file.json or .yaml> [--reason <words>]',
	options: {
		'--revision <number>': 'an earlier revision',
		'--reason <words>': 'why it is revised',
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

async function documentIn(path: string): Promise<object> {
	let told: unknown;
	try {
		told = parseYaml(await readFile(path, 'utf8'), { maxAliasCount: 0, schema: 'core' });
	} catch (error) {
		throw new LookbackError(
			'incorrect',
			'cli/no-campaign',
			`The file ${path} cannot be read as a campaign: ${(error as Error).message}.`,
			{ path }
		);
	}
	if (typeof told === 'object' && told !== null && !Array.isArray(told)) return told;
	throw new LookbackError('incorrect', 'cli/no-campaign', `The file ${path} has no campaign in it.`, {
		path
	});
}
