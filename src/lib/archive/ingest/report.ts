import type { LookbackError } from '#lib/errors.ts';

/** What came of the packets of one source and format. */
export interface SourceReport {
	readonly source: string;
	readonly format: string;
	packets: number;
	/** Packets whose very bytes are on record already. */
	repeated: number;
	records: number;
	refused: number;
}

/** What an ingest did, complete: every packet is recorded, repeated or refused. */
export class IngestReport {
	readonly sources = new Map<string, SourceReport>();
	/** New facts by relation. */
	readonly recorded = new Map<string, number>();
	/** How often each reason was given, with the first packet it was given for. */
	readonly refusals = new Map<string, { count: number; example: string; reason: string }>();
	batches = 0;

	of(source: string, format: string): SourceReport {
		const key = `${source} ${format}`;
		let report = this.sources.get(key);
		if (!report) {
			report = { source, format, packets: 0, repeated: 0, records: 0, refused: 0 };
			this.sources.set(key, report);
		}
		return report;
	}

	refuse(error: LookbackError, name: string): void {
		const refusal = this.refusals.get(error.code);
		if (refusal) refusal.count++;
		else this.refusals.set(error.code, { count: 1, example: name, reason: error.message });
	}

	sealed(recorded: ReadonlyMap<string, number>): void {
		this.batches++;
		for (const [relation, count] of recorded) {
			this.recorded.set(relation, (this.recorded.get(relation) ?? 0) + count);
		}
	}

	/** Adds what another run did. */
	include({ sources, recorded, refusals, batches }: IngestReport): void {
		for (const { source, format, packets, repeated, records, refused } of sources.values()) {
			const sum = this.of(source, format);
			sum.packets += packets;
			sum.repeated += repeated;
			sum.records += records;
			sum.refused += refused;
		}
		for (const [relation, count] of recorded)
			this.recorded.set(relation, (this.recorded.get(relation) ?? 0) + count);
		for (const [code, refusal] of refusals) {
			const { count = 0, ...first } = this.refusals.get(code) ?? refusal;
			this.refusals.set(code, { ...first, count: (this.refusals.has(code) ? count : 0) + refusal.count });
		}
		this.batches += batches;
	}

	total(what: 'packets' | 'repeated' | 'records' | 'refused'): number {
		return [...this.sources.values()].reduce((sum, source) => sum + source[what], 0);
	}
}
