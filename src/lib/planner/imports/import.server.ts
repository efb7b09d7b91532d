import type { openPaths } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import { presentOf, type Actor, type BookingArchive } from '../bookings/propose.server.ts';
import { listFacilities } from '../facilities/read.server.ts';
import {
	recordPointings,
	type PointingFile,
	type PointingWish,
	type Telling
} from '../pointings/index.server.ts';
import type { Imported, ImportHints } from './imported.ts';
import { otherWords } from './own-words.server.ts';
import { readPointings } from './read.server.ts';

/** What whoever imports files says of them, and when what does not say so was known; null: now. */
export interface ImportWish extends Omit<ImportHints, 'facilities'> {
	readonly knownAt: Instant | null;
}

/** What came of files of pointings. */
export interface ImportReport {
	/** Pointings that were understood; those of them that were not on record in the same words. */
	readonly read: number;
	readonly recorded: number;
	/** Sentences on what was not taken, and how often each was said. */
	readonly refused: readonly { readonly reason: string; readonly count: number }[];
}

/** Pointings of many small files go on record together. */
const mostInBatch = 20_000;

/**
 * Records the pointings in files; the files are kept with them. What cannot be read is told and the rest goes on; the same files
 * again change nothing, and neither do those that this archive hands out. @throws LookbackError as `recordPointings` does.
 */
export async function importPointings(
	archive: BookingArchive,
	arrivals: ReturnType<typeof openPaths>,
	{ knownAt, ...said }: ImportWish,
	by: Omit<Actor, 'now'>,
	clock: () => Instant
): Promise<ImportReport> {
	const telling = { now: clock(), knownAt };
	const question = await presentOf(archive.database, { ...by, now: telling.now });
	const facilities = (await listFacilities(question)).map((one) => one.facility);
	const hints: ImportHints = { facilities, ...said };
	const record = (wishes: readonly PointingWish[], file: PointingFile | null) =>
		recordPointings(archive, wishes, { ...by, now: clock() }, { knownAt, file });
	const refused = new Map<string, number>();
	let [read, recorded] = [0, 0];
	let waiting: PointingWish[] = [];
	const recordWaiting = async () => {
		recorded += await record(waiting, null);
		waiting = [];
	};
	for await (const arrival of arrivals) {
		const told =
			'refused' in arrival ? refusal(arrival.refused) : readOne(arrival.name, arrival.bytes, hints, telling);
		for (const why of told.refused) refused.set(why, (refused.get(why) ?? 0) + 1);
		if ('refused' in arrival || told.pointings.length === 0) continue;
		read += told.pointings.length;
		const news = await otherWords(question, archive.store, told, hints);
		if (news.length === 0) continue;
		// a file of one notice is none to be kept by itself: the archive keeps notices as packets
		if (told.format === 'voevent') waiting.push(...news);
		else
			recorded += await record(news, {
				name: arrival.name.split('/').at(-1)!,
				format: `pointings-${told.format}`,
				bytes: arrival.original
			});
		if (waiting.length >= mostInBatch) await recordWaiting();
	}
	if (waiting.length > 0) await recordWaiting();
	return { read, recorded, refused: [...refused].map(([reason, count]) => ({ reason, count })) };
}

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

/** What came of it in a sentence, and a line for each reason why something was not taken, the first of them. */
export function importWords({ read, recorded, refused }: ImportReport): {
	readonly told: string;
	readonly refused: readonly string[];
} {
	const told = `${recorded} of ${read} pointings recorded${recorded < read ? '; the others are on record in the same words' : ''}.`;
	const total = refused.reduce((sum, { count }) => sum + count, 0);
	if (total === 0) return { told, refused: [] };
	const reasons = refused
		.slice(0, mostReasons)
		.map(({ reason, count }) => (count === 1 ? reason : `${reason} (${count} times)`));
	const more = refused.length - reasons.length;
	return {
		told,
		refused: [
			`${total} ${total === 1 ? 'was' : 'were'} not taken:`,
			...reasons,
			...(more > 0 ? [`and ${more} more reasons`] : [])
		]
	};
}
