import type { Database } from '#lib/db/client.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import type { Instant } from '#lib/sky/time.ts';
import { SeenTellings, tellingDigest } from './seen.ts';

type Measurement = NewFact<'photometry'>;

/** Tells which measurements are new tellings: those not on record yet, or only with a later knowledge time. */
export class NewTellings {
	readonly #database: Database;
	readonly #seen = new SeenTellings();

	constructor(database: Database) {
		this.#database = database;
	}

	/** Asks the database, once for all, about the measurements of known objects that are not remembered. */
	async load(rows: readonly Measurement[], newObjects: ReadonlySet<string>): Promise<void> {
		const asked = rows.filter(
			(row) =>
				!newObjects.has(`${row.survey}/${row.object_id}`) && this.#seen.knownAt(digestOf(row)) > row.known_at
		);
		if (asked.length === 0) return;
		const times = asked.map((row) => row.observed_at);
		const earliest = times.reduce((a, b) => (a < b ? a : b));
		const latest = times.reduce((a, b) => (a > b ? a : b));
		const places = [...new Set(asked.map((row) => String(row.hpx)))];
		const recorded = await this.#database.sql<(Measurement & { known_at: Instant })[]>`
			select survey, object_id, measurement, version, origin, collection, min(known_at) as known_at
			from photometry
			where hpx = any(${places}::bigint[]) and observed_at >= ${earliest} and observed_at <= ${latest}
			group by survey, object_id, measurement, version, origin, collection`;
		for (const row of recorded) this.#seen.remember(digestOf(row), row.known_at);
	}

	/** Whether this telling must be recorded; it counts as recorded from then on. */
	isNew(row: Omit<Measurement, 'hpx'>): boolean {
		const digest = digestOf(row);
		if (this.#seen.knownAt(digest) <= row.known_at) return false;
		this.#seen.remember(digest, row.known_at);
		return true;
	}
}

function digestOf(row: Omit<Measurement, 'hpx'>): Buffer {
	return tellingDigest(row.survey, row.object_id, row.measurement, row.version, row.origin, row.collection);
}
