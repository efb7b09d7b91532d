import { readFile } from 'node:fs/promises';
import { localViewer } from '#lib/access/viewer.server.ts';
import { LookbackError } from '#lib/errors.ts';
import {
	formatFacility,
	parseFacility,
	readFacility,
	recordFacilities,
	seedFacilities
} from '#lib/planner/facilities/index.server.ts';
import { clock, readArchive, requestOf, viewerHelp, viewerOption, writeArchive } from '../archive.ts';
import { basisHelp, basisOf, basisOptions } from '../basis-options.ts';
import { parse, type Command } from '../command.ts';
import { badWords } from '../words.ts';

export const describe: Command['describe'] = {
	summary: 'Show a facility as YAML, or record how facilities are',
	usage: 'show <facility> [--known <moment>]   |   save <file.yaml...> [--operators <group>]   |   seed',
	options: {
		'--operators <group>':
			'the group that answers for its time; unless given, that stays as it is (- for the administrators)',
		...basisHelp,
		...viewerHelp
	},
	details:
		'`seed` records the facilities that come with Lookback; what is on record in the same words is left out. What\n' +
		'`show` prints, `save` reads: change a line, save it, and what was known before stays known as of then.'
};

export const run: Command['run'] = async (args, io) => {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: { operators: { type: 'string' }, ...basisOptions, ...viewerOption }
	});
	const [verb, ...words] = positionals;
	if (verb === 'show' && words.length === 1) {
		await readArchive(io, async (archive) => {
			const question = await requestOf(archive, values.as).question(basisOf(values));
			await io.out(formatFacility((await readFacility(question, words[0]!)).facility));
		});
		return;
	}
	if (!((verb === 'save' && words.length > 0) || (verb === 'seed' && words.length === 0)))
		throw badWords('show <facility>, save <file.yaml...> or seed', positionals);
	const operators = values.operators === '-' ? null : values.operators;
	const told = verb === 'seed' ? seedFacilities() : await Promise.all(words.map(facilityIn));
	await writeArchive(io, async (archive) => {
		const by = { viewer: await localViewer(archive.database), actor: 'local', now: clock() };
		const recorded = await recordFacilities(
			archive,
			told.map((facility) => ({ facility, operators })),
			by
		);
		await io.out(
			`${recorded} of ${told.length} facilities recorded; the others are on record in the same words.\n`
		);
	});
};

async function facilityIn(path: string) {
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch (error) {
		throw new LookbackError(
			'not-found',
			'cli/no-file',
			`The file ${path} cannot be read: ${(error as Error).message}.`,
			{ path }
		);
	}
	return parseFacility(text);
}
