import type { RecentObject } from '#lib/archive/index.server.ts';
import type { Instant } from '#lib/sky/time.ts';

/** What a map needs of objects, column by column: 40 bytes an object where rows of JSON take 200. */
export interface PackedObjects {
	readonly survey: readonly string[];
	readonly objectId: readonly string[];
	readonly raDeg: readonly number[];
	readonly decDeg: readonly number[];
	/** In seconds since 1970. */
	readonly knownSec: readonly number[];
	/** 1 or 0. */
	readonly isNew: readonly number[];
}

export type MapObject = Pick<
	RecentObject,
	'survey' | 'object_id' | 'ra_deg' | 'dec_deg' | 'last_known_at' | 'is_new'
>;

export function packObjects(objects: readonly MapObject[]): PackedObjects {
	return {
		survey: objects.map(({ survey }) => survey),
		objectId: objects.map(({ object_id }) => object_id),
		raDeg: objects.map(({ ra_deg }) => rounded(ra_deg)),
		decDeg: objects.map(({ dec_deg }) => rounded(dec_deg)),
		knownSec: objects.map(({ last_known_at }) => Math.floor(last_known_at / 1e6)),
		isNew: objects.map(({ is_new }) => Number(is_new))
	};
}

export function unpackObjects(packed: PackedObjects): MapObject[] {
	return packed.objectId.map((object_id, i) => ({
		survey: packed.survey[i]!,
		object_id,
		ra_deg: packed.raDeg[i]!,
		dec_deg: packed.decDeg[i]!,
		last_known_at: (packed.knownSec[i]! * 1e6) as Instant,
		is_new: packed.isNew[i] === 1
	}));
}

/** To 0.0001 degrees: a map shows no more. */
function rounded(deg: number): number {
	return Math.round(deg * 1e4) / 1e4;
}
