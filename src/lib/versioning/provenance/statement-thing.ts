import { propertyText, unitText } from '#lib/archive/told-text.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { Thing } from './model.ts';

export interface StatementRow {
	readonly batch: bigint;
	readonly fact: number;
	readonly subject: string;
	readonly property: string;
	readonly agent: string;
	readonly value_text: string | null;
	readonly value_number: number | null;
	readonly unit: string | null;
	readonly known_at: Instant;
}

/** A statement, named by its place in the ledger. */
export function statementThing(row: StatementRow): Thing {
	const value =
		row.value_text ??
		[row.value_number, row.unit && unitText(row.unit)]
			.filter((part) => part !== null)
			.join(' ')
			.trim();
	return {
		id: `statements/${row.batch}/${row.fact}`,
		kind: 'entity',
		type: 'statement',
		label: `${propertyText(row.property)} ${value}`.trim().slice(0, 80),
		at: row.known_at,
		detail: { subject: row.subject, property: row.property, agent: row.agent, value }
	};
}
