import { asOf, visible, type Question, type RawStore } from '#lib/archive/index.server.ts';
import { LookbackError } from '#lib/errors.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Block } from '../bookings/index.server.ts';
import {
	obsplanRows,
	ofBlock,
	ofPlanBlock,
	ofPointing,
	treasureMapOf,
	type Facilities,
	type Observation
} from '../exports/index.server.ts';
import { readPlan, readPlanDocument } from '../plans/index.server.ts';
import { looksOf, type Pointing, type PointingWish } from '../pointings/index.server.ts';
import type { Imported, ImportHints } from './imported.ts';
import { readObsplan } from './obsplan.ts';
import { readTreasureMap } from './treasure-map.ts';

type Reread = (own: readonly Observation[], hints: ImportHints, facilities: Facilities) => Imported;

/** Forms in which this archive hands out what it has on record, and that it reads as well. */
const reread: Readonly<Record<string, Reread>> = {
	obsplan: (own, hints, facilities) => {
		const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
		const rows = obsplanRows(own, facilities).map((row) =>
			Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)]))
		);
		return readObsplan(rows, hints);
	},
	'treasure-map': (own, hints, facilities) => readTreasureMap(treasureMapOf(own, facilities).content, hints)
};

/**
 * What a file tells that this archive would not hand out itself of what it has on record: of a pointing, a revision of a block, or a
 * block of a plan, by its name, in the same words. Of the rest, what such files have no words for, the block and the campaign, stays
 * as it is on record.
 */
export async function otherWords(
	question: Question,
	store: RawStore,
	{ format, pointings }: Pick<Imported, 'format' | 'pointings'>,
	hints: ImportHints
): Promise<readonly PointingWish[]> {
	const read = reread[format];
	if (!read) return pointings;
	const names = [...new Set(pointings.map(({ pointing }) => pointing))];
	const tellings = await tellingsOf(question, names);
	const own = [
		...tellings.map(ofPointing),
		...(await mergedLooks(question, tellings)).map(ofPointing),
		...(await blocksNamed(question, names)).map(ofBlock),
		...(await planBlocksNamed(question, store, names))
	];
	// a file says nothing of the campaign: who reads it in may
	const unsaid = { ...hints, facility: null, instrument: null, event: null, campaign: null };
	const facilities = new Map(hints.facilities.map((one) => [one.facility, one]));
	const words = new Set(
		[...Map.groupBy(own, ({ campaign }) => (hints.campaign === null ? null : campaign))].flatMap(
			([campaign, ones]) =>
				read(ones, unsaid, facilities).pointings.map((wish) => wordsOf({ ...wish, campaign }))
		)
	);
	const known = Map.groupBy(tellings, (one) => `${one.facility} ${one.pointing}`);
	return pointings
		.filter((wish) => !words.has(wordsOf(wish)))
		.map((wish) => {
			const own = known.get(`${wish.facility} ${wish.pointing}`) ?? [];
			const { block = null, campaign = null } = own.at(-1) ?? {};
			const toldAt = own.find(({ known_at }) => isSameMoment(known_at, wish.toldAt))?.known_at ?? wish.toldAt;
			return { ...wish, toldAt, block: wish.block ?? block, campaign: wish.campaign ?? campaign };
		});
}

/** As near as files tell moments. */
function isSameMoment(a: Instant, b: Instant | null): boolean {
	return b !== null && Math.abs(a - b) <= 10;
}

/** The words of a pointing; the size of a field is its instrument's, as known when they were written. */
function wordsOf({ detail, ...wish }: PointingWish): string {
	const entries = Object.entries({ ...wish, ...detail, s_fov: null }).sort(([a], [b]) => (a < b ? -1 : 1));
	return JSON.stringify(entries, (_key, value: unknown) =>
		typeof value === 'string' ? value.replace(/[\p{Cc}\s]+/gu, ' ') : value
	);
}

/** Every telling of some pointings, the one in force last. */
function tellingsOf(question: Question, names: readonly string[]): Promise<Pointing[]> {
	return question.database.sql<Pointing[]>`
		select t.* from pointing t
		where t.pointing = any(${[...names]}::text[]) and ${visible(question)}
		order by t.known_at, t.version`;
}

/** Executed pointings of which another telling of the same look says more, as they are handed out. */
async function mergedLooks(question: Question, tellings: readonly Pointing[]): Promise<Pointing[]> {
	const executed = tellings.filter((one) => one.is_executed);
	if (executed.length === 0) return [];
	const from = Math.min(...executed.map((one) => one.from_at)) as Instant;
	const to = Math.max(...executed.map((one) => one.to_at)) as Instant;
	const near = await question.database.sql<Pointing[]>`
		select p.* from ${asOf(question, 'pointing')} p
		where p.is_executed and p.from_at <= ${to}::timestamptz and p.to_at >= ${from}::timestamptz
			and p.facility = any(${[...new Set(executed.map(({ facility }) => facility))]}::text[])
		order by p.from_at, p.facility, p.pointing`;
	const wanted = new Set(executed.map(({ facility, pointing }) => `${facility} ${pointing}`));
	return looksOf(near).filter(({ facility, pointing }) => wanted.has(`${facility} ${pointing}`));
}

function blocksNamed(question: Question, names: readonly string[]): Promise<Block[]> {
	return question.database.sql<Block[]>`
		select distinct on (t.block, t.revision) t.*
		from block t
		where t.block = any(${[...names]}::text[]) and ${visible(question)}
		order by t.block, t.revision, t.is_redacted`;
}

/** Blocks of plans are named by their place in it: `p0123456789ab-3`. */
async function planBlocksNamed(
	question: Question,
	store: RawStore,
	names: readonly string[]
): Promise<Observation[]> {
	const plans = new Set(names.flatMap((name) => /^(p[0-9a-f]+)-\d+$/.exec(name)?.[1] ?? []));
	const observations: Observation[] = [];
	for (const name of plans) {
		try {
			const plan = await readPlan(question, name);
			const { blocks } = await readPlanDocument(question, store, plan);
			observations.push(...blocks.map((block, index) => ofPlanBlock(plan, block, index)));
		} catch (error) {
			if (!(error instanceof LookbackError) || error.code !== 'planner/unknown-plan') throw error;
		}
	}
	return observations;
}
