import { setTimeout as sleep } from 'node:timers/promises';
import { localViewer } from '#lib/access/viewer.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { BookingArchive } from '../bookings/index.server.ts';
import type { Adapter } from './adapter.ts';
import { secondsToNext, type Look } from './look.ts';
import { keepLook, readLooks } from './looks.server.ts';
import { syncAdapter, type SyncReport } from './sync.server.ts';

const mostProblems = 20;

interface Watch {
	/** Where the newest looks are kept. */
	readonly dataDir: string;
	readonly clock: () => Instant;
	readonly signal: AbortSignal;
	/** Told of each look. */
	readonly onLook?: (look: Look) => void;
}

/**
 * Polls the systems of facilities until `signal` says so: each by itself, one look after the other, as often as it is
 * configured, and more seldom while it does not answer. One that is slow or down holds no other back.
 */
export async function watchAdapters(
	archive: BookingArchive,
	adapters: readonly Adapter[],
	watch: Watch
): Promise<void> {
	await Promise.all(adapters.map((adapter) => watchAdapter(archive, adapter, watch)));
}

async function watchAdapter(
	archive: BookingArchive,
	adapter: Adapter,
	{ dataDir, clock, signal, onLook }: Watch
): Promise<void> {
	const before = (await readLooks(dataDir)).find((one) => one.adapter === adapter.name);
	let answeredAt = before?.answeredAt ?? null;
	for (let withoutAnswer = 0; !signal.aborted;) {
		const { problems, answered } = await lookAt(archive, adapter, clock, signal);
		if (signal.aborted) return;
		withoutAnswer = answered ? 0 : withoutAnswer + 1;
		const lookedAt = clock();
		if (answered) answeredAt = lookedAt;
		const seconds = secondsToNext(adapter.everySec, withoutAnswer);
		const nextAt = (lookedAt + seconds * 1e6) as Instant;
		const look = lookOf(adapter, problems, { lookedAt, answeredAt, nextAt });
		await keepLook(dataDir, look);
		onLook?.(look);
		// only the end can reject this
		await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
	}
}

/** A look; one that fails on our own side, as while the database is started again, is made anew later. */
async function lookAt(
	archive: BookingArchive,
	adapter: Adapter,
	clock: () => Instant,
	signal: AbortSignal
): Promise<Pick<SyncReport, 'problems' | 'answered'>> {
	try {
		return await syncAdapter(archive, adapter, await localViewer(archive.database), clock, signal);
	} catch (error) {
		return { problems: [`The look could not be made: ${(error as Error).message}`], answered: false };
	}
}

/** What is kept of a look. */
export function lookOf(
	{ name, facilities }: Adapter,
	problems: readonly string[],
	at: Pick<Look, 'lookedAt' | 'answeredAt' | 'nextAt'>
): Look {
	return {
		adapter: name,
		facilities,
		...at,
		problems: problems.slice(0, mostProblems),
		problemCount: problems.length
	};
}
