import type { Database } from '#lib/db/client.server.ts';

const remembered = 300_000;

/** The place (order-29 HEALPix) under which each object's photometry is kept: its first position on record. */
export class ObjectPlaces {
	readonly #database: Database;
	readonly #places = new Map<string, bigint>();

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Places for all of `wanted` (key: `survey/objectId`). An object that has none gets that of its first position in
	 * `wanted`, for everyone and at once, so that two writers who meet it together agree; it is listed in `isNew`.
	 * One without any position has no place.
	 */
	async resolve(
		wanted: ReadonlyMap<string, bigint | null>
	): Promise<{ of: Map<string, bigint>; isNew: Set<string> }> {
		if (this.#places.size > remembered) this.#places.clear();
		const unknown = [...wanted].filter(([key]) => !this.#places.has(key));
		const isNew = unknown.length > 0 ? await this.#claim(unknown) : new Set<string>();
		const of = new Map<string, bigint>();
		for (const key of wanted.keys()) {
			const place = this.#places.get(key);
			if (place !== undefined) of.set(key, place);
		}
		return { of, isNew };
	}

	async #claim(unknown: readonly (readonly [string, bigint | null])[]): Promise<Set<string>> {
		const { sql } = this.#database;
		const placed = unknown.filter(([, place]) => place !== null).sort(([a], [b]) => (a < b ? -1 : 1));
		const claimed = await sql<{ survey: string; object_id: string }[]>`
			insert into object (survey, object_id, hpx)
			select * from unnest(
				${placed.map(([key]) => surveyOf(key))}::text[], ${placed.map(([key]) => idOf(key))}::text[],
				${placed.map(([, place]) => String(place))}::bigint[])
			on conflict do nothing
			returning survey, object_id`;
		const rows = await sql<{ survey: string; object_id: string; hpx: bigint }[]>`
			select survey, object_id, hpx
			from object
			where object_id = any(${unknown.map(([key]) => idOf(key))}::text[])`;
		for (const row of rows) this.#places.set(`${row.survey}/${row.object_id}`, row.hpx);
		return new Set(claimed.map((row) => `${row.survey}/${row.object_id}`));
	}
}

function surveyOf(key: string): string {
	return key.slice(0, key.indexOf('/'));
}

function idOf(key: string): string {
	return key.slice(key.indexOf('/') + 1);
}
