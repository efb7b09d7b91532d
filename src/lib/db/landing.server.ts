import type { Transaction } from './client.server.ts';
import { landAlerts } from './land-alerts.server.ts';
import { derive, nextBatch } from './derived.server.ts';
import type { Relation } from './relations.ts';

/**
 * Moves a relation's staged rows into its table, under the ledger's lock, and says which landed, by their place in
 * the batch. A telling lands unless the same (key, collection, version) is already on record no later.
 */
export async function land(tx: Transaction, relation: Relation): Promise<number[]> {
	if (relation.name === 'alert') return landAlerts(tx, relation);
	// On a hypertable the rule was applied before the lock (a join here takes seconds): the unique index is the
	// backstop, and a later telling that slips in beside an earlier one changes no answer.
	const repeats =
		relation.key && relation.name !== 'photometry' ? notOnRecord(relation.key, relation.name) : 'true';
	const [landed] = await Promise.all([
		insert(tx, relation, `${earliest(relation)} i where ${repeats}`),
		derive(tx, relation.name)
	]);
	return landed;
}

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

function notOnRecord(key: readonly string[], name: string): string {
	const same = [...key, 'collection', 'version'].map((column) => `r.${column} = i.${column}`).join(' and ');
	return `not exists (select from ${name} r where ${same} and r.known_at <= i.known_at)`;
}
