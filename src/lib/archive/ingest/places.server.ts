import type { Database } from '#lib/db/client.server.ts';

const remembered = 300_000;

/** The place (order-29 HEALPix) under which each object's photometry is kept: its first position on record. */
export class ObjectPlaces {
	readonly #database: Database;
	#places = new Map<string, bigint>();

	constructor(database: Database) {
		this.#database = database;
	}

	/** Forgets everything, so that the database is asked again. */
	forget(): void {
		this.#places.clear();
	}

	/**
	 * Places for all of `wanted` (key: `survey/objectId`); an object that is on record nowhere gets the place of its
	 * first position in `wanted`, and is listed in `isNew`. One without any position has no place.
	 */
	async resolve(
		wanted: ReadonlyMap<string, bigint | null>
	): Promise<{ of: Map<string, bigint>; isNew: Set<string> }> {
		if (this.#places.size > remembered) this.#places.clear();
		const unknown = [...wanted.keys()].filter((key) => !this.#places.has(key));
		const isNew = new Set(unknown);
		if (unknown.length > 0) {
			const rows = await this.#database.sql<{ survey: string; object_id: string; hpx: bigint }[]>`
				select survey, object_id, hpx
				from object
				where object_id = any(${unknown.map((key) => key.slice(key.indexOf('/') + 1))}::text[])`;
			for (const row of rows) {
				this.#places.set(`${row.survey}/${row.object_id}`, row.hpx);
				isNew.delete(`${row.survey}/${row.object_id}`);
			}
		}
		const of = new Map<string, bigint>();
		for (const [key, first] of wanted) {
			const place = this.#places.get(key) ?? first;
			if (place === null) continue;
			this.#places.set(key, place);
			of.set(key, place);
		}
		return { of, isNew };
	}
}
