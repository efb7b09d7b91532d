import { getTableColumns, getTableName, type InferSelectModel, type Table } from 'drizzle-orm';
import { facts } from './schema.ts';
import type { BinaryColumn } from './tuples.ts';

type FactTable = (typeof facts)[keyof typeof facts];
export type RelationName = FactTable['_']['name'];

/** A row as it is handed to the ledger, which alone gives it its batch and its place in it. */
export type NewFact<Name extends RelationName> = Omit<
	InferSelectModel<Extract<FactTable, { _: { name: Name } }>>,
	'batch' | 'fact'
>;

export interface Relation {
	readonly name: RelationName;
	/** Code in the ledger's manifests. */
	readonly code: number;
	/** Columns of the binary form: all but `batch`, which is drawn after the rows are encoded. */
	readonly columns: readonly BinaryColumn[];
	/** What two tellings of one fact share; null where every row is its own fact. */
	readonly key: readonly string[] | null;
}

const keys: Readonly<Record<RelationName, readonly string[] | null>> = {
	packet: null,
	quarantine: null,
	alert: ['survey', 'alert_id'],
	photometry: ['survey', 'object_id', 'measurement', 'origin'],
	withdrawal: null,
	statement: ['subject', 'property', 'qualifier', 'agent'],
	notice: ['notice_id'],
	localization: ['notice_id', 'name'],
	collection_policy: ['name'],
	membership: ['group_name', 'person', 'role'],
	software: ['name', 'commit'],
	software_ref: ['name', 'ref'],
	run: ['run'],
	decision: ['decision'],
	backtest: ['backtest'],
	facility: ['facility'],
	campaign: ['campaign'],
	plan: ['plan'],
	block: ['block'],
	pointing: ['facility', 'pointing'],
	run_subject: ['run', 'subject']
};

function relation(code: number, table: Table): Relation {
	const name = getTableName(table) as RelationName;
	const columns = Object.values(getTableColumns(table))
		.filter((column) => column.name !== 'batch')
		.map((column) => ({ name: column.name, type: column.getSQLType() }));
	return { name, code, columns, key: keys[name] };
}

/** Every relation of facts, in the order of their codes, which is also the order in which a batch writes them. */
export const relations: readonly Relation[] = Object.entries(facts).map(([code, table]) =>
	relation(Number(code), table)
);

export function relationNamed(name: RelationName): Relation {
	return relations.find((relation) => relation.name === name)!;
}
