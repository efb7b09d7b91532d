import { regionRanges } from '#lib/sky/credible-region.ts';
import { levelWithin } from '#lib/sky/densest-region.ts';
import { coneRanges } from '#lib/sky/healpix-cone.ts';
import { centerOf, finestNumberOrder, finestOrder } from '#lib/sky/healpix.ts';
import type { PixelRange } from '#lib/sky/moc.ts';
import type { Skymap } from '#lib/sky/skymap.ts';
import type { Instant } from '#lib/sky/time.ts';
import { open } from './as-of.server.ts';
import { foundAmong, type FoundObject } from './objects-among.server.ts';
import type { Question } from './question.ts';
import { cone, credibleRegion, type Region } from './region.ts';

/** A look at the objects of a part of the sky, as known at a basis. */
export interface ObjectsAround {
	/** Objects that first became known after the event, the earliest first, then the others, the latest first. */
	readonly objects: readonly FoundObject[];
	/** Whether the part holds more. */
	readonly isMore: boolean;
	/** Whether it holds so many that these are the first of only some of them. */
	readonly isCut: boolean;
}

/** A part of the sky whose objects can be looked at in a moment. */
export interface SmallPart {
	/** As many ranges of order-29 cells as it takes: each is a probe of an index. */
	readonly ranges: readonly PixelRange[];
	readonly contains: Region['contains'];
}

/** An archive of 10 million alerts has some 60 objects a square degree: 6,000 are looked up in 30 ms. */
const mostDeg2 = 100;
const mostConeDeg = Math.sqrt(mostDeg2 / Math.PI);
const mostConeRanges = 200;
const mostLooked = 2000;

/** The credible region of a map that is small enough, and its level: 0.9 if it can be. */
export function smallPartOf(map: Skymap): SmallPart & { readonly level: number } {
	const level = levelWithin(map, mostDeg2);
	return { level, ranges: regionRanges(map, level), contains: credibleRegion(map, level).contains };
}

/** What lies within a radius of a position; null where that is too wide. */
export function smallCone(raDeg: number, decDeg: number, radiusDeg: number): SmallPart | null {
	if (!(radiusDeg > 0 && radiusDeg <= mostConeDeg)) return null;
	const { contains } = cone(raDeg, decDeg, radiusDeg * 3600);
	return { ranges: coneRanges(raDeg, decDeg, radiusDeg, mostConeRanges), contains };
}

/**
 * Objects whose place lies in a part of the sky, by how their first news stands to an event. The cost is bounded: by the
 * size of the part, by 2,000 objects, and by `limit` of which the alerts are read.
 */
export async function objectsAround(
	question: Question,
	part: SmallPart,
	eventAt: Instant,
	limit: number
): Promise<ObjectsAround> {
	const looked = await knownIn(question, part.ranges);
	const known = looked.slice(0, mostLooked).filter(({ hpx }) => holds(part, hpx));
	const inOrder = known.sort((a, b) => byNews(a.knownAt, b.knownAt, eventAt));
	const found: FoundObject[] = [];
	// one that shows no place of its own to the viewer counts for nothing, not even as one more
	for (let at = 0; at < inOrder.length && found.length <= limit; at += limit + 1)
		found.push(...(await theseOf(question, inOrder.slice(at, at + limit + 1), part)));
	const objects = found.sort((a, b) => byNews(a.first_known_at!, b.first_known_at!, eventAt));
	return {
		objects: objects.slice(0, limit),
		isMore: found.length > limit,
		isCut: looked.length > mostLooked
	};
}

/** What became known after the event before what was known, and of each what is nearest to it. */
function byNews(a: Instant, b: Instant, eventAt: Instant): number {
	const [isNewA, isNewB] = [a >= eventAt, b >= eventAt];
	if (isNewA !== isNewB) return isNewA ? -1 : 1;
	return isNewA ? a - b : b - a;
}

/** Whether the middle of an order-29 cell lies in the part: the ranges of a cone hold some that do not. */
function holds({ contains }: SmallPart, hpx: bigint): boolean {
	const { raDeg, decDeg } = centerOf(
		finestNumberOrder,
		Number(hpx >> BigInt(2 * (finestOrder - finestNumberOrder)))
	);
	return contains(raDeg, decDeg);
}

interface KnownObject {
	readonly name: string;
	/** Where it is kept: used to choose, never shown. */
	readonly hpx: bigint;
	readonly knownAt: Instant;
}

/**
 * Objects with a place in the ranges, since when anything visible of them is known. Of the small tables `object` and
 * `object_known` alone, by their indexes: a range is a probe, and so is an object.
 */
function knownIn(question: Question, ranges: readonly PixelRange[]): Promise<KnownObject[]> {
	const { sql } = question.database;
	const { knownAt, batch } = question.basis;
	const [low, high] = [ranges.map(({ from }) => String(from)), ranges.map(({ to }) => String(to))];
	return sql<KnownObject[]>`
		select o.survey || '/' || o.object_id as name, o.hpx, k.known_at as "knownAt"
		from unnest(${low}::bigint[], ${high}::bigint[]) as searched (low, high)
			cross join lateral (
				select survey, object_id, hpx from object where hpx >= low and hpx < high offset 0) o
			cross join lateral (
				select min(known_at) as known_at
				from object_known
				where survey = o.survey and object_id = o.object_id and ${open(question, 'observed_at')}
					and known_at <= ${knownAt} and batch <= ${batch}
				offset 0) k
		where k.known_at is not null
		limit ${mostLooked + 1}`;
}

/** These objects, without those whose alerts in force are elsewhere or none. */
async function theseOf(
	question: Question,
	named: readonly KnownObject[],
	{ contains }: SmallPart
): Promise<FoundObject[]> {
	if (named.length === 0) return [];
	const found = await foundAmong(question, {}, new Set(named.map(({ name }) => name)));
	return found.filter(
		({ ra_deg, dec_deg }) => ra_deg !== null && dec_deg !== null && contains(ra_deg, dec_deg)
	);
}
