import { domainError } from '#lib/api/errors.ts';
import { run as runResource } from '#lib/api/resources/runs.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { everyone } from '#lib/access/audience.ts';
import { assertMaySpeakFor } from '#lib/access/speak.server.ts';
import { assertNotFuture, runAnalysis } from '#lib/versioning/runs/index.server.ts';
import { resolveCommit } from '#lib/versioning/store/index.server.ts';
import { clock, requestOf, writeArchive } from '../archive.ts';
import { parse, type Description } from '../command.ts';
import type { Io } from '../io.ts';
import { basisOptions, basisHelp, basisOf } from '../basis-options.ts';
import { writeAnswer } from '../output-answer.ts';
import { onlyWord } from '../words.ts';

export const describe: Description = {
	summary: 'Carry out an analysis as of a basis, and record what it says',
	usage: '<name>[@<version>] [option...]',
	options: {
		'--parameter <name>=<value>': 'a parameter; as often as there are such',
		'--audience <who>': 'who sees what it says, and so what it may see: public unless given, or a group',
		...basisHelp,
		'--trusted': 'run a command where no sandbox can be had: its author is trusted'
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
			parameter: { type: 'string', multiple: true, default: [] },
			audience: { type: 'string', default: everyone },
			trusted: { type: 'boolean', default: false },
			...basisOptions
		}
	});
	const named = onlyWord(positionals, '<name>[@<version>]');
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
				parameters: parametersOf(values.parameter),
				viewer,
				actor: viewer.name,
				kind: 'manual',
				trusted: values.trusted,
				now: clock
			});
			const after = requestOf(archive, 'local');
			const answer = await callerOf(after).runs.read({ id: document.run });
			await io.out(`Run ${document.run} of ${document.analysis}@${document.commit} at ${document.basis}\n\n`);
			await writeAnswer(runResource, answer, 'outputs', io);
			if (document.reason !== null)
				throw new LookbackError('incorrect', 'versioning/failed-run', `The run failed: ${document.reason}`);
		} catch (error) {
			throw domainError(error) ?? error;
		}
	});
}

function parametersOf(given: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		given.map((one) => {
			const at = one.indexOf('=');
			if (at > 0) return [one.slice(0, at), one.slice(at + 1)];
			throw new LookbackError(
				'incorrect',
				'cli/bad-arguments',
				`--parameter wants <name>=<value>; got ${one}.`
			);
		})
	);
}
