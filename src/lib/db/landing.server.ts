import type { Transaction } from './client.server.ts';
import { landAlerts } from './land-alerts.server.ts';
import { derive } from './derived.server.ts';
import type { Relation } from './relations.ts';
import { earliest, insert } from './staged.server.ts';

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

function notOnRecord(key: readonly string[], name: string): string {
	const same = [...key, 'collection', 'version'].map((column) => `r.${column} = i.${column}`).join(' and ');
	return `not exists (select from ${name} r where ${same} and r.known_at <= i.known_at)`;
}
