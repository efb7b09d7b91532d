import { localViewer } from '#lib/access/viewer.server.ts';
import { domainError } from '#lib/api/errors.ts';
import { schedule } from '#lib/api/resources/schedule.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import {
	keepLook,
	lookOf,
	readAdapters,
	readLooks,
	syncAdapter
} from '#lib/planner/adapters/index.server.ts';
import { conflictColumns } from '#lib/planner/bookings/columns.ts';
import { LookbackError } from '#lib/errors.ts';
import { readConfig } from '../../config.server.ts';
import { clock, readArchive, requestOf, viewerOption, writeArchive } from '../archive.ts';
import { basisInput, basisOptions } from '../basis-options.ts';
import { parse, type Command } from '../command.ts';
import { assertFormat, formatOption, isFileFormat, writeTable } from '../output.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

const reading = readCommand(schedule, { words: '', read: noWords });

export const describe: Command['describe'] = {
	...reading.describe,
	summary: 'Show the shared schedule, or ask the systems of facilities what became of it',
	usage: '[option...]   |   conflicts [option...]   |   sync',
	details:
		'`conflicts` tells which blocks are at odds from --from (now unless given) to --to (a day later), and what would help.\n' +
		'`sync` submits what is proposed to the facilities that adapters.json of the data folder lists, and takes what their\n' +
		'systems say as changes of blocks: once. A running portal does so by itself. docs/connect-a-telescope.md has the form.'
};

export const run: Command['run'] = async (args, io) => {
	const [verb, ...rest] = args;
	if (verb === 'conflicts') return conflicts(rest, io);
	if (verb !== 'sync') return reading.run(args, io);
	noWords(parse({ args: rest, allowPositionals: true, options: {} }).positionals);
	const { dataDir } = readConfig(io.environment);
	const adapters = await readAdapters(dataDir, io.environment);
	if (adapters.length === 0)
		throw new LookbackError(
			'not-found',
			'cli/no-adapters',
			'No facility has a system to be asked: the data folder has no adapters.json, or an empty one.'
		);
	await writeArchive(io, async (archive) => {
		let count = 0;
		const before = await readLooks(dataDir);
		for (const adapter of adapters) {
			const viewer = await localViewer(archive.database);
			const report = await syncAdapter(archive, adapter, viewer, clock);
			const { submitted, cancelled, changed, problems, answered } = report;
			const last = before.find((one) => one.adapter === adapter.name)?.answeredAt ?? null;
			const lookedAt = clock();
			const at = { lookedAt, answeredAt: answered ? lookedAt : last, nextAt: null };
			await keepLook(dataDir, lookOf(adapter, problems, at));
			const acts = [...changed].map(([act, times]) => `, ${act} ${times}`).join('');
			await io.out(`${adapter.name}: submitted ${submitted}, cancelled ${cancelled}${acts}.\n`);
			for (const problem of problems) io.note(problem);
			count += problems.length;
		}
		if (count > 0)
			throw new LookbackError(
				'unavailable',
				'cli/facility-trouble',
				`There was trouble (${count}), which the next look tries again.`
			);
	});
};

const conflicts: Command['run'] = async (args, io) => {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			from: { type: 'string' },
			to: { type: 'string' },
			...formatOption,
			...basisOptions,
			...viewerOption
		}
	});
	noWords(positionals);
	const { format } = values as { format: string };
	assertFormat(format);
	await readArchive(io, async (archive) => {
		try {
			const { from, to } = values;
			const asked = { ...basisInput(values), ...(from && { from }), ...(to && { to }) };
			const found = await callerOf(requestOf(archive, values.as)).schedule.conflicts(asked);
			const table = {
				...{ name: 'conflicts', description: 'Blocks that are at odds.', columns: conflictColumns },
				...{ rows: found.conflicts, notes: { basis: found.basis } }
			};
			if (isFileFormat(format)) await writeTable(table, format, io);
			else if (found.conflicts.length === 0) await io.out('No blocks are at odds.\n');
			else for (const { what, resolution } of found.conflicts) await io.out(`${what} ${resolution}\n`);
			if (found.is_cut) io.note('There are more blocks in this time than were held against one another.');
		} catch (error) {
			throw domainError(error) ?? error;
		}
	});
};
