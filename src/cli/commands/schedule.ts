import { localViewer } from '#lib/access/viewer.server.ts';
import { schedule } from '#lib/api/resources/schedule.server.ts';
import {
	keepLook,
	lookOf,
	readAdapters,
	readLooks,
	syncAdapter
} from '#lib/planner/adapters/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { readConfig } from '../../config.server.ts';
import { clock, writeArchive } from '../archive.ts';
import { parse, type Command } from '../command.ts';
import { readCommand } from '../read.ts';
import { noWords } from '../words.ts';

const reading = readCommand(schedule, { words: '', read: noWords });

export const describe: Command['describe'] = {
	...reading.describe,
	summary: 'Show the shared schedule, or ask the systems of facilities what became of it',
	usage: '[option...]   |   sync',
	details:
		'`sync` submits what is proposed to the facilities that adapters.json of the data folder lists, and takes what their\n' +
		'systems say as changes of blocks: once. A running portal does so by itself. docs/connect-a-telescope.md has the form.'
};

export const run: Command['run'] = async (args, io) => {
	const [verb, ...rest] = args;
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
