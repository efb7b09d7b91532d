import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { domainError } from '#lib/api/errors.ts';
import type { Question } from '#lib/archive/index.server.ts';
import { wire } from '#lib/archive/wire.ts';
import { LookbackError } from '#lib/errors.ts';
import { readPlan, replayPlan } from '#lib/planner/plans/index.server.ts';
import { readDecision } from '#lib/versioning/decisions/index.server.ts';
import {
	packageRun,
	replayDecision,
	replayRun,
	type Otherwise
} from '#lib/versioning/replay/index.server.ts';
import { readRun } from '#lib/versioning/runs/index.server.ts';
import { readArchive, requestOf, viewerHelp, viewerOption } from '../archive.ts';
import type { Archive } from '#lib/api/context.server.ts';
import { parse, type Description } from '../command.ts';
import type { Io } from '../io.ts';
import { onlyWord } from '../words.ts';

export const describe: Description = {
	summary: 'Carry a run, a decision or a plan out again, and say whether it comes out the same',
	usage: '<run, decision or plan> [option...]',
	options: {
		'--at <basis>': 'with what is known at another basis or moment (now, 2020-01-01), and the same code',
		'--with <version>':
			'of a run or a decision: with another version of the analysis, and what was known then',
		'--package <file.zip>': 'of a run: writes a package that replays it anywhere, without the archive',
		'--trusted': 'run a command where no sandbox can be had: its author is trusted',
		'--format json': 'all of the comparison, for programs',
		...viewerHelp
	},
	details:
		'Its inputs are read again at its basis and compared one by one, its commit is checked out, and what it says\n' +
		'is compared row by row. Of a plan the problem is made again and compared part by part; its blocks are checked against\n' +
		'it, and looked for again where its search was one of steps. Nothing is recorded. The exit code is 0 where it is\n' +
		'identical, else 5.'
};

export async function run(args: string[], io: Io): Promise<void> {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			at: { type: 'string' },
			with: { type: 'string' },
			package: { type: 'string' },
			trusted: { type: 'boolean', default: false },
			format: { type: 'string', default: 'text' },
			...viewerOption
		}
	});
	const id = onlyWord(positionals, 'the name of a run, a decision or a plan').replace(
		/^\/?(runs|decisions|plans)\//,
		''
	);
	if (!/^[rdp][0-9a-f]{12}$/.test(id))
		throw new LookbackError(
			'incorrect',
			'cli/bad-arguments',
			`'${id.slice(0, 100)}' is no name of a run, a decision or a plan (r, d or p, and 12 hexadecimal digits); lookback runs, lookback decisions and lookback plans list those that there are.`,
			{ id }
		);
	await readArchive(io, async (archive) => {
		try {
			const context = requestOf(archive, values.as);
			const question = await context.question({});
			if (values.package !== undefined) return await writePackage(archive, question, id, values.package, io);
			const at = values.at === undefined ? null : (await context.question(momentOf(values.at))).basis;
			const otherwise = { at, with: values.with ?? null, trusted: values.trusted };
			const replay = await replayOf(archive, question, id, otherwise);
			await io.out(
				values.format === 'json'
					? `${JSON.stringify(id.startsWith('p') ? wire(replay) : replay, null, '\t')}\n`
					: `${replay.words.join('\n')}\n`
			);
			if (!replay.identical)
				throw new LookbackError(
					'conflict',
					'versioning/not-identical',
					`The replay of ${id} is not identical.`,
					{ id }
				);
		} catch (error) {
			throw domainError(error) ?? error;
		}
	});
}

async function replayOf(archive: Archive, question: Question, id: string, otherwise: Otherwise) {
	if (id.startsWith('d'))
		return replayDecision(archive, question, await readDecision(question, id), otherwise);
	if (id.startsWith('r')) return replayRun(archive, question, await readRun(question, id), otherwise);
	if (otherwise.with !== null)
		throw new LookbackError(
			'incorrect',
			'cli/bad-arguments',
			`--with is of a run or a decision; ${id} is a plan, which the planner of this Lookback makes.`
		);
	return replayPlan(archive, question, await readPlan(question, id), otherwise);
}

function momentOf(text: string) {
	return text.includes('~') ? { basis: text } : { known: text };
}

async function writePackage(
	archive: Archive,
	question: Question,
	id: string,
	file: string,
	io: Io
): Promise<void> {
	if (!id.startsWith('r'))
		throw new LookbackError(
			'incorrect',
			'cli/bad-arguments',
			`--package is of a run; ${id} is a ${id.startsWith('d') ? `decision, whose runs lookback decision ${id} names` : 'plan, which the archive alone can make again'}.`
		);
	const run = await readRun(question, id);
	await pipeline(Readable.from(packageRun(archive, question, run)), createWriteStream(file));
	await io.out(`${file} replays run ${id}: unpack it, and run node replay.mjs in its folder\n`);
}
