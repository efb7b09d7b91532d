import { randomUUID } from 'node:crypto';
import { LookbackError } from '#lib/errors.ts';
import type { Database } from '#lib/db/client.server.ts';
import { FactSet } from '#lib/db/fact-set.ts';
import { record, type Sealed } from '#lib/db/ledger.server.ts';
import { formatInstant, type Instant } from '#lib/sky/time.ts';
import { Segment, type Place } from '#lib/archive/raw/segment.ts';
import type { RawStore } from '#lib/archive/raw/store.ts';
import type { ObjectPlaces } from './places.server.ts';
import type { Row } from './rows.ts';

/** A larger batch would make a person's small write wait: 50,000 rows hold the ledger for 2 s, 2,000 for 0.1 s. */
export const batchRows = 2000;

/** Rows and packets on their way into one batch of the ledger. */
export class Batch {
	readonly #segment = new Segment();
	readonly #rows: Row[] = [];

	get size(): number {
		return this.#rows.length;
	}

	addPacket(bytes: Uint8Array, label: string): Place {
		return this.#segment.add(bytes, label);
	}

	add(row: Row): void {
		this.#rows.push(row);
	}

	/** Writes the packets' bytes, then the batch that names them; null when none of it was new. */
	async seal(
		database: Database,
		store: RawStore,
		places: ObjectPlaces,
		entry: { actor: string; kind: string; note: string; receivedAt: Instant }
	): Promise<Sealed | null> {
		const segment = this.#segment.isEmpty ? null : segmentPath(entry.receivedAt);
		if (segment) await store.write(segment, this.#segment.finish());
		const sealed = await this.#record(database, places, { ...entry, segment });
		if (!sealed && segment) await store.discard(segment);
		return sealed;
	}

	async #record(
		database: Database,
		places: ObjectPlaces,
		entry: { actor: string; kind: string; note: string; segment: string | null }
	): Promise<Sealed | null> {
		try {
			return await record(database, entry, this.#encoded());
		} catch (error) {
			if (!(error instanceof LookbackError && error.code === 'db/object-placed-elsewhere')) throw error;
			await this.#placeAgain(places);
			return record(database, entry, this.#encoded());
		}
	}

	#encoded(): FactSet {
		const facts = new FactSet();
		for (const { relation, row } of this.#rows) facts.add(relation, row);
		return facts;
	}

	/** Another writer placed one of our new objects a moment earlier: its place holds for our rows too. */
	async #placeAgain(places: ObjectPlaces): Promise<void> {
		places.forget();
		const rows = this.#rows.flatMap((one) => (one.relation === 'photometry' ? [one.row] : []));
		const { of } = await places.resolve(
			new Map(rows.map((row) => [`${row.survey}/${row.object_id}`, row.hpx]))
		);
		for (const row of rows) row.hpx = of.get(`${row.survey}/${row.object_id}`)!;
	}
}

function segmentPath(receivedAt: Instant): string {
	const [year, month, day] = formatInstant(receivedAt).slice(0, 10).split('-');
	return `raw/${year}/${month}/${day}/${randomUUID()}.tar`;
}
