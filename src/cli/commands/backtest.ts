import { localViewer } from '#lib/access/viewer.server.ts';
import { domainError } from '#lib/api/errors.ts';
import { backtest } from '#lib/api/resources/backtests.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { carryOutBackTest, recordBackTest } from '#lib/versioning/backtest/index.server.ts';
import { resolveCommit } from '#lib/versioning/store/index.server.ts';
import { readConfig } from '../../config.server.ts';
import { clock, requestOf, writeArchive } from '../archive.ts';
import { backTestSummary } from '../backtest-summary.ts';
import { parse, type Description } from '../command.ts';
import { assertFormat, formatHelp, formatOption } from '../output.ts';
import { parameterHelp, parameterOption, parametersGiven } from '../parameter-option.ts';
import { pace, progressBar, shortNumber } from '../progress.ts';
import { writeResource } from '../read.ts';
import { onlyWord } from '../words.ts';
import type { Io } from '../io.ts';

const wanted = '<name>@<commit>';

export const describe: Description = {
	summary: 'Walk an analysis through the past without looking ahead',
	usage: `${wanted} --from <moment> --to <moment> [option...]`,
	options: {
		'--from <moment>':
			'knowledge time at which the walk begins: objects that change from then on are evaluated',
		'--to <moment>': 'knowledge time at which it ends',
		'--every <step>':
			'alert (whenever an object changes), unless given; batch; or a length of time such as 1h',
		'--audience <whom>':
			'whose sight of then it has, and who sees the result: public, unless given; or a group',
		...parameterHelp,
		'--survey <name>': 'only objects of this survey',
		'--label <set>':
			'hold selections against it: <agent>:<property>, tns:class=SN Ia,SN II, or a CSV file with a',
		'': 'column subject and perhaps one label',
		'--label-known <moment>': 'as known when labels are; at the end of the walk, unless given',
		'--trusted': 'run a command where no sandbox can be had: its author is trusted',
		'--table <name>': `${Object.keys(backtest.tables).join(', ')}: which of the tables`,
		...formatHelp
	},
	details:
		'At each step the analysis gets the objects that changed, as known at that step to the audience. The same walk\n' +
		'is made with what the field usually cuts by, the epoch of what is known at the end; what such a cut shows too\n' +
		'early is reported. Interrupted, the same command goes on where it was. The result is on record, and at\n' +
		'/backtests/<id> of the portal.'
};

export async function run(args: string[], io: Io): Promise<void> {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			from: { type: 'string' },
			to: { type: 'string' },
			every: { type: 'string', default: 'alert' },
			audience: { type: 'string', default: 'public' },
			...parameterOption,
			survey: { type: 'string' },
			label: { type: 'string' },
			'label-known': { type: 'string' },
			trusted: { type: 'boolean', default: false },
			table: { type: 'string' },
			...formatOption
		}
	});
	const text = onlyWord(positionals, wanted);
	assertFormat(values.format);
	const { dataDir } = readConfig(io.environment);
	await writeArchive(io, async (archive) => {
		try {
			const context = requestOf(archive, 'local');
			const { now } = context;
			const moment = (name: 'from' | 'to') => parseInstant(given(name, values[name]), now);
			const named = await resolveCommit(await context.question({}), text);
			const progress = walkProgress(io);
			const backTest = await carryOutBackTest(
				{
					...archive,
					dataDir,
					viewer: await localViewer(archive.database),
					now,
					signal: io.signal,
					onProgress: progress.show
				},
				{
					...named,
					parameters: parametersGiven(values.parameter),
					audience: values.audience,
					from: moment('from'),
					to: moment('to'),
					every: values.every,
					survey: values.survey ?? null,
					label: values.label ?? null,
					labelKnownAt: values['label-known'] === undefined ? null : parseInstant(values['label-known'], now),
					trusted: values.trusted
				}
			).finally(progress.end);
			const isNew = await recordBackTest(archive, backTest, 'local', clock());
			backTest.forget();
			const { id } = backTest;
			await writeResource(
				backtest,
				{ id },
				{ table: values.table, format: values.format, isOwn: true },
				requestOf(archive, 'local'),
				io
			);
			io.note(backTestSummary(backTest.document.summary));
			io.note(
				isNew
					? `On record as backtests/${id}.`
					: `The same to the byte as backtests/${id}, which is on record.`
			);
		} catch (error) {
			if (io.signal.aborted)
				io.note('Interrupted: what is done of the walk is kept; the same command goes on there.');
			throw domainError(error) ?? error;
		}
	});
}

function given(name: string, value: string | undefined): string {
	if (value !== undefined) return value;
	throw new LookbackError('incorrect', 'cli/bad-arguments', `--${name} is missing; it wants a moment.`);
}

const REDRAW_MS = 100;

/** A bar over the objects, with evaluations a second and the time left. */
function walkProgress(io: Io) {
	const bar = progressBar('Walking', io);
	let [started, drawn, first] = [NaN, NaN, 0];
	return {
		show(objects: number, total: number, evaluations: number): void {
			const at = performance.now();
			if (Number.isNaN(started)) [started, drawn, first] = [at, at, objects];
			if (at - drawn < REDRAW_MS) return;
			drawn = at;
			const elapsedSec = (at - started) / 1000;
			const rate = pace(objects - first, total - first, 'objects', elapsedSec);
			bar.show(
				Math.floor(objects),
				total,
				`objects, ${shortNumber(evaluations / elapsedSec)} evaluations/s, ${rate}`
			);
		},
		end: bar.end
	};
}
