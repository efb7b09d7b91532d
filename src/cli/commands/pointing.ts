import { localViewer } from '#lib/access/viewer.server.ts';
import { openPaths } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { importPointings, importWords } from '#lib/planner/imports/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { clock, writeArchive } from '../archive.ts';
import { parse, type Command } from '../command.ts';
import { assertPaths } from '../ingest-run.ts';
import { badWords } from '../words.ts';

export const describe: Command['describe'] = {
	summary: 'Record where instruments looked, from files',
	usage: 'import <path>... [option...]',
	options: {
		'--facility <name>':
			'whose pointings they are, where the file does not say so as facilities here are called',
		'--instrument <name>': 'its instrument, likewise',
		'--event <name>': 'the event they were for, where that is not as the file says',
		'--campaign <name>': 'the campaign they were for: its audience sees them; everyone sees those of none',
		'--known-at <moment>': 'when those that do not say so were known; now unless given'
	},
	details:
		'Reads ObsLocTAP (VOTable, CSV), JSON of Treasure Map and of ACROSS, lists of gwemopt, logs as SkyPortal takes\n' +
		'them, and GCN notices of where Swift and Fermi point, in archives too. What is not taken is told with its reason;\n' +
		'loading anything twice changes nothing. Planned pointings are kept beside executed ones.'
};

export const run: Command['run'] = async (args, io) => {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			facility: { type: 'string' },
			instrument: { type: 'string' },
			event: { type: 'string' },
			campaign: { type: 'string' },
			'known-at': { type: 'string' }
		}
	});
	const [verb, ...paths] = positionals;
	if (verb !== 'import' || paths.length === 0) throw badWords('import <path>...', positionals);
	assertPaths(paths);
	const knownAt = values['known-at'] === undefined ? null : parseInstant(values['known-at'], clock());
	await writeArchive(io, async (archive) => {
		const { facility = null, instrument = null, event = null, campaign = null } = values;
		const viewer = await localViewer(archive.database);
		const report = await importPointings(
			archive,
			openPaths(paths),
			{ facility, instrument, event, campaign, knownAt },
			{ viewer, actor: 'local' },
			clock
		);
		const { told, refused } = importWords(report);
		await io.out(`${told}\n`);
		const [first, ...reasons] = refused;
		if (first === undefined) return;
		io.note(first);
		for (const why of reasons) io.note(`  ${why}`);
		if (report.read === 0)
			throw new LookbackError(
				'incorrect',
				'cli/no-pointings',
				'No pointing was read; see the reasons above.'
			);
	});
};
