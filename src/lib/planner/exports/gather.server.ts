import { readEvent, readSkymap, type Question } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import { listBlocks, type Block, type BlockFilter } from '../bookings/index.server.ts';
import { listFacilities } from '../facilities/index.server.ts';
import { listPointings, looksOf, type Pointing, type PointingFilter } from '../pointings/index.server.ts';
import type { EventMap, EventMaps } from './circular.ts';
import { ofBlock, ofPointing, type Facilities, type Observation } from './observation.ts';

/** More would be no file that anybody reads in one go. */
const mostObservations = 50_000;
const pageRows = 5000;

/** Blocks of the schedule that a filter lets through. @throws LookbackError `planner/too-much`. */
export async function blocksFor(
	question: Question,
	filter: Omit<BlockFilter, 'after' | 'limit'>
): Promise<Observation[]> {
	const blocks = await all<Block, BlockFilter['after']>(
		(after) => listBlocks(question, { ...filter, after, limit: pageRows }),
		({ from_at: from, block }) => ({ from, block })
	);
	return blocks.map(ofBlock);
}

/** Pointings that a filter lets through, each look once, but for those that carried out a block. @throws LookbackError `planner/too-much`. */
export async function pointingsFor(
	question: Question,
	filter: Omit<PointingFilter, 'after' | 'limit'>
): Promise<Observation[]> {
	const pointings = await all<Pointing, PointingFilter['after']>(
		(after) => listPointings(question, { ...filter, after, limit: pageRows }),
		({ from_at: from, facility, pointing }) => ({ from, facility, pointing })
	);
	const [done, planned] = [true, false].map((isExecuted) =>
		pointings.filter((one) => one.is_executed === isExecuted)
	);
	const told = [...looksOf(done!), ...planned!].sort((a, b) => a.from_at - b.from_at);
	return told.filter(({ block }) => block === null).map(ofPointing);
}

/** Facilities by name, as known at the basis. */
export async function facilitiesFor(question: Question): Promise<Facilities> {
	return new Map((await listFacilities(question)).map(({ facility }) => [facility.facility, facility]));
}

/** The newest map of each event, as known at the basis, of those of which one is known. */
export async function mapsFor(question: Question, events: readonly string[]): Promise<EventMaps> {
	const maps = new Map<string, EventMap>();
	for (const event of events) {
		try {
			const { localization, skymap } = await readSkymap(question, event);
			maps.set(event, { name: localization.name, knownAt: localization.known_at, skymap });
		} catch (error) {
			if (!(error instanceof LookbackError) || error.code !== 'archive/no-skymap') throw error;
		}
	}
	return maps;
}

/** Those of some events that are retracted, as known at the basis. */
export async function retractedAmong(
	question: Question,
	events: readonly string[]
): Promise<ReadonlySet<string>> {
	const found = new Set<string>();
	for (const event of events) {
		try {
			if ((await readEvent(question, event)).retracted) found.add(event);
		} catch (error) {
			if (!(error instanceof LookbackError) || error.code !== 'archive/unknown-event') throw error;
		}
	}
	return found;
}

async function all<Row, After>(
	page: (after: After | null) => Promise<Row[]>,
	placeOf: (row: Row) => After
): Promise<Row[]> {
	const rows: Row[] = [];
	for (;;) {
		const next = await page(rows.length === 0 ? null : placeOf(rows.at(-1)!));
		rows.push(...next);
		if (rows.length > mostObservations)
			throw new LookbackError(
				'incorrect',
				'planner/too-much',
				`There are more than ${mostObservations} observations, the most that one file holds; ask for less time by from and to.`
			);
		if (next.length < pageRows) return rows;
	}
}
