import { measuredVersion, restates, type Measured } from '#lib/archive/restatement.ts';
import type { Database } from '#lib/db/client.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import type { Unplaced } from './rows.ts';
import { SeenTellings } from './seen.ts';

type Measurement = NewFact<'photometry'>;
/** A telling on record, as far as later tellings are compared with it. */
type Recorded = Measured & { readonly version: bigint };

const rememberedKeys = 50_000;

/**
 * Tells which measurements are new tellings (not on record yet, or only with a later knowledge time), and of which
 * version: one that restates what is on record within the formats' representation tells that version again.
 */
export class NewTellings {
	readonly #database: Database;
	readonly #seen = new SeenTellings();
	/** What is on record of the measurements met lately, the batches still being written included; two generations. */
	#recent = new Map<string, Recorded[]>();
	#older = new Map<string, Recorded[]>();

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Asks the database, once for all, about the measurements of known objects that are not remembered. Answers the
	 * batch up to which it was asked.
	 */
	async load(rows: readonly Measurement[], newObjects: ReadonlySet<string>): Promise<bigint> {
		const [newest] = await this.#database.sql<{ batch: bigint }[]>`
			select coalesce(max(batch), 0) as batch from batch`;
		const compared = newest!.batch;
		const asked = rows.filter(
			(row) =>
				!newObjects.has(`${row.survey}/${row.object_id}`) &&
				this.#seen.knownAt(row, row.version) > row.known_at
		);
		if (asked.length === 0) return compared;
		const times = asked.map((row) => row.observed_at);
		const slack = 600_000_000;
		const earliest = times.reduce((a, b) => (a < b ? a : b)) - slack;
		const latest = times.reduce((a, b) => (a > b ? a : b)) + slack;
		const places = [...new Set(asked.map((row) => String(row.hpx)))];
		const measurements = [...new Set(asked.map((row) => String(row.measurement)))];
		// "+ 0" keeps the second list out of the index, which would be searched for every pair of the two lists
		const recorded = await this.#database.sql<Measurement[]>`
			select survey, object_id, measurement, version, origin, collection, known_at, band, observed_at, exposure_sec,
				ra_deg, dec_deg, mag, mag_err, limiting_mag, flux_njy, flux_err_njy, is_positive
			from photometry
			where hpx = any(${places}::bigint[]) and measurement + 0 = any(${measurements}::bigint[])
				and observed_at >= ${earliest as never} and observed_at <= ${latest as never}
			order by known_at desc`;
		for (const row of recorded) this.#remember(row, measuredVersion(row));
		return compared;
	}

	/**
	 * Whether this telling must be recorded; it counts as recorded from then on. `row` comes with the version of the
	 * very values it tells, and leaves with the version of the telling it restates.
	 */
	isNew(row: Unplaced): boolean {
		const exact = row.version;
		if (this.#seen.knownAt(row, exact) <= row.known_at) return false;
		const restated = this.#recorded(keyOf(row)).find((one) => restates(one, row));
		if (restated && restated.version !== exact) {
			row.version = restated.version;
			if (this.#seen.knownAt(row, row.version) <= row.known_at) return false;
		}
		this.#remember(row, exact);
		return true;
	}

	#recorded(key: string): Recorded[] {
		return this.#recent.get(key) ?? this.#older.get(key) ?? [];
	}

	#remember(row: Unplaced, exact: bigint): void {
		for (const version of exact === row.version ? [exact] : [exact, row.version]) {
			if (row.known_at < this.#seen.knownAt(row, version)) this.#seen.remember(row, version);
		}
		const key = keyOf(row);
		const told = this.#recorded(key);
		if (told.some((one) => one.version === row.version && restates(one, row))) return;
		if (this.#recent.size > rememberedKeys) [this.#older, this.#recent] = [this.#recent, new Map()];
		this.#recent.set(key, [...told, row]);
	}
}

function keyOf(row: Unplaced): string {
	return `${row.survey}/${row.object_id}/${row.measurement}`;
}
