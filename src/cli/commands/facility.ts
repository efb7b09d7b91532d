import { readFile } from 'node:fs/promises';
import { localViewer } from '#lib/access/viewer.server.ts';
import { LookbackError } from '#lib/errors.ts';
import {
	formatFacility,
	parseFacility,
	readFacility,
	recordFacilities,
	seedFacilities,
	withClosures
} from '#lib/planner/facilities/index.server.ts';
import { foreignEvents, readCalendar } from '#lib/planner/imports/index.server.ts';
import { clock, readArchive, requestOf, viewerHelp, viewerOption, writeArchive } from '../archive.ts';
import { basisHelp, basisOf, basisOptions } from '../basis-options.ts';
import { parse, type Command } from '../command.ts';
import type { Io } from '../io.ts';
import { badWords } from '../words.ts';

export const describe: Command['describe'] = {
	summary: 'Show a facility as YAML, or record how facilities are',
	usage:
		'show <facility> [--known <moment>]   |   save <file.yaml...> [--operators <group>]   |   seed\n' +
		'       lookback facility closures <facility> <calendar.ics>',
	options: {
		'--operators <group>':
			'the group that answers for its time; unless given, that stays as it is (- for the administrators)',
		...basisHelp,
		...viewerHelp
	},
	details:
		'`seed` records the facilities that come with Lookback; what is on record in the same words is left out. What\n' +
		'`show` prints, `save` reads: change a line, save it, and what was known before stays known as of then.\n' +
		'`closures` adds the events of an iCalendar as time that the facility keeps for itself; what is not of class PUBLIC\n' +
		'keeps its reason among its own people. Blocks that this archive handed out close nothing.'
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
	if (verb === 'closures' && words.length === 2) return close(words[0]!, words[1]!, io);
	if (!((verb === 'save' && words.length > 0) || (verb === 'seed' && words.length === 0)))
		throw badWords(
			'show <facility>, save <file.yaml...>, closures <facility> <calendar.ics> or seed',
			positionals
		);
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

/** Closes a facility at the times of a calendar. */
async function close(name: string, path: string, io: Io): Promise<void> {
	const calendar = readCalendar(await textIn(path));
	await writeArchive(io, async (archive) => {
		const question = await requestOf(archive, 'local').question({});
		const { facility } = await readFacility(question, name);
		const { events, refused } = await foreignEvents(question, name, calendar.events);
		const closed = withClosures(
			facility,
			events.map(({ from, to, summary, isPrivate }) => ({ from, to, reason: summary, isPrivate }))
		);
		const by = { viewer: question.viewer, actor: 'local', now: clock() };
		await recordFacilities(archive, [{ facility: closed, operators: undefined }], by);
		const further = closed.rules.closures.length - facility.rules.closures.length;
		await io.out(
			`${further} of ${events.length} closures recorded${further < events.length ? '; the others are on record in the same words' : ''}.\n`
		);
		for (const why of [...calendar.refused, ...refused]) io.note(why);
	});
}

async function facilityIn(path: string) {
	return parseFacility(await textIn(path));
}

async function textIn(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		throw new LookbackError(
			'not-found',
			'cli/no-file',
			`The file ${path} cannot be read: ${(error as Error).message}.`,
			{ path }
		);
	}
}
