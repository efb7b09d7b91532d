import { basename, resolve } from 'node:path';
import { ingest, openPaths, parseKnownRule } from '#lib/archive/index.server.ts';
import { clock, writeArchive } from '../archive.ts';
import { parse, type Description } from '../command.ts';
import { assertPaths, closeRun, ingestProgress, untilAborted } from '../ingest-run.ts';
import type { Io } from '../io.ts';
import { assertFormat, formatHelp, formatOption } from '../output.ts';
import { badWords } from '../words.ts';

export const describe: Description = {
	summary: 'Record packets from files, folders and archives',
	usage: '<path>... [option...]',
	options: {
		'--source <name>': 'who published them, where it is not as the packets say',
		'--collection <name>': 'collection of the rows that would be public otherwise',
		'--known-at <rule>': 'when packets that do not say so could first be known: received, unless given;',
		'': 'observed+20m (s, m, h, d); or a moment',
		'--note <text>': 'what the ledger is to say about it; the names of the files, unless given',
		...formatHelp
	},
	details:
		'Takes tar, zip, gzip, xz and bzip2, in each other too. What cannot be read is quarantined with its bytes and\n' +
		'the reason (lookback quarantine). Loading anything twice changes nothing; after an interruption, the same\n' +
		'command completes the rest. Exit code 0 when everything is recorded or quarantined.'
};

export async function run(args: string[], io: Io): Promise<void> {
	const { values, positionals: paths } = parse({
		args,
		allowPositionals: true,
		options: {
			source: { type: 'string' },
			collection: { type: 'string' },
			'known-at': { type: 'string', default: 'received' },
			note: { type: 'string' },
			...formatOption
		}
	});
	if (paths.length === 0) throw badWords('the paths of files, folders or archives', paths);
	assertPaths(paths);
	assertFormat(values.format);
	const rule = parseKnownRule(values['known-at']);
	const progress = ingestProgress('Reading', io);
	const report = await writeArchive(io, ({ database, store }) =>
		ingest(database, store, untilAborted(openPaths(paths, { onProgress: progress.bytes }), io.signal), {
			actor: 'local',
			note: values.note ?? named(paths),
			rule,
			source: values.source,
			collection: values.collection,
			now: clock,
			onProgress: progress.packets
		})
	).finally(progress.end);
	await closeRun(report, { name: 'ingest', repeated: 'on record already', format: values.format }, io);
}

/** The paths, or the first of many. */
/** Names without their folders: the ledger's words are for everyone, and where things lie on a machine is not. */
function named(paths: readonly string[]): string {
	const names = paths.map((path) => basename(resolve(path)));
	return names.length <= 3 ? names.join(', ') : `${names[0]} and ${names.length - 1} others`;
}
