import { hash } from 'node:crypto';
import type { ItemRow } from '../inputs/rows.ts';
import type { Parameters } from '../manifest.ts';
import type { Environment, Output } from '../runtime/evaluation.ts';

/** Format of the packet that holds a run's document. */
export const runFormat = 'lookback-run';

/** What a run was given and what came of it: all that a replay compares with. */
export interface RunDocument {
	readonly lookback_run: 1;
	readonly run: string;
	readonly analysis: string;
	readonly commit: string;
	readonly kind: 'manual' | 'live';
	readonly audience: string;
	/** `2019-10-01T20:59:00Z~1742` */
	readonly basis: string;
	readonly parameters: Parameters;
	/** Collections that the run could see, and those that were open up to an epoch (ISO 8601). */
	readonly collections: readonly string[];
	readonly opening: Readonly<Record<string, string>>;
	/** Of a live run: the batches on whose subjects it ran, above `after`, up to that of its basis. */
	readonly touched: { readonly after: string } | null;
	/** Whether its author was trusted to run without a sandbox. */
	readonly trusted: boolean;
	readonly environment: Environment;
	/** In their order. */
	readonly inputs: readonly RecordedItem[];
	readonly inputs_digest: string;
	readonly outputs: readonly OutputRow[];
	readonly outputs_digest: string;
	readonly logs: string;
	readonly status: 'finished' | 'failed';
	readonly reason: string | null;
	readonly actor: string;
	/** ISO 8601. */
	readonly started_at: string;
	readonly finished_at: string;
}

/** An item that the run was given, without its value. */
export interface RecordedItem {
	readonly input: string;
	readonly key: string;
	readonly digest: string;
	readonly rows: readonly ItemRow[];
}

/** One thing that it said, and the call that made it say so; `inOrder`. */
export type OutputRow = { readonly key: string } & Output;

/** The same thing with the names in order, so that it does not matter in which its analysis wrote them. */
export function inOrder<Value>(value: Value): Value {
	if (Array.isArray(value)) return value.map(inOrder) as Value;
	if (value === null || typeof value !== 'object') return value;
	const names = Object.keys(value).sort();
	return Object.fromEntries(names.map((name) => [name, inOrder(value[name as keyof Value])])) as Value;
}

export function encodeDocument(document: RunDocument): Uint8Array {
	return Buffer.from(`${JSON.stringify(document)}\n`);
}

export function decodeDocument(bytes: Uint8Array): RunDocument {
	return JSON.parse(Buffer.from(bytes).toString('utf8')) as RunDocument;
}

/** Digest of all outputs: SHA-256 over their JSON lines, 64 hexadecimal digits. */
export function digestOfOutputs(outputs: readonly OutputRow[]): string {
	return hash('sha256', outputs.map((row) => `${JSON.stringify(row)}\n`).join(''));
}
