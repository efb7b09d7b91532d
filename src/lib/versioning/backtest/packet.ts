import { wire } from '#lib/archive/wire.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { BackTestDocument } from './document.ts';

/** Format of the packet that holds a back-test's document. */
export const backTestFormat = 'lookback-backtest';

/** The document as JSON, moments in ISO 8601 as everywhere. */
export function encodeDocument(document: BackTestDocument): Uint8Array {
	return Buffer.from(`${JSON.stringify(wire(document))}\n`);
}

export function decodeDocument(bytes: Uint8Array): BackTestDocument {
	const read = JSON.parse(Buffer.from(bytes).toString('utf8')) as BackTestDocument;
	return {
		...withInstants(read),
		selections: read.selections.map(withInstants),
		differences: read.differences.map(withInstants),
		leaks: read.leaks.map(withInstants)
	};
}

/** The moments of a row as Instants. */
function withInstants<Row extends object>(row: Row): Row {
	const entries = Object.entries(row).map(([name, value]: [string, unknown]) => [
		name,
		name.endsWith('_at') && typeof value === 'string' ? parseInstant(value) : value
	]);
	return Object.fromEntries(entries) as Row;
}
