import type { RefusedArrival } from '#lib/archive/packets/open.server.ts';
import type { Database } from '#lib/db/client.server.ts';
import { storable } from '#lib/db/tuples.ts';

/**
 * Tells which refusals without any bytes (a decompression bomb, a link, a device) are on record. There is no digest
 * to know them by, and no packet: the same name refused with the same code is the same refusal.
 */
export class BareRefusals {
	readonly #database: Database;
	readonly #known = new Set<string>();

	constructor(database: Database) {
		this.#database = database;
	}

	/** Asks the database, once for all, which of these are on record. */
	async load(arrivals: readonly RefusedArrival[]): Promise<void> {
		if (arrivals.length === 0) return;
		const rows = await this.#database.sql<{ name: string; code: string }[]>`
			select name, code
			from quarantine
			where packet is null and name = any(${arrivals.map(({ name }) => storable(name))}::text[])`;
		for (const { name, code } of rows) this.#known.add(key(name, code));
	}

	/** Whether this one must be recorded; it counts as recorded from then on. */
	isNew({ name, refused }: RefusedArrival): boolean {
		const own = key(name, refused.code);
		if (this.#known.has(own)) return false;
		this.#known.add(own);
		return true;
	}
}

function key(name: string, code: string): string {
	return `${code} ${storable(name)}`;
}
