import { LookbackError } from '#lib/errors.ts';
import type { PacketFacts, PacketRole } from '#lib/archive/facts.ts';
import type { Decoder, PacketContext } from '#lib/archive/packets/decoder.ts';
import { isSchemaDocument, recognise } from '#lib/archive/packets/recognise.ts';
import type { Instant } from '#lib/sky/time.ts';
import { unkeepable } from './keepable.ts';
import type { Knowledge } from './knowledge.ts';
import { collectionOf, rowsOf, type Reception, type RecordRows } from './rows.ts';

/** One record of a packet: its rows, or why it is refused. */
export type ReadRecord = RecordRows | { readonly record: number; readonly error: LookbackError };

/** What a packet is, as far as it could be read. */
export interface Reading {
	readonly format: string;
	readonly source: string | null;
	readonly schemaVersion: string | null;
	readonly role: PacketRole;
	readonly statedAt: Instant | null;
	/** Number of records in it. */
	readonly records: number;
	readonly refusedRecords: number;
	/** Those of them that are refused for their sender's sake: somebody else may add them. */
	readonly foreignRecords: number;
	/** Whether its sender tells again what is another group's to tell. */
	readonly isRetold: boolean;
	/** Why it is refused as a whole, or null. */
	readonly refused: LookbackError | null;
	/** Collections of its rows. */
	readonly collections: readonly string[];
	/**
	 * Since when its first record is known that does not state it, else its first; null where it has none. What states
	 * its time is known since then however the packet is loaded.
	 */
	readonly known: Knowledge | null;
	/** Its records, of a large packet read once more as they are asked for. */
	readonly again: () => Iterable<ReadRecord> | AsyncIterable<ReadRecord>;
}

/** Records of a larger packet (a table of all TNS objects) are not kept in memory together. */
const keptBytes = 8 * 2 ** 20;

/** Recognises and reads a packet. What a decoder throws refuses the packet; it never stops its neighbours. */
export async function readPacket(
	bytes: Uint8Array,
	context: PacketContext,
	reception: Reception
): Promise<Reading> {
	const collections = new Set<string>();
	const kept: ReadRecord[] | null = bytes.length <= keptBytes ? [] : null;
	let [format, records, refusedRecords, foreignRecords, isRetold] = ['unknown', 0, 0, 0, false];
	let first: RecordRows | null = null;
	let known: Knowledge | null = null;
	let again: Reading['again'];
	try {
		const recognised = recognise(bytes, context);
		// as which it would be read with all others on record
		if (reception.mayAddTo && isSchemaDocument(recognised.format)) throw foreignSchema(context.name);
		format = recognised.format;
		again = () => readRecords(recognised.decode(bytes, context), reception);
		for await (const one of again()) {
			records++;
			kept?.push(one);
			if ('error' in one) {
				refusedRecords++;
				if (one.error.code === foreignCollection) foreignRecords++;
				continue;
			}
			first ??= one;
			refusedRecords += one.refused.length;
			isRetold ||= one.isRetold;
			for (const collection of one.collections) collections.add(collection);
			if (known === null || (known.knownFrom === 'stated' && one.known.knownFrom !== 'stated'))
				known = one.known;
		}
	} catch (error) {
		return refusedReading(format, asRefusal(error, context.name));
	}
	return {
		format,
		source: first?.told.source ?? null,
		schemaVersion: first?.told.schemaVersion ?? null,
		role: first?.told.role ?? 'observation',
		statedAt: first?.told.statedAt ?? null,
		records,
		refusedRecords,
		foreignRecords,
		isRetold,
		refused: null,
		collections: [...collections].sort(),
		known,
		again: kept ? () => kept : again
	};
}

/** The reading of what is refused as a whole. */
export function refusedReading(format: string, refused: LookbackError): Reading {
	return {
		format,
		source: null,
		schemaVersion: null,
		role: 'observation',
		statedAt: null,
		records: 0,
		refusedRecords: 0,
		foreignRecords: 0,
		isRetold: false,
		refused,
		collections: [],
		known: null,
		again: () => []
	};
}

async function* readRecords(records: ReturnType<Decoder>, reception: Reception): AsyncGenerator<ReadRecord> {
	let record = 0;
	for await (const one of records) {
		if (one instanceof LookbackError) yield { record, error: one };
		else {
			const error = foreign(one, reception) ?? unkeepable(one);
			yield error ? { record, error } : rowsOf(one, record, reception);
		}
		record++;
	}
}

/** Code of the refusal of a record for its sender's sake. */
export const foreignCollection = 'archive/foreign-collection';

/** Why a record is refused for where its sender would have it go, or null. */
function foreign(facts: PacketFacts, { mayAddTo, collection: wanted }: Reception): LookbackError | null {
	if (!mayAddTo) return null;
	const { alerts, photometry, statements, notices, localizations, withdrawals } = facts;
	const places = new Map<string, { readonly native: string; readonly to: string }>();
	for (const list of [alerts, photometry, statements, notices, localizations, withdrawals])
		for (const { collection, native = collection } of list) {
			const to = collectionOf(collection, wanted);
			places.set(`${native} ${to}`, { native, to });
		}
	// a verdict holds for every telling of what it is on, whichever collection that is in
	const isForeignVerdict = withdrawals.some(({ collection }) => !mayAddTo(collection, collection));
	const others = [...places.values()].filter(({ native, to }) => !mayAddTo(to, native));
	if (others.length === 0 && !isForeignVerdict) return null;
	const moved = others.filter(({ native, to }) => to !== native);
	const why =
		others.length === 0
			? 'its verdict holds for collections of others'
			: moved.length === 0
				? 'to which its sender may not add'
				: `which its sender may tell again only in a collection of their own group that nobody else sees, not in ${distinct(moved.map(({ to }) => to)).join(', ')}`;
	const belongs = distinct((others.length === 0 ? [...places.values()] : others).map(({ native }) => native));
	return new LookbackError(
		'forbidden',
		foreignCollection,
		`The record belongs to ${belongs.join(', ')}; ${why}.`,
		{ collections: belongs }
	);
}

function distinct(names: readonly string[]): string[] {
	return [...new Set(names)];
}

function foreignSchema(name: string): LookbackError {
	return new LookbackError(
		'forbidden',
		'archive/foreign-schema',
		`${name} is a schema, by which the packets of everyone would be read: administrators of the archive alone add one.`,
		{ name }
	);
}

function asRefusal(error: unknown, name: string): LookbackError {
	if (error instanceof LookbackError) return error;
	return new LookbackError(
		'incorrect',
		'archive/unreadable-packet',
		`${name} could not be read: ${(error as Error).message ?? error}.`,
		{ name },
		{ cause: error }
	);
}
