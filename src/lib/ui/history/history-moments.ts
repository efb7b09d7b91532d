import type { HistoryEntry } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';
import { tellingWords } from '#lib/ui/history/telling-words.ts';

/** Everything about a subject that became known at one moment. */
export interface HistoryMoment {
	readonly at: Instant;
	readonly knownFrom: HistoryEntry['known_from'];
	readonly batches: readonly bigint[];
	/** What is said one by one. */
	readonly tellings: readonly Telling[];
	/** Measurements, of which a packet brings dozens: counted, each still there to be unfolded. */
	readonly measurements: readonly Telling[];
	/** `27 measurements: 3 detections, 24 upper limits; 2 revised, 20 told before` */
	readonly summary: string;
}

export interface Telling {
	readonly entry: HistoryEntry;
	readonly sentence: string;
	/** What was told of the same thing before, where it differs. */
	readonly was: string | null;
	/** Whether the same was told before: by a later packet, or in another collection. */
	readonly isRepeated: boolean;
}

/** More than so many measurements of a moment are counted rather than listed, and all that come with an alert. */
const FEW = 3;

/** A history in the order it became known, by moment; values that a telling replaces stand beside it. */
export function historyMoments(entries: readonly HistoryEntry[]): HistoryMoment[] {
	const last = new Map<string, { version: bigint; value: string }>();
	const told = entries.map((entry): Telling => {
		const { key, value, sentence } = tellingWords(entry);
		const before = last.get(key);
		last.set(key, { version: entry.version, value });
		const isRepeated = before !== undefined && (before.version === entry.version || before.value === value);
		return { entry, sentence, isRepeated, was: before && !isRepeated ? before.value || null : null };
	});
	return [...Map.groupBy(told, ({ entry }) => entry.known_at)].map(([at, group]) => {
		const measured = group.filter(({ entry }) => entry.relation === 'photometry');
		const hasAlert = group.some(({ entry }) => entry.relation === 'alert');
		const measurements = hasAlert || measured.length > FEW ? measured : [];
		return {
			at,
			knownFrom: group[0]!.entry.known_from,
			batches: [...new Set(group.map(({ entry }) => entry.batch))],
			tellings: group.filter((one) => !measurements.includes(one)),
			measurements,
			summary: measurements.length ? summaryOf(measurements) : ''
		};
	});
}

const nouns = { detection: 'detection', limit: 'upper limit', forced: 'forced measurement' } as const;

function summaryOf(measurements: readonly Telling[]): string {
	const kinds = Object.entries(nouns).flatMap(([kind, noun]) => {
		const count = measurements.filter(({ entry }) => entry.detail['kind'] === kind).length;
		return count ? [counted(count, noun)] : [];
	});
	const repeated = measurements.filter(({ isRepeated }) => isRepeated).length;
	const revised = measurements.filter(({ was }) => was !== null).length;
	const news = [revised && `${revised} revised`, repeated && `${repeated} told before`].filter(Boolean);
	return `${counted(measurements.length, 'measurement')}: ${kinds.join(', ')}${news.length ? `; ${news.join(', ')}` : ''}`;
}

function counted(count: number, noun: string): string {
	return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
