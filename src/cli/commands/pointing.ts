import { localViewer } from '#lib/access/viewer.server.ts';
import { newestBatch, openPaths } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { listFacilities } from '#lib/planner/facilities/index.server.ts';
import { readPointings, type Imported, type ImportHints } from '#lib/planner/imports/index.server.ts';
import {
	recordPointings,
	type PointingFile,
	type PointingWish,
	type Telling
} from '#lib/planner/pointings/index.server.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { clock, writeArchive } from '../archive.ts';
import { parse, type Command } from '../command.ts';
import { assertPaths } from '../ingest-run.ts';
import type { Io } from '../io.ts';
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

/** Pointings of many small files go on record together. */
const mostInBatch = 20_000;

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
		const viewer = await localViewer(archive.database);
		const { batch } = await newestBatch(archive.database);
		const telling = { now: clock(), knownAt };
		const question = {
			database: archive.database,
			basis: { knownAt: telling.now, batch, pinned: false, isNow: true },
			viewer
		};
		const { facility = null, instrument = null, event = null, campaign = null } = values;
		const facilities = (await listFacilities(question)).map((one) => one.facility);
		const hints: ImportHints = { facilities, facility, instrument, event, campaign };
		const record = (wishes: readonly PointingWish[], file: PointingFile | null) =>
			recordPointings(archive, wishes, { viewer, actor: 'local', now: clock() }, { knownAt, file });
		const report = { read: 0, recorded: 0, refused: new Map<string, number>() };
		let waiting: PointingWish[] = [];
		const recordWaiting = async () => {
			report.recorded += await record(waiting, null);
			waiting = [];
		};
		for await (const arrival of openPaths(paths)) {
			const told =
				'refused' in arrival
					? refusal(arrival.refused)
					: readOne(arrival.name, arrival.bytes, hints, telling);
			for (const why of told.refused) report.refused.set(why, (report.refused.get(why) ?? 0) + 1);
			if ('refused' in arrival || told.pointings.length === 0) continue;
			report.read += told.pointings.length;
			// a file of one notice is none to be kept by itself: the archive keeps notices as packets
			if (told.format === 'voevent') waiting.push(...told.pointings);
			else
				report.recorded += await record(told.pointings, {
					name: arrival.name.split('/').at(-1)!,
					format: `pointings-${told.format}`,
					bytes: arrival.original
				});
			if (waiting.length >= mostInBatch) await recordWaiting();
		}
		if (waiting.length > 0) await recordWaiting();
		await tell(report, io);
	});
};

function readOne(name: string, bytes: Uint8Array, hints: ImportHints, telling: Telling): Imported {
	try {
		return readPointings(name, bytes, hints, telling);
	} catch (error) {
		return refusal(error);
	}
}

function refusal(error: unknown): Imported {
	if (!(error instanceof LookbackError)) throw error;
	return { format: 'none', pointings: [], refused: [error.message] };
}

const mostReasons = 20;

async function tell(
	{ read, recorded, refused }: { read: number; recorded: number; refused: ReadonlyMap<string, number> },
	io: Io
): Promise<void> {
	await io.out(
		`${recorded} of ${read} pointings recorded${recorded < read ? '; the others are on record in the same words' : ''}.\n`
	);
	const total = [...refused.values()].reduce((sum, count) => sum + count, 0);
	if (total === 0) return;
	io.note(`${total} ${total === 1 ? 'was' : 'were'} not taken:`);
	for (const [why, count] of [...refused].slice(0, mostReasons))
		io.note(count === 1 ? `  ${why}` : `  ${why} (${count} times)`);
	if (refused.size > mostReasons) io.note(`  and ${refused.size - mostReasons} more reasons`);
	if (read === 0)
		throw new LookbackError('incorrect', 'cli/no-pointings', 'No pointing was read; see the reasons above.');
}
