import type { Question } from './question.ts';

/** Batches around the one of a basis that change what a page of the ledger shows. */
export interface BatchSteps {
	/** The one before the latest that did by the basis; null where that is the first. */
	readonly earlier: bigint | null;
	/** The next one that did; null where there is none yet. */
	readonly later: bigint | null;
}

/** What a page shows: all batches, what came in and was refused, or what was refused of one packet. */
export type LedgerPart = 'batches' | 'sources' | { readonly packet: bigint };

/** Batches that told something of a part of the ledger that the viewer may see; of all that is recorded, whatever the basis. */
export async function readBatchSteps(question: Question, part: LedgerPart): Promise<BatchSteps> {
	const { sql } = question.database;
	const { batch } = question.basis;
	const collections = () => sql`${[...question.viewer.collections]}::text[]`;
	const tables = () => {
		if (part === 'batches') return [sql`batch where true`];
		if (part !== 'sources')
			return [sql`quarantine where packet = ${part.packet} and collection = any(${collections()})`];
		return [
			sql`packet_tally where collections <@ ${collections()}`,
			sql`quarantine where collection = any(${collections()})`
		];
	};
	const found = async (until: bigint) => {
		const rows = await Promise.all(
			tables().map(
				(table) => sql<{ batch: bigint }[]>`
				select batch from ${table} and batch <= ${until} order by batch desc limit 1`
			)
		);
		return rows
			.flat()
			.reduce<bigint | null>((last, { batch }) => (last === null || batch > last ? batch : last), null);
	};
	const next = await Promise.all(
		tables().map(
			(table) => sql<{ batch: bigint }[]>`
			select batch from ${table} and batch > ${batch} order by batch limit 1`
		)
	);
	const latest = await found(batch);
	return {
		earlier: latest === null ? null : await found(latest - 1n),
		later: next
			.flat()
			.reduce<bigint | null>((first, { batch }) => (first === null || batch < first ? batch : first), null)
	};
}
