import { measuredVersion, restates, type Measured } from '#lib/archive/restatement.ts';
import type { Sql, Transaction } from '#lib/db/client.server.ts';
import type { NewFact } from '#lib/db/relations.ts';
import type { Unplaced } from './rows.ts';
import { SeenTellings } from './seen.ts';

type Measurement = NewFact<'photometry'>;
/** A telling on record, as far as later tellings are compared with it. */
type Recorded = Measured & Pick<Measurement, 'version' | 'origin' | 'collection' | 'known_at'>;

const rememberedKeys = 50_000;

/**
 * Tells which measurements are new tellings (not on record yet, or only with a later knowledge time), and of which
 * version: one that restates what is on record within the formats' representation tells that version again.
 */
export class NewTellings {
	readonly #sql: Sql | Transaction;
	readonly #seen = new SeenTellings();
	/** What is on record of the measurements met lately, the batches still being written included; two generations. */
	#recent = new Map<string, Recorded[]>();
	#older = new Map<string, Recorded[]>();

	constructor(sql: Sql | Transaction) {
		this.#sql = sql;
	}

	/** Whether a telling of these very values is known to be on record, or on its way, and known no later. */
	isOnRecord(row: Unplaced): boolean {
		return this.#seen.knownAt(row) <= row.known_at;
	}

	/**
	 * Asks the database, once for all, about the measurements of known objects that are not remembered, and about those
	 * in `judged`, whose versions must be known.
	 */
	async load(
		rows: readonly Measurement[],
		newObjects: ReadonlySet<string>,
		judged: ReadonlySet<unknown> = new Set()
	): Promise<void> {
		const asked = rows.filter(
			(row) => !newObjects.has(`${row.survey}/${row.object_id}`) && (judged.has(row) || !this.isOnRecord(row))
		);
		if (asked.length === 0) return;
		const times = asked.map((row) => row.observed_at);
		const slack = 600_000_000;
		const earliest = times.reduce((a, b) => (a < b ? a : b)) - slack;
		const latest = times.reduce((a, b) => (a > b ? a : b)) + slack;
		const places = [...new Set(asked.map((row) => String(row.hpx)))];
		const measurements = [...new Set(asked.map((row) => String(row.measurement)))];
		// "+ 0" keeps the second list out of the index, which would be searched for every pair of the two lists
		const recorded = await this.#sql<Measurement[]>`
			select survey, object_id, measurement, version, origin, collection, known_at, band, observed_at, exposure_sec,
				ra_deg, dec_deg, mag, mag_err, limiting_mag, flux_njy, flux_err_njy, is_positive
			from photometry
			where hpx = any(${places}::bigint[]) and measurement + 0 = any(${measurements}::bigint[])
				and observed_at >= ${earliest as never} and observed_at <= ${latest as never}
			order by known_at desc`;
		for (const row of recorded) {
			const key = keyOf(row);
			const told = this.#told(key);
			if (!told.some((one) => repeats(one, row))) this.#remember(row, key, told);
		}
	}

	/**
	 * Whether this telling must be recorded; it counts as recorded from then on. `row` leaves with its version, if it
	 * must.
	 */
	isNew(row: Unplaced): boolean {
		if (this.isOnRecord(row)) return false;
		const key = keyOf(row);
		const told = this.#settle(row, key);
		const isTold = told.some((one) => repeats(one, row));
		if (isTold) this.#seen.remember(row);
		else this.#remember(row, key, told);
		return !isTold;
	}

	/** Gives `row` the version of the telling it restates, else that of its own values. */
	settle(row: Unplaced): void {
		this.#settle(row, keyOf(row));
	}

	#settle(row: Unplaced, key: string): readonly Recorded[] {
		const told = this.#told(key);
		row.version = told.find((one) => restates(one, row))?.version ?? measuredVersion(row);
		return told;
	}

	#told(key: string): readonly Recorded[] {
		return this.#recent.get(key) ?? this.#older.get(key) ?? [];
	}

	#remember(row: Unplaced, key: string, told: readonly Recorded[]): void {
		if (row.known_at < this.#seen.knownAt(row)) this.#seen.remember(row);
		if (this.#recent.size > rememberedKeys) [this.#older, this.#recent] = [this.#recent, new Map()];
		this.#recent.set(key, [...told, row]);
	}
}

/** Whether `recorded` makes `row` superfluous. */
function repeats(recorded: Recorded, row: Recorded): boolean {
	return (
		recorded.version === row.version &&
		recorded.origin === row.origin &&
		recorded.collection === row.collection &&
		recorded.known_at <= row.known_at
	);
}

function keyOf(row: Unplaced): string {
	return `${row.survey}/${row.object_id}/${row.measurement}`;
}
