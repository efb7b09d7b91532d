import { parseKnownRule } from '#lib/archive/index.server.ts';
import { retry } from '#lib/archive/ingest/retry.server.ts';
import { clock, writeArchive } from '../archive.ts';
import { parse, type Description } from '../command.ts';
import { closeRun } from '../ingest-run.ts';
import type { Io } from '../io.ts';
import { assertFormat, formatHelp, formatOption } from '../output.ts';
import { pace, progressBar } from '../progress.ts';

export const describe: Description = {
	summary: 'Read the packets in quarantine again',
	usage: '[option...]',
	options: {
		'--source <name>': 'who published them, where it is not as the packets say',
		'--known-at <rule>': 'as for lookback ingest; received, unless given: when they came first',
		...formatHelp
	},
	details:
		'For use after the schema that was missing has been loaded, or with a Lookback that reads more. What can be\n' +
		'read now is recorded as received when it came first, in the collection wanted then; what cannot stays in\n' +
		'quarantine.'
};

export async function run(args: string[], io: Io): Promise<void> {
	const { values } = parse({
		args,
		options: {
			source: { type: 'string' },
			'known-at': { type: 'string', default: 'received' },
			...formatOption
		}
	});
	assertFormat(values.format);
	const rule = parseKnownRule(values['known-at']);
	const bar = progressBar('Reading', io);
	const started = performance.now();
	const report = await writeArchive(io, ({ database, store }) =>
		retry(database, store, {
			actor: 'local',
			note: 'read again from quarantine',
			rule,
			source: values.source ?? null,
			now: clock,
			signal: io.signal,
			onProgress: (done, all) =>
				bar.show(done, all, `packets, ${pace(done, all, 'packets', (performance.now() - started) / 1000)}`)
		})
	).finally(bar.end);
	await closeRun(report, { name: 'retry', repeated: 'left in quarantine', format: values.format }, io);
}
