import { domainError } from '#lib/api/errors.ts';
import { run as runResource } from '#lib/api/resources/runs.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { everyone } from '#lib/access/audience.ts';
import { assertMaySpeakFor } from '#lib/access/speak.server.ts';
import { assertNotFuture, runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { resolveCommit } from '#lib/versioning/store/index.server.ts';
import { clock, requestOf, writeArchive } from '../archive.ts';
import { parse, type Description } from '../command.ts';
import type { Io } from '../io.ts';
import { basisOptions, basisHelp, basisOf } from '../basis-options.ts';
import { assertFormat, formatHelp, formatOption, isFileFormat } from '../output.ts';
import { parameterHelp, parameterOption, parametersGiven } from '../parameter-option.ts';
import { writeResource } from '../read.ts';
import { onlyWord } from '../words.ts';

export const describe: Description = {
	summary: 'Carry out an analysis as of a basis, and record what it says',
	usage: '<name>[@<version>] [option...]',
	options: {
		...parameterHelp,
		'--audience <who>': 'who sees what it says, and so what it may see: public unless given, or a group',
		...basisHelp,
		'--trusted': 'run a command where no sandbox can be had: its author is trusted',
		'--table <name>': `${Object.keys(runResource.tables).join(', ')}: which of the tables; outputs unless given`,
		...formatHelp
	},
	details:
		'It reads what its audience could see at the basis, and nothing that was not known then. What it says is\n' +
		'known from the end of the run. A run that fails is recorded too, and its exit code is 2.'
};

export async function run(args: string[], io: Io): Promise<void> {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			...parameterOption,
			audience: { type: 'string', default: everyone },
			trusted: { type: 'boolean', default: false },
			table: { type: 'string', default: 'outputs' },
			...formatOption,
			...basisOptions
		}
	});
	const named = onlyWord(positionals, '<name>[@<version>]');
	const { table, format } = values;
	assertFormat(format);
	await writeArchive(io, async (archive) => {
		try {
			const context = requestOf(archive, 'local');
			const viewer = await context.viewer();
			await assertMaySpeakFor(archive.database, viewer, 'contributor', values.audience, context.now);
			const present = await context.question({});
			const { basis } = await context.question(basisOf(values));
			assertNotFuture(basis, context.now);
			const { document } = await runAnalysis(archive, {
				...(await resolveCommit(present, named)),
				audience: values.audience,
				basis,
				parameters: parametersGiven(values.parameter),
				viewer,
				actor: viewer.name,
				kind: 'manual',
				trusted: values.trusted,
				now: clock
			});
			const told = `Run ${document.run} of ${document.analysis}@${document.commit} at ${document.basis}`;
			if (isFileFormat(format)) io.note(told);
			else await io.out(`${told}\n\n`);
			const wish = { table, format, isOwn: true };
			await writeResource(runResource, { id: document.run }, wish, requestOf(archive, 'local'), io);
			if (document.reason !== null)
				throw new LookbackError('incorrect', 'versioning/failed-run', `The run failed: ${document.reason}`);
		} catch (error) {
			throw domainError(error) ?? error;
		}
	});
}
