import type { Transaction } from './client.server.ts';
import { nextBatch } from './derived.server.ts';
import type { Relation } from './relations.ts';

/** Inserts the staged rows `i` that `from` selects and answers their places in the batch. */
export async function insert(tx: Transaction, relation: Relation, from: string): Promise<number[]> {
	const rows = await tx.unsafe<{ fact: number }[]>(
		`insert into ${relation.name} (${names(relation)}, batch)
		select ${names(relation)}, ${nextBatch}
		from ${from}
		order by i.fact
		on conflict do nothing
		returning fact`
	);
	return rows.map((row) => row.fact);
}

function names(relation: Relation): string {
	return relation.columns.map((column) => column.name).join(', ');
}

/** The staged rows, of each telling in them only the earliest. */
export function earliest({ name, key }: Relation): string {
	if (!key) return `incoming_${name}`;
	const telling = [...key, 'collection', 'version'].join(', ');
	return `(select distinct on (${telling}) * from incoming_${name} order by ${telling}, known_at, fact)`;
}
